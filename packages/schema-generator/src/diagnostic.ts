/** What a schema cannot express, reported as data: the caller decides whether it stops a build. */

import type { Node } from "typescript";

/** Each code with what it is about. */
export type SchemaDiagnosticCode =
  /** `Map`, `Set`, `WeakMap`, `WeakSet`, `Promise` and the like: no JSON value has this type. */
  | "schema-unsupported-type"
  /** A function where data is expected: the property is left out. */
  | "schema-function"
  /** A `symbol` or a property keyed by a symbol: left out. */
  | "schema-symbol"
  /** The value of a `Default` cannot be computed at compile time: the default is left out. */
  | "schema-default-not-static";

/** One finding. `node` is the author's code closest to it, where there is one. */
export interface SchemaDiagnostic {
  readonly code: SchemaDiagnosticCode;
  readonly message: string;
  readonly node?: Node;
}
