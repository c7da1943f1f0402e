/** Statements on columns that hold links: what may stand there, and what is found by it. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { prepareDeclaration } from "./declaration.ts";
import { FileReader } from "../pool/file-reader.ts";
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

const QUERIES: readonly string[] = [
  "select body, author_cf_link = ? as mine from posts order by author_cf_link = ? desc, body",
  "select sum(author_cf_link is ?) as mine, count(*) filter (where author_cf_link = ?) from posts",
  "select body from posts where ? is null or author_cf_link = ?",
  "select body from posts where author_cf_link not in (?, ?)",
  "select body, row_number() over (partition by author_cf_link = ? order by body) from posts",
  "with recursive t (who) as (select ? union select author_cf_link from posts) select count(*) from t",
  "select p.body from posts p left join posts q on q.body = p.body and q.author_cf_link = ?",
  "select * from (select author_cf_link a from posts union select null) where a = ?",
];

for (const sql of QUERIES) {
  Deno.test(`a query compares cells wherever it likes: ${sql}`, () => {
    const open = () => {
      const connection = new DatabaseSync(":memory:");
      ensureSchema(connection, "main", LINKED);
      runStatements(connection, "main", LINKED, [
        { sql: "insert into posts values (?, ?)", rows: [[CELL, "a"], [null, "b"]] },
      ]);
      return connection;
    };
    const reader = new FileReader({ open, declaration: LINKED });
    const limits = { rowsMax: 9, sizeBytesMax: 9_999 };
    const count = sql.split("?").length - 1;
    const { rows } = reader.query(sql, new Array(count).fill(CELL), limits);
    const connection = open();
    const bare = connection.prepare(sql);
    bare.setReturnArrays(true);
    assert.deepEqual(rows, bare.all(...new Array(count).fill(CELL)));
    assert.throws(() => reader.query("select 1 from posts where body = ?", [CELL], limits), {
      code: "bad-link",
      message: /parameter 1 is a cell and goes to posts.body/,
    });
    connection.close();
    reader.close();
  });
}

Deno.test("runStatements() lets a cell choose rows where nothing stores it", () => {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", LINKED);
  const run = (sql: string, params: SqlStatement["params"]) =>
    runStatements(connection, "main", LINKED, [{ sql, params: params! }]);
  run("insert into posts values (?, 'a'), (null, 'b')", [CELL]);
  run("delete from posts where ? is not null and author_cf_link is not ?", [CELL, CELL]);
  run("insert into posts select ?, value from json_each(?)", [CELL, '["c","d"]']);
  const rows = connection.prepare("select author_cf_link a, body b from posts order by 2").all();
  assert.deepEqual(rows.map(({ a, b }) => [a, b]), [[CELL, "a"], [CELL, "c"], [CELL, "d"]]);
  assert.throws(() => run("update posts set body = trim(?)", [CELL]), { code: "bad-link" });
  connection.close();
});
