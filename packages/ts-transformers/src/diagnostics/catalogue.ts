/**
 * Every diagnostic of the compiler's own, in one table: the documentation page is generated from
 * it, and nothing else makes a code. TypeScript's errors pass through as `TS` and their number.
 */

/** An "error" makes the program unfit to run; a "warning" does not. */
export type Severity = "error" | "warning";

/** One row of the catalogue. `{0}`, `{1}` in texts are filled in where it is reported. */
export interface CatalogueEntry {
  readonly severity: Severity;
  /** What is wrong, in one line. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** Why it matters, for the page. */
  readonly why: string;
}

/** The table, by code. Codes are stable: programs and `cf` options name them. */
export const CATALOGUE = {
  "cast-to-cell": {
    severity: "warning",
    message: "A cast does not make a cell: this value stays what it is at run time",
    fix: "Declare the field or parameter as {0}, so that a cell arrives there",
    why: "Cells are made from types in schemas. A cast changes the type only in this expression.",
  },
  "untyped-empty-cell": {
    severity: "warning",
    message: "new {0}([]) has no element type",
    fix: "Write new {0}<Item[]>([])",
    why: "Without a type argument the schema says an array of nothing, and pushes do not check.",
  },
  "get-on-value": {
    severity: "error",
    message: "'{0}' is no cell: it has no .get()",
    fix: "Use '{0}' itself; inside computed and handlers it is the plain value",
    why: "Only cells have get(). Results of computed and declared inputs read as plain values.",
  },
  "reactive-let": {
    severity: "error",
    message: "'{0}' is assigned again, but a pattern's body runs only once",
    fix: "Compute it: const {0} = computed(() => …)",
    why: "The body builds a graph once. A variable that changes later is never seen by the graph.",
  },
  "reactive-loop": {
    severity: "error",
    message: "A loop over a reactive value cannot run in a pattern's body",
    fix: "Use .map() for views, or put the loop into computed(() => …)",
    why: "The body runs once, before there are values; list operations make a node per element.",
  },
  "reactive-branch": {
    severity: "error",
    message: "This condition is reactive, and a statement in a pattern's body decides only once",
    fix: "Use a conditional expression, ifElse(), or put the statement into computed(() => …)",
    why: "In the body a reactive name is a reference, which is always truthy.",
  },
  "reactive-assignment": {
    severity: "error",
    message: "Cannot assign to '{0}': it is reactive",
    fix: "Make it a cell and write {0}.set(…) in a handler or action",
    why: "A reference has no storage of its own; only cells can be written.",
  },
  "builder-in-body": {
    severity: "warning",
    message: "{0} inside a pattern's body cannot see its names as values",
    fix: "Move {0} to module scope, or use {1}",
    why: "handler and lift take everything they use as declared input.",
  },
  "untyped-handler-parameter": {
    severity: "warning",
    message: "The {0} of this handler has no type, so it has no schema",
    fix: "Write handler<Event, State>((event, state) => …) or annotate the parameter",
    why: "Without a schema nothing is validated, and cells in the state do not arrive as cells.",
  },
  "computed-writes-input": {
    severity: "error",
    message: "This computed writes '{0}', which it also reads: it would run for ever",
    fix: "Write in a handler or action, or read another cell",
    why: "A computation runs again when what it read changes.",
  },
  "read-then-push": {
    severity: "warning",
    message: "Reading '{0}' and setting it appended makes concurrent appends conflict",
    fix: "Write {0}.push({1})",
    why: "push() commits the intent and merges with the pushes of others; set() does not.",
  },
  "any-output": {
    severity: "warning",
    message: "The result of this pattern has type any, so it has no schema",
    fix: "Write pattern<Input, Output>(…)",
    why: "Who links to the result cannot know what is in it.",
  },
  "unstorable-type": {
    severity: "warning",
    message: "'{0}' has type {1}, which cannot be stored",
    fix: "Use {2}",
    why: "Cells hold JSON. A Map, a Set or a function would be lost on the way.",
  },
  "untyped-fetch": {
    severity: "warning",
    message: "{0} without a type argument does not check what it gets",
    fix: "Write {0}<T>(…), or fetchJsonUnchecked(…) if that is meant",
    why: "The type argument becomes the schema that the answer is validated against.",
  },
  "missing-path": {
    severity: "error",
    message: "'{0}' is no path of {1}",
    fix: "{2}",
    why: "A path that the type does not have reads undefined for ever.",
  },
  "missing-data-file": {
    severity: "error",
    message: "dataFile({0}): the program has no file {1}",
    fix: "Put the file beside the module, and name it relative to the module",
    why: "Data files are shipped with the program and read at load.",
  },
  "dynamic-data-file": {
    severity: "error",
    message: "dataFile() needs a literal path",
    fix: 'Write dataFile("./file.txt")',
    why: "The compiler collects the files that a program ships.",
  },
  "missing-module": {
    severity: "error",
    message: "Cannot find module {0}",
    fix: 'Import relative files that exist, or "commonfabric"',
    why: "A pattern runs in a compartment that knows only its own files.",
  },
  "schema-problem": {
    severity: "warning",
    message: "{0}",
    fix: "{1}",
    why: "The type has a part that the schema dialect cannot say exactly.",
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the compiler's own. */
export type DiagnosticCode = keyof typeof CATALOGUE;
