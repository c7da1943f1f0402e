/** Assertions come from `node:assert/strict`, so that equality means the same in every test. */

export const strictAssert: Deno.lint.Rule = {
  create(context) {
    return {
      ImportDeclaration(node) {
        if (!/^(node:)?assert$/.test(node.source.value)) return;
        context.report({
          node: node.source,
          message: "node:assert compares loosely.",
          hint: 'Import "node:assert/strict".',
          fix: (fixer) => fixer.replaceText(node.source, '"node:assert/strict"'),
        });
      },
    };
  },
};
