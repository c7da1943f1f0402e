/** Exported functions take at most two arguments, then one options object. */

const ARGUMENTS_MAX = 3;

export const functionArguments: Deno.lint.Rule = {
  create(context) {
    return {
      "ExportNamedDeclaration > FunctionDeclaration"(node: Deno.lint.FunctionDeclaration) {
        if (node.params.length <= ARGUMENTS_MAX) return;
        context.report({
          node: node.id ?? node,
          message: `${node.id?.name ?? "This function"} takes ${node.params.length} arguments.`,
          hint: "Take at most two, and name the others in an options object.",
        });
      },
    };
  },
};
