/**
 * Where a handler may stop: at an `await`, which goes on only when what came before was accepted,
 * and in a `catch`, which must not take a wait for data for a failure.
 */

import ts from "typescript";
import type { Mode } from "../analysis/reactivity.ts";
import type { FileContext } from "./file-context.ts";

/** `await x` becomes `await __cf.later(x)`. */
export function lowerAwait(
  context: FileContext,
  node: ts.AwaitExpression,
  mode: Mode,
): ts.AwaitExpression {
  const { expression } = context.children(node, mode);
  return context.factory.updateAwaitExpression(
    node,
    context.call("later", [expression], node.expression),
  );
}

/** `catch (error) { … }` becomes `catch (error) { __cf.caught(error); … }`. */
export function lowerCatch(
  context: FileContext,
  node: ts.CatchClause,
  mode: Mode,
): ts.CatchClause {
  const { factory } = context;
  const { variableDeclaration: written, block } = context.children(node, mode);
  const name = written !== undefined && ts.isIdentifier(written.name)
    ? written.name
    : factory.createUniqueName("error");
  const added: ts.Statement[] = [
    factory.createExpressionStatement(context.call("caught", [name], node)),
  ];
  if (written !== undefined && name !== written.name) {
    // What is taken apart is taken apart after the look at the whole.
    added.push(factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([
        factory.createVariableDeclaration(written.name, undefined, undefined, name),
      ], ts.NodeFlags.Let),
    ));
  }
  const declaration = written !== undefined && name === written.name
    ? written
    : factory.createVariableDeclaration(name);
  const statements = factory.updateBlock(block, [...added, ...block.statements]);
  return factory.updateCatchClause(node, declaration, statements);
}
