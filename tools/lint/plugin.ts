/** The project's own lint rules, one a file, loaded by `deno lint` through the root deno.json. */

import { cannotMessage } from "./cannot-message.ts";
import { functionArguments } from "./function-arguments.ts";
import { hashPrivate } from "./hash-private.ts";
import { interfacePrefix } from "./interface-prefix.ts";
import { strictAssert } from "./strict-assert.ts";
import { testWaiting } from "./test-waiting.ts";
import { typedError } from "./typed-error.ts";
import { unitSuffix } from "./unit-suffix.ts";

const plugin: Deno.lint.Plugin = {
  name: "cf",
  rules: {
    "cannot-message": cannotMessage,
    "function-arguments": functionArguments,
    "hash-private": hashPrivate,
    "interface-prefix": interfacePrefix,
    "strict-assert": strictAssert,
    "test-waiting": testWaiting,
    "typed-error": typedError,
    "unit-suffix": unitSuffix,
  },
};

export default plugin;
