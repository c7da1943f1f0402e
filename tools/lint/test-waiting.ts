/** Tests wait on the event itself or on a clock that they inject; a pause is slow and still flaky. */

import { isTestSource } from "./source-kind.ts";

export const testWaiting: Deno.lint.Rule = {
  create(context) {
    if (!isTestSource(context.filename)) return {};
    const hint = "Wait on the event, or inject a clock.";
    return {
      CallExpression(node) {
        const name = context.sourceCode.getText(node.callee);
        if (/^(globalThis\.)?set(Timeout|Interval)$/.test(name)) {
          context.report({ node, message: `A test calls ${name}.`, hint });
        }
      },
      ImportDeclaration(node) {
        if (!/^(node:)?timers(\/promises)?$/.test(node.source.value)) return;
        context.report({ node, message: "A test imports timers.", hint });
      },
    };
  },
};
