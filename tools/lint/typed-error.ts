/** Product code throws errors that a caller can tell apart: never a bare `Error`. */

import { isProductSource } from "./source-kind.ts";

export const typedError: Deno.lint.Rule = {
  create(context) {
    if (!isProductSource(context.filename)) return {};
    return {
      'ThrowStatement > NewExpression[callee.name="Error"]'(node: Deno.lint.NewExpression) {
        context.report({
          node,
          message: "A bare Error tells a caller nothing.",
          hint: "Use assert() for a bug of ours, TypeError or RangeError for a bad argument, " +
            "else a subclass of CfError.",
        });
      },
    };
  },
};
