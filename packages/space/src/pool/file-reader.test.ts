/** A query may end as SQLite lets a statement end, and gives the same rows. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { FileReader } from "./file-reader.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    notes: { columns: { body: "text" }, options: { fts: ["body"] } },
    marks: { columns: { id: "integer primary key", note: "integer", score: "real" } },
  },
});

function openNotes(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", DECLARATION);
  connection.exec("insert into notes (body) values ('one; two'), ('-- three'), ('/* four')");
  connection.exec("insert into marks (note, score) values (1, 2.5), (1, 4), (3, 9007199254740993)");
  return connection;
}

const QUERIES = [
  "select body from notes",
  "select rowid, * from notes",
  "select body from notes order by body desc",
  "select body from notes limit 2",
  "select body as [;] from notes where body <> ';' and body <> '/*'",
  "with scored as (select note, sum(score) as s from marks group by note) select * from scored order by s",
  "select id, row_number() over (order by score) as place from marks",
  "select 1 as a union all select 2 order by 1 desc",
  "values (1), (2)",
  "select highlight(notes_fts, 0, '[', ']') from notes_fts where notes_fts match 'one'",
  "select value from json_each('[1,2]')",
];
const ENDINGS = [
  ";",
  " ; \n",
  ";;",
  " -- done",
  "; -- done\n",
  "\n;/* done */",
  " /* not closed",
  ";/*",
];

for (const sql of QUERIES) {
  Deno.test(`a query gives the same rows whatever follows it: ${sql}`, () => {
    const reader = new FileReader({ open: openNotes, declaration: DECLARATION });
    const never = new FileReader({ open: null, declaration: DECLARATION });
    const limits = { rowsMax: 9, sizeBytesMax: 999 };
    const { rows } = reader.query(sql, undefined, limits);
    for (const ending of ENDINGS) {
      // The second time it is known how many rows there are.
      for (let time = 0; time < 2; time++) {
        const ended = reader.query(`\n${sql}${ending}`, undefined, limits);
        assert.deepEqual(ended.rows, rows, ending);
      }
      assert.deepEqual(
        never.query(`${sql}${ending}`, undefined, limits).rows,
        never.query(sql, undefined, limits).rows,
      );
    }
    reader.close();
    never.close();
  });
}

Deno.test("the hidden key can be named under any name of its table", () => {
  const reader = new FileReader({ open: openNotes, declaration: DECLARATION });
  const limits = { rowsMax: 9, sizeBytesMax: 999 };
  for (const name of ["n", '"two words"', "[a.b]", '"it""s"', "é"]) {
    for (const column of ["_cf_id", "rowid", '"_cf_id"', "OID"]) {
      const sql = `select ${name}.${column} from notes ${name} where ${name}.body like '-%'`;
      assert.deepEqual(reader.query(sql, undefined, limits).rows, [[2]], sql);
    }
  }
  reader.close();
});

Deno.test("IS DISTINCT FROM is not taken for the FROM that names the table", () => {
  const reader = new FileReader({ open: openNotes, declaration: DECLARATION });
  const { key } = reader.analyze("select note is distinct from score as other, id from marks");
  assert.deepEqual(key, [1]);
  reader.close();
});
