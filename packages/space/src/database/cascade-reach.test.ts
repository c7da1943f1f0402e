/** How many foreign keys a change may set off, and tables that refer to each other as people write them. */

import assert from "node:assert/strict";
import { prepareDeclaration } from "./declaration.ts";

/** Tables t0 … tn; `to(i)` are the numbers of those that table i refers to. */
function tables(count: number, to: (i: number) => readonly number[], action: string) {
  const list = Array.from({ length: count }, (_, i) => {
    const references = to(i).map((j) => [`r${j}`, `integer references t${j} (id) ${action}`]);
    return [`t${i}`, {
      columns: Object.fromEntries([["id", "integer primary key"], ...references]),
    }];
  });
  return { tables: Object.fromEntries(list) };
}

const everyOther = (count: number) => () => Array.from({ length: count }, (_, i) => i);
const CASCADE = "on delete cascade";

Deno.test("tables that all act on each other are refused, however many they are", () => {
  for (const action of [CASCADE, "on update set null", "on delete set default"]) {
    for (const count of [13, 40, 80]) {
      assert.throws(() => prepareDeclaration(tables(count, everyOther(count), action)), {
        code: "bad-declaration",
        message: /table t0: a change of it can set off \d+ foreign keys, at most 150 are possible/,
      });
    }
  }
});

Deno.test("tables that refer to each other without acting, or act in a tree, are declared", () => {
  prepareDeclaration(tables(14, everyOther(14), ""));
  prepareDeclaration(tables(120, (i) => i === 0 ? [] : [Math.floor((i - 1) / 3)], CASCADE));
  prepareDeclaration(tables(60, (i) => i === 0 ? [] : [i - 1], CASCADE));
  prepareDeclaration(tables(1, () => [0], CASCADE));
});
