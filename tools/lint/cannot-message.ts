/** Messages of errors that a user can cause read «Cannot <action>: <what is, what is needed>». */

type Node = Deno.lint.Expression | Deno.lint.SpreadElement | undefined;

export const cannotMessage: Deno.lint.Rule = {
  create(context) {
    const examine = (message: Node) => {
      const start = openingText(message);
      if (start === undefined || /^Cannot (\S|$)/.test(start)) return;
      context.report({
        node: message!,
        message: `The message begins “${start.slice(0, 30)}”.`,
        hint: "Write «Cannot <action>: <what is, what is needed>».",
      });
    };
    return {
      ThrowStatement(node) {
        const thrown = node.argument;
        if (thrown.type !== "NewExpression" || thrown.callee.type !== "Identifier") return;
        if (/^(TypeError|RangeError)$/.test(thrown.callee.name)) examine(thrown.arguments[0]);
        if (thrown.callee.name === "CfError") examine(thrown.arguments[1]);
      },
      'ClassDeclaration[superClass.name="CfError"] CallExpression[callee.type="Super"]'(
        node: Deno.lint.CallExpression,
      ) {
        examine(node.arguments[1]);
      },
    };
  },
};

/** The literal text that a message starts with, if it starts with one. */
function openingText(node: Node): string | undefined {
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node?.type === "TemplateLiteral") return node.quasis[0]?.cooked || undefined;
  if (node?.type === "BinaryExpression") return openingText(node.left as Node);
  return undefined;
}
