/** A corpus case: a small program, what it must mean, and its whole source. */

/** One program. Names of "commonfabric" are in scope without an import. */
export interface Case {
  readonly name: string;
  /** Module-level code before the pattern. */
  readonly prelude?: string;
  /** The members of the input type. */
  readonly input?: string;
  /** The parameter pattern of the body; by default all input names, destructured. */
  readonly parameter?: string;
  /** The statements of the body, ending with `return`. */
  readonly body?: string;
  /** Short for a body that returns this view. */
  readonly ui?: string;
  /** The argument; a function makes it anew. `cell(x)` makes a cell. */
  readonly given?: (cell: (value: unknown) => unknown) => Record<string, unknown>;
  /** The rendered view. */
  readonly shows?: string;
  /** The value of the returned property `out`. */
  readonly out?: unknown;
  /** Fires the n-th event handler of the view before reading, each with its event. */
  readonly fire?: readonly (readonly [index: number, event?: unknown])[];
  /** Patterns that emitted code must match. */
  readonly emits?: readonly (RegExp | string)[];
  /** Patterns that emitted code must not match. */
  readonly omits?: readonly (RegExp | string)[];
  /** Codes of the diagnostics; none by default. */
  readonly diagnostics?: readonly string[];
}

const NAMES = "NAME, UI, TESTS, SELF, Writable, Cell, cell, pattern, handler, lift, computed, " +
  "action, assert, ifElse, when, unless, str, wish, fetchJson, generateObject, sqliteDatabase, " +
  "sqliteQuery, table, cfLink, toSchema, schema, equals, valueEqual, patternTool, navigateTo, " +
  "dataFile, type Stream, type SqliteDb, type Default, type PerUser, type PerSession, type VNode, " +
  "type Reactive, type ReadonlyCell";

/** Names of the members of an object type's text. */
function topLevelNames(members: string): string[] {
  let depth = 0;
  const flat = [...members].filter((character) => {
    if ("{[(<".includes(character)) depth++;
    const keep = depth === 0;
    if ("}])>".includes(character)) depth--;
    return keep;
  }).join("");
  return [...flat.matchAll(/(?:^|;)\s*(\w+)\??:/g)].map((match) => match[1]!);
}

/** The whole program of a case. */
export function sourceOf(test: Case): string {
  const input = test.input ?? "";
  const names = topLevelNames(input);
  const parameter = test.parameter ?? `{ ${names.join(", ")} }`;
  const body = test.body ?? `return { [UI]: ${test.ui ?? "<i/>"} };`;
  return [
    `import { ${NAMES} } from "commonfabric";`,
    test.prelude ?? "",
    `interface Input { ${input} }`,
    `export default pattern<Input>((${parameter}) => {`,
    body,
    "});",
    "",
  ].join("\n");
}
