/** What lowering one file needs, and the one way in which its parts call each other. */

import type ts from "typescript";
import type { Json } from "@cf/utils";
import { type Calls, skipOuter } from "../analysis/calls.ts";
import type { Effects } from "../analysis/effects.ts";
import type { FunctionMode, Mode, Reactivity } from "../analysis/reactivity.ts";
import { valueKind } from "../analysis/value-kind.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CauseNames } from "./cause-names.ts";
import type { Schemas } from "./schemas.ts";

/** The runtime helpers of "commonfabric/compiled" that code may call. */
export type RuntimeHelper =
  | "site"
  | "derive"
  | "read"
  | "key"
  | "part"
  | "given"
  | "held"
  | "builder"
  | "call"
  | "fn"
  | "late"
  | "running"
  | "cond"
  | "and"
  | "or"
  | "coalesce"
  | "fallback"
  | "h"
  | "Fragment"
  | "operand"
  | "tick"
  | "async"
  | "chain"
  | "caught"
  | "absent";

/** Lowers whatever it is given in a mode; the parts of lowering recurse through it. */
export interface Lowering {
  /** An expression, as the value it has in `mode`. */
  expression(node: ts.Expression, mode: Mode): ts.Expression;
  /** Any other node: its children in `mode`. */
  children<N extends ts.Node>(node: N, mode: Mode): N;
  /** A function that runs in `mode`, whatever stands around it. */
  fn<F extends ts.FunctionLikeDeclaration>(
    fn: F,
    mode: Mode,
    options?: Omit<FunctionMode, "mode">,
  ): F;
}

/** The state of lowering one file. */
export interface FileContext extends Lowering {
  readonly factory: ts.NodeFactory;
  readonly checker: ts.TypeChecker;
  readonly sourceFile: ts.SourceFile;
  readonly calls: Calls;
  readonly reactivity: Reactivity;
  readonly effects: Effects;
  readonly names: CauseNames;
  readonly schemas: Schemas;
  /** The number of each comparison operand that the innermost `assert` records. */
  readonly operands: Map<ts.Expression, number>;
  /** Expressions of computations that hand on the place they name; see `given.ts`. */
  readonly given: Set<ts.Expression>;
  /** Calls of factories in computations, where what is bound may have lost its place. */
  readonly bindings: Set<ts.Node>;
  /** Expressions of bodies that became nodes; what they give has to be read, a function too. */
  readonly derived: Set<ts.Node>;
  /** The async functions that become generators. */
  readonly inParts: Set<ts.Node>;
  /** The program path of a file that `dataFile()` names, after checking that it exists. */
  dataPath(call: ts.CallExpression): string | undefined;
  report(diagnostic: Diagnostic): void;
  /** Keeps a schema for people to look at. */
  collect(name: string, schema: Json): void;
  /** `__cf.<helper>`, under a name that the file does not use. */
  runtime(helper: RuntimeHelper): ts.Expression;
  /** `__cf.<helper>(…)`, mapped to `at`. */
  call(helper: RuntimeHelper, args: readonly ts.Expression[], at: ts.Node): ts.CallExpression;
  /** `() => expression`, mapped to `at`. */
  thunk(expression: ts.Expression, at: ts.Node): ts.ArrowFunction;
}

/** `__cf.derive(() => node)` with `node` lowered as a computation. */
export function derive(context: FileContext, node: ts.Expression): ts.Expression {
  const type = context.checker.getTypeAtLocation(node);
  // A name for a function that a node computes stands for the node.
  if (valueKind(type, context.checker) === "function") context.derived.add(skipOuter(node));
  const body = context.expression(node, "computation");
  return context.call("derive", [context.thunk(body, node)], node);
}

/** A property name node for `text`: an identifier where that is allowed. */
export function propertyName(factory: ts.NodeFactory, text: string): ts.PropertyName {
  return /^[A-Za-z_$][\w$]*$/.test(text) && text !== "__proto__"
    ? factory.createIdentifier(text)
    : factory.createStringLiteral(text);
}
