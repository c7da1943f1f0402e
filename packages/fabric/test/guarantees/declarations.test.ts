/** What a database's declaration or a query cannot be is said where the pattern is run. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const REFUSED: readonly [string, RegExp][] = [
  [`{ notes: table({ body: "text" }) }`, /with 'notes': tables stand in \{ tables: \{ … \} \}/],
  [`{ tables: {}, views: { v: "select 1" } }`, /with 'views': there are no views; write the query/],
  [`{ tables: {}, triggers: [] }`, /with 'triggers': there are no triggers/],
  [`{ tables: {}, indexes: ["at"] }`, /with 'indexes': indexes are an option of their table/],
];

for (const [declaration, message] of REFUSED) {
  Deno.test(`a database is not declared by ${declaration}`, async () => {
    const program = `import { pattern, sqliteDatabase, table } from "commonfabric";
export default pattern(() => {
  const db = sqliteDatabase(${declaration});
  return { rows: db.query("select 1", { reactOn: db }) };
});`;
    const opening = openStage(program).then(async (stage) => {
      try {
        await stage.piece.get("rows");
      } finally {
        await stage.close();
      }
    });
    await assert.rejects(opening, message);
  });
}

const BAD_QUERIES: readonly [string, RegExp][] = [
  [`"select ?", [1]`, /the second argument is a list; write \{ params: \[ … \]/],
  [`12 as never, {}`, /Cannot query: the SQL is no text, but number/],
  [
    `computed(() => ({ sql: "select 1" })) as never, { reactOn: db }`,
    /the SQL is no text, but object/,
  ],
];

for (const [query, message] of BAD_QUERIES) {
  Deno.test(`a database is not asked by ${query}`, async () => {
    const program = `import { computed, pattern, sqliteDatabase } from "commonfabric";
export default pattern(() => {
  const db = sqliteDatabase({});
  const rows = db.query(${query});
  return { rows, shown: computed(() => rows.result?.length) };
});`;
    const opening = openStage(program).then(async (stage) => {
      try {
        await stage.piece.get("shown");
      } finally {
        await stage.close();
      }
    });
    await assert.rejects(opening, message);
  });
}

Deno.test("a write to an input that no database is linked to says so", async () => {
  const stage = await openStage(`import { action, pattern, SqliteDb } from "commonfabric";
export default pattern<{ db: SqliteDb }>(({ db }) => ({
  add: action(() => db.exec("INSERT INTO people (name) VALUES ('x')")),
}));`);
  try {
    await assert.rejects(stage.piece.send("add"), {
      code: "no-database",
      message: /Cannot write to database 'db': none is linked to this input yet/,
    });
  } finally {
    await stage.close();
  }
});
