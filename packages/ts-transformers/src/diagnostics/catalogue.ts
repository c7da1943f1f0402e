/**
 * Every diagnostic of the compiler's own, in one table: the documentation page is generated from
 * it, and nothing else makes a code. TypeScript's errors pass through as `TS` and their number.
 */

/** An "error" fails `cf check`, and keeps the program from running unless it is about types. */
export type Severity = "error" | "warning";

/** One row of the catalogue. `{0}`, `{1}` in texts are filled in where it is reported. */
export interface CatalogueEntry {
  /** How bad it is. */
  readonly severity: Severity;
  /** What is wrong, in one line. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** An error that only explains a type which does not fit: the program runs all the same. */
  readonly aboutTypes?: true;
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
    message: "{0} holds a list without an element type",
    fix: "Write {1}",
    why: "Without a type argument the schema says an array of nothing, and pushes do not check.",
  },
  "get-on-value": {
    severity: "error",
    aboutTypes: true,
    message: "'{0}' is no cell: it has no .{1}()",
    fix: "{2}",
    why: "Only cells have get() and set(). Results of computed and plain inputs are values.",
  },
  "reactive-let": {
    severity: "error",
    message: "'{0}' is computed from itself, but a pattern's body runs only once",
    fix: "Compute it: const {0} = computed(() => …)",
    why: "The body builds a graph once. A variable that changes later is never seen by the graph.",
  },
  "reassigned-reference": {
    severity: "warning",
    message: "'{0}' is assigned another reactive value while the body builds the graph",
    fix: "Give each value a constant of its own, or choose with a conditional expression",
    why: "What was built with the former value keeps it: the body runs only once.",
  },
  "lost-assignment": {
    severity: "warning",
    message: "'{0}' is a variable of the body: nothing that shows it notices this assignment",
    fix: "Make it a cell: const {0} = new Writable(…), and write {0}.set(…)",
    why: "Only cells are tracked and stored; a variable is also lost at the next load.",
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
    message: "Cannot assign to '{0}': it is a frozen value",
    fix: "{1}",
    why: "Values that are read from cells are frozen; only cells can be written.",
  },
  "frozen-list": {
    severity: "warning",
    aboutTypes: true,
    message: "'{0}' is a frozen value: .{1}() changes a list in place, and throws here",
    fix: "{2}",
    why: "Values that are read from cells are frozen, so that no reader changes what others read.",
  },
  "frozen-part": {
    severity: "warning",
    message: "'{0}' is a part of a frozen value: assigning to it throws here",
    fix: "Write through the cell with .key(…).set(…), or change a copy: { ...value, … }",
    why: "What is found in a value that was read from a cell is as frozen as the whole.",
  },
  "builder-in-body": {
    severity: "warning",
    message: "{0}() inside a pattern's body: it takes what it uses as declared input",
    fix: "Move it to module scope, or use {1} here, which closes over the body's names",
    why: "A handler or lift is described once and bound many times; schemas come from its types.",
  },
  "untyped-handler-parameter": {
    severity: "warning",
    message: "The {0} of this handler has no type, so it has no schema",
    fix: "Write handler<Event, State>((event, state) => …) or annotate the parameter",
    why: "Without a schema nothing is validated, and cells in the state do not arrive as cells.",
  },
  "computed-writes-input": {
    severity: "warning",
    message: "This computation writes '{0}', which it also reads, and so starts itself again",
    fix: "Write in a handler or action, or compute the value instead of storing it",
    why: "A computation runs again when what it read changes; it ends only if the value settles.",
  },
  "read-then-push": {
    severity: "warning",
    message: "Reading '{0}' to append to it makes concurrent appends conflict",
    fix: "Write {1}",
    why: "push() and addUnique() commit the intent and merge with those of others; set() does not.",
  },
  "any-output": {
    severity: "warning",
    message: "The result of this pattern has type any, so it has no schema",
    fix: "Write pattern<Input, Output>(…)",
    why: "Who links to the result cannot know what is in it.",
  },
  "missing-input": {
    severity: "warning",
    message: "'{0}' is not given, and has neither a default nor a '?'",
    fix: "Pass {0}, or declare it as {0}?: … or with Default<…>",
    why: "A required input that is missing reads as undefined for ever.",
  },
  "untyped-fetch": {
    severity: "warning",
    message: "{0} without a type argument does not check what it gets",
    fix: "Write {0}<T>(…), or fetchJsonUnchecked(…) if that is meant",
    why: "The type argument becomes the schema that the answer is validated against.",
  },
  "untyped-object": {
    severity: "warning",
    message: "{0} is not told what to make: it has neither a type argument nor a schema",
    fix: "Write {0}<T>(…), or give it a schema",
    why: "The model is asked for what the schema says, and its answer is validated against it.",
  },
  "missing-path": {
    severity: "warning",
    message: "'{0}' is no property of {1}",
    fix: "{2}",
    why: "A path that the type does not have reads undefined for ever.",
  },
  "host-global": {
    severity: "warning",
    message: "'{0}' is no name that pattern code has when it runs",
    fix: "{1}",
    why:
      "Patterns run in a hardened compartment without timers, network and documents (globals.md).",
  },
  "unknown-element": {
    severity: "warning",
    message: "There is no element <{0}>: its children are shown in a plain box",
    fix: "Write <{1}>",
    why: "Names of elements that do not exist are accepted, so that a view is shown all the same.",
  },
  "cell-text": {
    severity: "warning",
    message: "'{0}' is a cell, which has no text of its own: making one throws here",
    fix: "Write {0}.get()",
    why: "In a computation a cell stays the cell, so that it can be written and passed on.",
  },
  "cell-condition": {
    severity: "warning",
    message: "'{0}' is a cell, which is truthy whatever it holds",
    fix: "Write {0}.get()",
    why: "In a computation a cell stays the cell, so that it can be written and passed on.",
  },
  "bound-value": {
    severity: "warning",
    message: "{0} is given what the cell holds, and cannot write to it",
    fix: "Bind the cell itself: {0}={{1}}",
    why: "A two-way binding needs the place, not the value that is there at present.",
  },
  "moment-in-computation": {
    severity: "warning",
    message: "{0} throws in {1}(): computations give the same whenever they run",
    fix: "{2}",
    why:
      "A computation runs again at any time and anywhere; only an event has a moment and chance.",
  },
  "async-computation": {
    severity: "warning",
    message: "{0} gives a promise, and nothing that shows or reads it waits",
    fix: "Compute it without await; for what takes time use a builtin (fetchJson, …) or a handler",
    why: "A computation gives its value at once: what it reads after an await is not followed.",
  },
  "table-options-place": {
    severity: "warning",
    message: "'{0}' stands where table() takes a rule about rows, and does nothing there",
    fix: "Write table({1}, undefined, { {0}: … }): options are the third argument",
    why: "A rule is data of any shape, so that types cannot tell options from a rule.",
  },
  "link-as-value": {
    severity: "warning",
    message:
      "'{0}' holds a link, and reads as the text of it: a row does not have what it leads to",
    fix: "Declare it as {0}: Writable<{1}>, and read it with .get()",
    why: "A column of links becomes a live cell where the row's type says that it is a cell.",
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
  "schema-unsupported-type": {
    severity: "warning",
    message: "{0}",
    fix: "Use a plain object or an array: cells hold JSON",
    why: "A Map, a Set or a Promise would be lost on the way to the store.",
  },
  "schema-function": {
    severity: "warning",
    message: "{0}",
    fix: "Use Stream<Event> for what can be called, or compute a value",
    why: "Streams can be linked; a function is an input only of a pattern that a body calls.",
  },
  "schema-symbol": {
    severity: "warning",
    message: "{0}",
    fix: 'Use a string key, or one of the keys that "commonfabric" exports',
    why: "JSON has no symbols.",
  },
  "schema-default-not-static": {
    severity: "warning",
    message: "{0}",
    fix: "Write the default as a literal, or as typeof of a constant with a literal initializer",
    why: "Defaults are part of the schema, which exists before the program runs.",
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the compiler's own. */
export type DiagnosticCode = keyof typeof CATALOGUE;
