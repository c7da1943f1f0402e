import assert from "node:assert/strict";
import { normalize, readRepository, Repository } from "./repository.ts";

Deno.test("readRepository() reads an unpacked archive without git, and leaves out what git would", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/packages/a/src`, { recursive: true });
  await Deno.mkdir(`${root}/.cf/store`, { recursive: true });
  await Deno.writeTextFile(`${root}/packages/a/src/b.ts`, "export {};");
  await Deno.writeTextFile(`${root}/.cf/store/c.ts`, "export {};");
  const { paths } = readRepository(root);
  await Deno.remove(root, { recursive: true });
  assert.deepEqual(paths, ["packages/a/src/b.ts"]);
});

Deno.test("Repository.resolve() follows relative paths, entry points and paths from the root", () => {
  const repository = new Repository({
    "packages/a/deno.json": `{ "name": "@cf/a", "exports": { ".": "./mod.ts", "./b": "./b.ts" } }`,
    "packages/a/mod.ts": "",
    "packages/a/b.ts": "",
    "tools/c.ts": "",
  });
  const from = "tools/d.ts";
  assert.equal(repository.resolve(from, "./c.ts"), "tools/c.ts");
  assert.equal(repository.resolve(from, "../packages/a/b.ts"), "packages/a/b.ts");
  assert.equal(repository.resolve(from, "@cf/a"), "packages/a/mod.ts");
  assert.equal(repository.resolve(from, "@cf/a/b"), "packages/a/b.ts");
  assert.equal(repository.resolve(from, "tools/c.ts"), "tools/c.ts");
  assert.equal(repository.resolve(from, "npm:zod"), undefined);
});

Deno.test("normalize() resolves dots", () => {
  assert.equal(normalize("a/./b/../c//d"), "a/c/d");
});
