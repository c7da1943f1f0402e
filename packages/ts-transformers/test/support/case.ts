/** A corpus case: a small program, and what it must mean. */

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
