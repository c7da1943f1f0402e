/** What a table adds to the statements about it is bounded. */

import assert from "node:assert/strict";
import { prepareDeclaration } from "./declaration.ts";

Deno.test("a table has as many indexes as can be planned with", () => {
  const columns = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`c${i}`, "integer"]));
  const names = Object.keys(columns);
  const indexed = (count: number) => ({
    tables: { t: { columns, options: { indexes: names.slice(0, count) } } },
  });
  const unique = Object.fromEntries(names.map((name) => [name, "integer unique"]));
  const refused = { code: "bad-declaration", message: /it has 65 indexes/ };
  assert.throws(() => prepareDeclaration({ tables: { t: { columns: unique } } }), refused);
  assert.throws(
    () => prepareDeclaration({ tables: { t: { columns, options: { unique: names } } } }),
    refused,
  );
  prepareDeclaration(indexed(64));
  assert.throws(() => prepareDeclaration(indexed(65)), {
    code: "bad-declaration",
    message: /table t: it has 65 indexes, those of unique columns too, at most 64/,
  });
});

const words = (count: number) => `a not in (${new Array(Math.ceil(count / 2)).fill("1").join()})`;
const table = (options: object, column = "integer") => ({
  tables: { t: { columns: { a: column }, options } },
});

const LARGE: Readonly<Record<string, object>> = {
  "checks": table({ check: new Array(30).fill(words(400)) }),
  "a check of a column": table({}, `integer check (${words(11_000)})`),
  "terms of indexes": table({
    indexes: Array.from({ length: 30 }, (_, i) => ({ name: `i${i}`, columns: [words(400)] })),
  }),
  "conditions of indexes": table({
    indexes: Array.from({ length: 30 }, (_, i) => ({
      name: `i${i}`,
      columns: ["a"],
      where: words(400),
    })),
  }),
};

for (const [what, declaration] of Object.entries(LARGE)) {
  Deno.test(`a table is refused for ${what} that every write would compile`, () => {
    assert.throws(() => prepareDeclaration(declaration), {
      code: "bad-declaration",
      message: /table t: its checks and the expressions of its indexes have \d+ words together/,
    });
  });
}

Deno.test("a table may have as many checks as people write", () => {
  prepareDeclaration(table({ check: new Array(20).fill(words(400)) }));
});
