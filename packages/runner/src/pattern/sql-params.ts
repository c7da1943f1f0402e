/** Parameters of SQL as they travel: cells become links, everything else a value SQLite can store. */

import { isRecord } from "@cf/utils";
import type { SqlParams, SqlValue } from "@cf/protocol";
import { cellOf, faceOf, viewOf } from "../cell/faces.ts";
import { type Destination, isValueOfCell } from "../cell/normalize.ts";
import { absoluteLinkTo, absoluteSigil, entityOf, placeInRows } from "../cell/row-links.ts";
import { pieceOf } from "../cell/place.ts";
import { resolveState } from "../cell/resolve.ts";
import { CellState } from "../cell/state.ts";
import { isDocTarget } from "../cell/target.ts";
import { PatternError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";

/** Where parameters stand: the statement, and which of its rows of parameters they are. */
interface Given {
  readonly sql: string;
  /** Place among the rows of `execMany`, from 0. */
  readonly row?: number;
}

/** Parameters as they travel: cells become links, everything else is a value SQLite can store. */
export function toSqlParams(params: unknown, to: Destination, given: Given): SqlParams {
  const convert = (value: unknown, name: string) => toSqlValue(value, { name, to, given });
  if (Array.isArray(params)) return [...params].map((value, i) => convert(value, `#${i + 1}`));
  if (!isNamed(params)) throw badParameters(given);
  return Object.fromEntries(
    Object.entries(params).map((
      [name, value],
    ) => [name.replace(/^[:@$]/, ""), convert(value, name)]),
  );
}

/** An object whose properties are parameters: no list, map, date, or bytes. */
function isNamed(params: unknown): params is Record<string, unknown> {
  return isRecord(params) && Object.prototype.toString.call(params) === "[object Object]";
}

function badParameters({ sql, row }: Given): PatternError {
  const which = row === undefined ? "parameters" : `the parameters of row ${row + 1}`;
  return new PatternError(
    "bad-parameter",
    `Cannot run SQL: ${which} must be an array, or an object with their names\n  ${sql}`,
    { data: { sql, ...(row === undefined ? {} : { row }) } },
  );
}

interface Place {
  readonly name: string;
  readonly to: Destination;
  readonly given: Given;
}

function toSqlValue(value: unknown, { name, to, given: { sql, row } }: Place): SqlValue {
  const fail = (what: string) => {
    const where = row === undefined ? "" : ` of row ${row + 1}`;
    const message = `Cannot run SQL: parameter ${name}${where} is ${what}\n  ${sql}`;
    const data = { sql, parameter: name, ...(row === undefined ? {} : { row }) };
    return new PatternError("bad-parameter", message, { data });
  };
  switch (typeof value) {
    case "string":
      if (value.includes("\0")) throw fail("text with a NUL character; store it as a Uint8Array");
      return value;
    case "bigint":
      if (BigInt.asIntN(64, value) !== value) throw fail("a bigint that does not fit 64 bits");
      return value;
    case "number":
      if (Number.isNaN(value)) throw fail("NaN; write null for NULL");
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "undefined":
      throw fail("undefined: not ready; write null for NULL");
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    throw fail("no Uint8Array, which a blob is given as");
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw fail("an invalid Date; write null for NULL");
    return value.toISOString();
  }
  if (typeof value === "object") {
    // Of a query there is no transaction, and what has a place was followed already.
    const state = cellOf(value) ?? (to.transaction && entityOf(value, to));
    if (state !== undefined) return JSON.stringify(absoluteSigil(state, to));
  }
  const what = Array.isArray(value) ? "an array" : `of type ${typeof value}`;
  const advice = viewOf(value) === undefined ? "" : ", or give the cell that it was read from";
  throw fail(`${what}; use JSON.stringify${advice}`);
}

/**
 * Query parameters: like those of `exec`, but a cell or reference is followed. One that leads to an
 * object is given by its link, as `exec` stores it in link columns; any other by its value.
 */
export function toQueryParams(runtime: Runtime, given: unknown, sql: string): SqlParams {
  // Nothing is written for a query, so there is nowhere for a value to go.
  const to = { transaction: undefined } as unknown as Destination;
  const convert = (value: unknown): unknown => {
    const face = faceOf(value);
    const held = face === undefined ? value : runtime.currentValue(value);
    if (typeof held !== "object" || held === null) return held;
    if (held instanceof Uint8Array || held instanceof Date) return held;
    const entity = entityRead(runtime, held);
    if (entity !== undefined) return JSON.stringify(absoluteLinkTo(entity));
    if (face === undefined) return held;
    const named = placeInRows(face.state);
    const place = isDocTarget(named.target) ? named : resolveState(named, { silent: true });
    // What was computed has no place that a row could name.
    if (!face.explicit && !isDocTarget(place.target)) return held;
    return JSON.stringify(absoluteLinkTo(place));
  };
  if (Array.isArray(given)) return toSqlParams([...given].map(convert), to, { sql });
  if (!isNamed(given)) throw badParameters({ sql });
  const named = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, convert(v)]));
  return toSqlParams(named, to, { sql });
}

/** The piece, or the element of a list, that a value is of. */
function entityRead(runtime: Runtime, value: object): CellState | undefined {
  const piece = pieceOf(value);
  if (piece !== undefined) return new CellState(runtime, piece, [], undefined, undefined);
  const place = viewOf(value);
  if (place === undefined || isValueOfCell(place, value)) return undefined;
  const named = placeInRows(place);
  return isDocTarget(named.target) && named.path.length === 0 ? named : undefined;
}
