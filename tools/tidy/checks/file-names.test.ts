import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { fileNames } from "./file-names.ts";

const names = (...paths: string[]) =>
  findingsOf(fileNames, Object.fromEntries(paths.map((path) => [path, ""])));

Deno.test("fileNames takes kebab-case, test suffixes, numbered slugs and given names", () => {
  assert.deepEqual(
    names(
      "packages/a/src/take.push.test.ts",
      "docs/decisions/0001-why.md",
      "a/README.md",
      ".ci/run",
    ),
    [],
  );
});

Deno.test("fileNames refuses other spellings and names that say nothing", () => {
  assert.deepEqual(names("a/fooBar.ts", "a/foo_bar.ts", "a/helpers.ts", "a/file-manager.ts"), [
    "a/file-manager.ts:1 file-manager.ts does not say what it holds",
    "a/fooBar.ts:1 fooBar.ts is not kebab-case",
    "a/foo_bar.ts:1 foo_bar.ts is not kebab-case",
    "a/helpers.ts:1 helpers.ts does not say what it holds",
  ]);
});

Deno.test("fileNames leaves fixtures alone", () => {
  assert.deepEqual(names("packages/a/test/fixtures/SomeCase/input.tsx"), []);
});
