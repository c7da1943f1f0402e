/** What a database's declaration cannot hold is said where the pattern is run. */

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
