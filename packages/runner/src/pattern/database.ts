/** Pattern databases as patterns see them: declarations, reactive queries, and writes. */

import { canonicalJson, deepFreeze, isRecord, type Json, type JsonObject } from "@cf/utils";
import {
  addressKey,
  type DatabaseDeclaration,
  type DocAddress,
  type QuerySpec,
  type Scope,
  type SqlParams,
} from "@cf/protocol";
import { cellOf } from "../cell/faces.ts";
import { type Lookup, resolveState } from "../cell/resolve.ts";
import { shapeOf } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { type DocTarget, isDocTarget } from "../cell/target.ts";
import { destinationOf } from "../cell/write.ts";
import { currentContext } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import { PatternError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { frameFor } from "./builders.ts";
import { referenceTo } from "./nodes.ts";
import { QueryNode, type QueryOptions } from "./query-node.ts";
import { type AskedBy, QueryResult } from "./query-result.ts";
import type { Site } from "./site.ts";
import { toSqlParams } from "./sql-params.ts";
import { Upgrades } from "./upgrades.ts";

const handleShape = shapeOf({ asCell: ["sqlite"] })!;

/** What a query asks; one with another version asks the same anew. */
export interface Asked {
  readonly space: string;
  readonly spec: QuerySpec;
  readonly version: number;
}

/** The declarations and queries of one runtime. */
export class Databases {
  readonly #declared = new Map<string, DatabaseDeclaration>();
  /** What the code calls each handle that it declared. */
  readonly #names = new Map<string, string>();
  /** The handles that the code of each piece has declared, by piece. */
  readonly #owned = new Map<string, Map<string, DocAddress>>();
  readonly #results = new Map<string, QueryResult>();
  readonly upgrades: Upgrades;

  constructor(readonly runtime: Runtime) {
    this.upgrades = new Upgrades(runtime);
  }

  /**
   * `sqliteDatabase(declaration, source?)`: the handle of the pattern's own database, or the one
   * that `source` is. Errors: `unsupported-source` for any other source.
   */
  declare(declaration: unknown, source: unknown, site: Site): object {
    const { frame } = frameFor("sqliteDatabase");
    if (source !== undefined && source !== null) return this.#given(source, site);
    const scope: Scope = site.scope ?? frame.scope;
    const target = frame.documentOf(frame.claim(site.name ?? "(database)"), scope);
    const owned = this.#owned.get(frame.piece) ?? new Map<string, DocAddress>();
    this.#owned.set(frame.piece, owned.set(addressKey(target), addressOf(target)));
    const key = `${target.space}/${addressKey(target)}`;
    this.#declared.set(key, checkDeclaration(declaration));
    if (site.name !== undefined) this.#names.set(key, site.name);
    const state = new CellState(this.runtime, target, [], handleShape, undefined);
    return this.runtime.faces.cell(state);
  }

  /** The handle that a pattern was given as the source of a database. */
  #given(source: unknown, { name = "a database", line }: Site): object {
    const state = cellOf(source);
    if (state !== undefined) {
      return this.runtime.faces.cell(
        new CellState(this.runtime, state.target, state.path, handleShape, undefined),
      );
    }
    const isInMachine = isRecord(source) && source.vm !== undefined;
    throw new PatternError(
      "unsupported-source",
      `Cannot open ${name}${line === undefined ? "" : ` at ${line}`}: ` +
        (isInMachine
          ? "files inside a virtual machine are not reached from here"
          : "its source is no database") +
        "; leave the source out for a database of the pattern's own, or take an input of type SqliteDb",
    );
  }

  /** The handles of the databases that a piece has declared since it runs here. */
  declaredBy(piece: string): readonly DocAddress[] {
    return [...this.#owned.get(piece)?.values() ?? []];
  }

  /** The handle's own place after links, or an error that says what was given. */
  #handleOf(
    state: CellState,
    how: Lookup = { silent: true },
  ): CellState & { target: DocTarget } {
    const resolved = resolveState(state, how);
    if (!isDocTarget(resolved.target)) {
      throw new PatternError(
        "no-database",
        `Cannot use ${this.runtime.describe(state)} as a database`,
      );
    }
    return resolved as CellState & { target: DocTarget };
  }

  /** `db.query(sql, options)`. */
  query(state: CellState, sql: unknown, options: unknown, site: Site | undefined): object {
    const { frame } = frameFor("db.query");
    const node = new QueryNode(
      this,
      frame,
      state,
      sql,
      (options ?? {}) as QueryOptions,
      site ?? {},
    );
    return referenceTo(frame, node, site?.name === undefined ? {} : { name: site.name });
  }

  /** `db.exec(sql, params)`. */
  exec(state: CellState, sql: string, params: unknown): void {
    this.#record(state, sql, (convert) => params === undefined ? {} : { params: convert(params) });
  }

  /** `db.execMany(sql, rows)`. */
  execMany(state: CellState, sql: string, rows: readonly unknown[]): void {
    if (!Array.isArray(rows)) throw new TypeError("Cannot run execMany: rows must be an array");
    if (rows.length === 0) return;
    this.#record(state, sql, (convert) => ({ rows: rows.map((row, i) => convert(row, i)) }));
  }

  #record(
    state: CellState,
    sql: string,
    build: (convert: (params: unknown, row?: number) => SqlParams) => object,
  ): void {
    const transaction = currentContext()?.transaction;
    if (transaction === undefined || currentContext()?.mode !== "handler") {
      throw new PatternError(
        "not-in-handler",
        "Cannot call db.exec here: rows are written in a handler or an action, after an await if " +
          "need be but not in a callback of then()",
      );
    }
    if (typeof sql !== "string") throw new TypeError("Cannot run db.exec: the SQL must be a text");
    const handle = this.#handleOf(state);
    if (handle.path.length > 0) {
      throw new PatternError(
        "no-database",
        `Cannot write to database '${
          handle.path.at(-1)
        }': none is linked to this input yet, which ` +
          `its queries say by 'pending'; «cf piece link» links one`,
      );
    }
    const replica = this.runtime.replica(handle.target.space);
    const key = `${handle.target.space}/${addressKey(handle.target)}`;
    const label = this.#names.get(key) ?? this.runtime.describe(state);
    const destination = destinationOf(this.runtime, {
      transaction,
      space: handle.target.space,
      scope: handle.target.scope,
      where: label,
    });
    const statement = build((params, row) =>
      toSqlParams(params, destination, row === undefined ? { sql } : { sql, row })
    );
    transaction.execute(replica, addressOf(handle.target), label, { sql, ...statement });
    this.#writeDeclaration(handle.target, transaction, replica);
  }

  /** The handle's document carries the declaration; it is written when it is new or changed. */
  #writeDeclaration(
    target: DocTarget,
    transaction: Transaction,
    replica: ReturnType<Runtime["replica"]>,
  ): void {
    const declared = this.#declared.get(`${target.space}/${addressKey(target)}`);
    if (declared === undefined) return;
    const document = this.runtime.load(target);
    const stored = transaction.valueOf(document);
    const { rev: _rev, id: _id, ...known } = (isRecord(stored) ? stored : {}) as JsonObject;
    if (isRecord(stored) && canonicalJson(known) === canonicalJson(declared)) return;
    const rev = isRecord(stored) && typeof stored.rev === "number" ? stored.rev : 0;
    const value = { id: target.id, ...declared, rev } as unknown as Json;
    const scope = target.scope === "space" ? {} : { scope: target.scope };
    transaction.write(replica, document, { op: "set", id: target.id, ...scope, value });
  }

  /** What a query at this handle asks for; `undefined` while no database is linked there. */
  specOf(
    state: CellState,
    sql: string,
    params: SqlParams | undefined,
    live: boolean,
    rowsMax: number | undefined,
  ): { spec: QuerySpec; space: string } | undefined {
    const handle = this.#handleOf(state, {});
    // A place within a document is where a link to a handle may come to stand.
    if (handle.path.length > 0) return undefined;
    const address = addressOf(handle.target);
    const declaration = this.#declared.get(`${handle.target.space}/${addressKey(address)}`);
    const spec: QuerySpec = {
      handle: address,
      sql,
      live,
      ...(params === undefined ? {} : { params }),
      ...(declaration === undefined ? {} : { declaration }),
      ...(rowsMax === undefined ? {} : { limits: { rowsMax } }),
    };
    return { spec, space: handle.target.space };
  }

  /**
   * How often the database at `other` was written; `undefined` where it is the one at `state`. It is
   * read like any cell, so that whoever asks follows it.
   */
  writesTo(other: CellState, state: CellState): { readonly rev: unknown } | undefined {
    const handle = this.#handleOf(other, {});
    if (placeKey(handle) === placeKey(this.#handleOf(state, {}))) return undefined;
    const place = [...handle.path, "rev"];
    const rev = new CellState(this.runtime, handle.target, place, undefined, undefined);
    return { rev: this.runtime.currentValue(this.runtime.faces.cell(rev)) };
  }

  /** What tells a query from others. */
  keyOf(space: string, spec: QuerySpec, version: number): string {
    return `${space}\0${version}\0${canonicalJson({ ...spec, params: tagged(spec.params) })}`;
  }

  /**
   * The shared result of a query; it is watched while something observes it. Its errors are told as
   * those of the one that asked first.
   */
  result({ space, spec, version }: Asked, by: AskedBy): QueryResult {
    const key = this.keyOf(space, spec, version);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result: QueryResult = new QueryResult(this.runtime, { space, spec, by }, {
      // A node holds on to its result while nobody looks at it, and begins it again.
      begins: () => {
        if (!this.#results.has(key)) this.#results.set(key, result);
      },
      ends: () => {
        if (this.#results.get(key) === result) this.#results.delete(key);
      },
    });
    this.#results.set(key, result);
    return result;
  }
}

function placeKey({ target, path }: CellState & { target: DocTarget }): string {
  return JSON.stringify([target.space, addressKey(target), ...path]);
}

function addressOf(target: DocTarget): DocAddress {
  return { id: target.id, scope: target.scope };
}

function tagged(params: SqlParams | undefined): unknown {
  return JSON.parse(JSON.stringify(params ?? null, (_key, value) => {
    if (typeof value === "bigint") return { bigint: String(value) };
    return value instanceof Uint8Array ? { bytes: [...value] } : value;
  }));
}

/** What would be left out in silence, and what to write instead. */
const NOT_DECLARED: Readonly<Record<string, string>> = {
  views: "there are no views; write the query, or a common table expression in it",
  triggers: "there are no triggers; write what follows in the same handler",
  indexes: "indexes are an option of their table: table({ … }, undefined, { indexes: [ … ] })",
};

function checkDeclaration(declaration: unknown): DatabaseDeclaration {
  if (!isRecord(declaration) || declaration.tables !== undefined && !isRecord(declaration.tables)) {
    throw new PatternError(
      "bad-declaration",
      "Cannot declare a database: sqliteDatabase needs { tables: { name: table({ … }) } }",
    );
  }
  for (const [name, value] of Object.entries(declaration)) {
    const why = NOT_DECLARED[name] ??
      (isRecord(value) && isRecord(value.columns)
        ? "tables stand in { tables: { … } }"
        : undefined);
    if (why !== undefined) {
      throw new PatternError("bad-declaration", `Cannot declare a database with '${name}': ${why}`);
    }
  }
  const { tables = {}, version, migrations } = JSON.parse(JSON.stringify(declaration));
  return deepFreeze({
    tables,
    ...(version === undefined ? {} : { version }),
    ...(migrations === undefined ? {} : { migrations }),
  });
}
