/** An interface is named like any other type, without a prefix that says it is one. */

export const interfacePrefix: Deno.lint.Rule = {
  create(context) {
    return {
      TSInterfaceDeclaration(node) {
        if (!/^I[A-Z][a-z]/.test(node.id.name)) return;
        context.report({
          node: node.id,
          message: `${node.id.name} carries an I prefix.`,
          hint: `Name it ${node.id.name.slice(1)}.`,
        });
      },
    };
  },
};
