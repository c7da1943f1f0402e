/** What is private is private at run time too: `#name`, not the `private` keyword. */

export const hashPrivate: Deno.lint.Rule = {
  create(context) {
    const examine = (
      node:
        | Deno.lint.PropertyDefinition
        | Deno.lint.MethodDefinition
        | Deno.lint.TSParameterProperty,
    ) => {
      // A parameter property does not carry its accessibility, only its text does.
      if (!/^private\s/.test(context.sourceCode.text.slice(...node.range))) return;
      if (node.type === "MethodDefinition" && node.kind === "constructor") return;
      context.report({
        range: node.range,
        message: "The private keyword holds only for the type checker.",
        hint: "Use a #private member.",
      });
    };
    return {
      PropertyDefinition: examine,
      MethodDefinition: examine,
      TSParameterProperty: examine,
    };
  },
};
