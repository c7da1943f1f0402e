import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commonfabricModules } from "../commonfabric.ts";

/** The names that `packages/api/mod.ts` exports as values. */
function declaredValues(): string[] {
  const text = readFileSync(new URL("../../../api/mod.ts", import.meta.url), "utf8");
  const lists = [...text.matchAll(/export (type )?\{([^}]*)\}/g)];
  return lists.filter(([, type]) => type === undefined)
    .flatMap(([, , names]) => names!.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
}

Deno.test("the module commonfabric has every value that the types declare", () => {
  const module = commonfabricModules().commonfabric!;
  const missing = declaredValues().filter((name) => !(name in module));
  assert.deepEqual(missing, []);
  assert.ok(declaredValues().length > 50, "the declarations are found");
});

Deno.test("the module commonfabric cannot be changed by a pattern", () => {
  const module = commonfabricModules().commonfabric!;
  assert.throws(() => (module.computed = () => 1), TypeError);
});
