/** A number of time or size carries its unit last: `timeoutMs`, `sizeBytes`. */

const BARE =
  /^(timeout|delay|interval|duration|deadline|ttl|elapsed|size)$|(Timeout|Delay|Interval|Duration|Deadline|Size)$/;

export const unitSuffix: Deno.lint.Rule = {
  create(context) {
    return {
      TSPropertySignature(node) {
        if (node.key.type !== "Identifier" || !BARE.test(node.key.name)) return;
        if (node.typeAnnotation?.typeAnnotation.type !== "TSNumberKeyword") return;
        context.report({
          node: node.key,
          message: `${node.key.name} does not say its unit.`,
          hint: "Put the unit last, as in timeoutMs, sizeBytes or rowsMax.",
        });
      },
    };
  },
};
