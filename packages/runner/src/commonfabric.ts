/** The modules that pattern code can import: `commonfabric` and the compiler's helpers. */

import { cellFromUrl } from "./builtins/cell-from-url.ts";
import { compileAndRun } from "./builtins/compile-and-run.ts";
import { toCompactDebugString, toIndentedDebugString } from "./builtins/debug.ts";
import { getEntityId } from "./builtins/entity-id.ts";
import { getPatternEnvironment } from "./builtins/environment.ts";
import { fetchProgram } from "./builtins/fetch-program.ts";
import { fetchBinary, fetchJson, fetchJsonUnchecked, fetchText } from "./builtins/fetch.ts";
import { llmDialog } from "./builtins/llm/dialog.ts";
import { generateObject, generateText, llm } from "./builtins/llm/generate.ts";
import { navigateTo } from "./builtins/navigate.ts";
import { nodeFactories } from "./builtins/node-factory.ts";
import { patternTool } from "./builtins/pattern-tool.ts";
import { rowRules } from "./builtins/sqlite-rules.ts";
import { streamData } from "./builtins/stream-data.ts";
import { uiVariant } from "./builtins/ui-variant.ts";
import { wish } from "./builtins/wish/wish.ts";
import { type Cell, Writable } from "./cell/cell.ts";
import { sameContents, sameEntity } from "./cell/identity.ts";
import { currentContext } from "./context.ts";
import { PatternError } from "./errors.ts";
import { tick } from "./event/budget.ts";
import { chain, startAsync } from "./event/handler-run.ts";
import { caught } from "./event/suspension.ts";
import { absent } from "./piece/absent-names.ts";
import { assertion, operand } from "./pattern/assertion.ts";
import {
  action,
  and,
  coalesce,
  computed,
  cond,
  deriveExpression,
  fallback,
  handler,
  ifElse,
  key,
  lift,
  or,
  pattern,
  readCaptured,
  running,
  str,
  unless,
  when,
} from "./pattern/builders.ts";
import { multiUserTest } from "./pattern/multi-user.ts";
import { builder, call, fn } from "./pattern/function-values.ts";
import { given, held } from "./pattern/given.ts";
import { late } from "./pattern/late.ts";
import { part } from "./pattern/part.ts";
import { asSite, site } from "./pattern/site.ts";
import { Fragment, h } from "./pattern/view.ts";
import { readDataFile } from "./piece/modules.ts";
import { SELF } from "./piece/instance.ts";

const keys = {
  NAME: "$NAME",
  UI: "$UI",
  TILE_UI: "$TILE_UI",
  CHIP_UI: "$CHIP_UI",
  FS: "$FS",
  TYPE: "$TYPE",
  TESTS: "$TESTS",
  SELF,
};

function sqliteDatabase(declaration: unknown, ...rest: unknown[]): object {
  const context = currentContext();
  if (context === undefined) {
    throw new PatternError("no-body", "Cannot declare a database outside a pattern's body");
  }
  const options = rest.map(asSite).find((one) => one !== undefined) ?? {};
  const source = rest.find((one) => asSite(one) === undefined);
  return context.runtime.databases.declare(declaration, source, options);
}

function table(columns: unknown, rule?: unknown, options?: unknown): object {
  return {
    columns,
    ...(rule === undefined || rule === null || asSite(rule) ? {} : { rule }),
    ...(options === undefined || asSite(options) ? {} : { options }),
  };
}

function cfLink(): object {
  return { cfLink: true };
}

interface QueryArguments {
  readonly db: Cell;
  readonly sql: string;
}

function sqliteQuery({ db, sql, ...options }: QueryArguments, at?: unknown): unknown {
  if (typeof db?.query !== "function") {
    const what = db === undefined || db === null ? String(db) : "no database";
    throw new PatternError(
      "no-database",
      `Cannot query: db is ${what}; give what sqliteDatabase() returned, or an input of type ` +
        `SqliteDb\n  ${sql}`,
    );
  }
  return db.query(sql, options, at);
}

/** Input and output. */
const requests = {
  cellFromUrl,
  compileAndRun,
  fetchBinary,
  fetchJson,
  fetchJsonUnchecked,
  fetchProgram,
  fetchText,
  generateObject,
  generateText,
  llm,
  llmDialog,
  navigateTo,
  streamData,
  wish,
};

/** What compiled code calls. */
const compiled = {
  site,
  read: readCaptured,
  derive: deriveExpression,
  cond,
  and,
  or,
  coalesce,
  fallback,
  key,
  part,
  given,
  held,
  builder,
  call,
  fn,
  late,
  running,
  h,
  Fragment,
  operand,
  tick,
  async: startAsync,
  chain,
  caught,
  absent,
};

/** The exports of `commonfabric` and `commonfabric/compiled`. */
export function commonfabricModules(): Record<string, Record<string, unknown>> {
  const cells = { Writable, Cell: Writable, ReadonlyCell: Writable, cell: Writable.of };
  const builders = {
    pattern,
    recipe: pattern,
    handler,
    action,
    computed,
    derive: (input: unknown, fn: (value: unknown) => unknown) =>
      (lift(fn) as (value: unknown) => unknown)(input),
    lift,
    ifElse,
    when,
    unless,
    str,
    assert: assertion,
    multiUserTest,
    h,
    Fragment,
  };
  const values = {
    equals: sameEntity,
    valueEqual: sameContents,
    schema: (value: unknown) => value,
    toSchema: (value: unknown) => value,
    dataFile: readDataFile,
    getEntityId,
    getPatternEnvironment,
    toCompactDebugString,
    toIndentedDebugString,
  };
  const sqlite = { sqliteDatabase, sqliteQuery, table, cfLink };
  const commonfabric: Record<string, unknown> = {
    ...keys,
    ...cells,
    ...builders,
    ...values,
    ...requests,
    ...sqlite,
    ...nodeFactories(() => commonfabric),
    cfSqlite: Object.freeze({ ...sqlite, ...rowRules }),
    patternTool,
    uiVariant,
  };
  return {
    commonfabric: Object.freeze(commonfabric),
    commontools: commonfabric,
    "commonfabric/schema": Object.freeze({}),
    "commonfabric/compiled": Object.freeze(compiled),
  };
}
