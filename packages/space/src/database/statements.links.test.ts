/** Statements on columns that hold links: what may stand there, and what is found by it. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const LINKED = prepareDeclaration({
  tables: { posts: { columns: { author_cf_link: { cfLink: true }, body: "text" } } },
});
const CELL = JSON.stringify({ "/": { "link@1": { id: "of:x", space: "did:key:z" } } });

const BAD_LINKS: readonly [SqlStatement, RegExp][] = [
  [
    { sql: "insert into posts values (?, ?)", params: [CELL, CELL] },
    /is a cell and goes to posts.body/,
  ],
  [
    { sql: "insert into posts values (?, ?)", params: ["me", "x"] },
    /which stores cells; bind a cell or null/,
  ],
  [{ sql: "update posts set author_cf_link = ?", params: [7] }, /which stores cells/],
  [
    { sql: "insert into posts (author_cf_link) values (? || '')", params: [CELL] },
    /a cell in an expression/,
  ],
  [{ sql: "insert into posts values (:x, :x)", params: { x: CELL } }, /goes to posts.body/],
  [{
    sql: "insert into posts (author_cf_link) values (?)",
    params: ['{"/":{"link@1":{"id":"of:x"}}}'],
  }, /without its space/],
  [
    { sql: "insert into posts values (?, ?)", rows: [[CELL, "a"], ["no", "b"]] },
    /which stores cells/,
  ],
  [{ sql: "insert into posts values ('me', 'x')" }, /stores cells.* puts 'me' there/],
  [{ sql: "insert into posts select lower('ME'), 'x'" }, /puts 'me' there/],
  [{ sql: "insert into posts values (x'00', 'x')" }, /puts a blob there/],
  [
    { sql: 'insert into posts values (json(\'{"/":{"link@1":{"id":"of:x"}}}\'), \'x\')' },
    /stores cells/,
  ],
];

Deno.test("runStatements() refuses what an update computes for a link column, and copies links", () => {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", LINKED);
  const run = (sql: string, params: SqlStatement["params"] = []) =>
    runStatements(connection, "main", LINKED, [{ sql, params }]);
  run("insert into posts values (?, 'a'), (null, 'b')", [CELL]);
  run("insert into posts select author_cf_link, body || '!' from posts");
  assert.throws(() => run("update posts set author_cf_link = body where body = 'b'"), {
    code: "bad-link",
    message: /posts.author_cf_link .* puts 'b' there/,
  });
  assert.throws(
    () =>
      run(
        "insert into posts (_cf_id, author_cf_link) values (1, null) on conflict (_cf_id) do update set author_cf_link = 1 + 1",
      ),
    { code: "bad-link", message: /puts '2' there/ },
  );
  connection.close();
});

for (const [statement, message] of BAD_LINKS) {
  Deno.test(`runStatements() refuses the link in ${JSON.stringify(statement).slice(0, 90)}`, () => {
    const connection = new DatabaseSync(":memory:");
    ensureSchema(connection, "main", LINKED);
    assert.throws(() => runStatements(connection, "main", LINKED, [statement]), {
      code: "bad-link",
      message,
    });
    connection.close();
  });
}

Deno.test("runStatements() stores, compares and clears cells in link columns", () => {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", LINKED);
  runStatements(connection, "main", LINKED, [
    { sql: "insert into posts values (?, ?)", rows: [[CELL, "a"], [null, "b"]] },
    { sql: "update posts set body = ? where author_cf_link = ?", params: ["mine", CELL] },
    { sql: "update posts set author_cf_link = :who where body = 'b'", params: { who: CELL } },
    { sql: "delete from posts where author_cf_link = ? and body <> 'mine'", params: [CELL] },
  ]);
  const rows = connection.prepare("select author_cf_link a, body b from posts").all();
  assert.deepEqual(rows.map((row) => [row.a, row.b]), [[CELL, "mine"]]);
  connection.close();
});
