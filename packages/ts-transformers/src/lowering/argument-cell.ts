/** `piece.getArgumentCell<T>()`: how the argument is seen is said by a schema. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isCellMethod } from "../analysis/paths.ts";
import type { FileContext } from "./file-context.ts";

/** The schema of `T` as one more argument, where a call asks for one; other nodes stay. */
export function withArgumentSchema<N extends ts.Node>(
  context: FileContext,
  node: N,
  lowered: N,
): N {
  if (!ts.isCallExpression(node) || !ts.isCallExpression(lowered)) return lowered;
  const callee = skipOuter(node.expression);
  const [type] = node.typeArguments ?? [];
  if (type === undefined || !ts.isPropertyAccessExpression(callee)) return lowered;
  if (callee.name.text !== "getArgumentCell" || !isCellMethod(callee, context.checker)) {
    return lowered;
  }
  const { factory } = context;
  const schema = factory.createPropertyAssignment("schema", context.schemas.ofNode(type));
  const site = context.call("site", [factory.createObjectLiteralExpression([schema])], node);
  const args = [...lowered.arguments, site];
  const call = ts.isCallChain(lowered)
    ? factory.updateCallChain(
      lowered,
      lowered.expression,
      lowered.questionDotToken,
      undefined,
      args,
    )
    : factory.updateCallExpression(lowered, lowered.expression, undefined, args);
  return call as ts.Node as N;
}
