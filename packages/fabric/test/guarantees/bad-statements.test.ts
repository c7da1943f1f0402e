/** What a handler cannot hand to its database is said in the author's names, with what to write. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const program = (body: string) =>
  `import { action, cfLink, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Thing { title: string; inner?: { n: number } }
export default pattern<{}, { act: Stream<void> }>(() => {
  const things = sqliteDatabase({
    tables: { t: table({ id: "integer primary key", kind: "text", of_cf_link: cfLink<Thing>() }) },
  });
  const archive = sqliteDatabase({ tables: { t: table({ kind: "text" }) } });
  const list = new Writable<Thing[]>([{ title: "a" }]);
  const box = new Writable<Thing>({ title: "b", inner: { n: 1 } });
  const act = action(() => { ${body} });
  return { act, archive, things, list, box };
});`;

const REFUSED: readonly [string, RegExp][] = [
  [
    `things.exec("insert into t (kind) values ('x')"); archive.exec("insert into t values ('y')");`,
    /Cannot write database 'archive': this handler already writes 'things'/,
  ],
  [
    `things.exec("insert into t (of_cf_link) values (?)", [box.get()]);`,
    /parameter #1 is of type object; use JSON\.stringify, or give the cell that it was read from/,
  ],
  [
    `things.exec("insert into t (of_cf_link) values (?)", [box.get().inner]);`,
    /parameter #1 is of type object; use JSON\.stringify, or give the cell/,
  ],
  [
    `things.exec("insert into t (of_cf_link) values (?)", [{ title: "new" }]);`,
    /parameter #1 is of type object; use JSON\.stringify\n/,
  ],
  [
    `things.exec("insert into t (kind) values (?)", [list.get()[0]]);`,
    /parameter 1 is a cell and goes to t\.kind; .* JSON\.stringify\(\) gives a value as text/,
  ],
  [
    `things.exec("insert into t (of_cf_link) values (?)", ["a text"]);`,
    /parameter 1 goes to t\.of_cf_link, which stores cells; bind a cell or null/,
  ],
];

for (const [body, message] of REFUSED) {
  Deno.test(`a handler is told why it cannot ${body}`, async () => {
    const stage = await openStage(program(body));
    try {
      await assert.rejects(stage.piece.send("act", undefined), message);
    } finally {
      await stage.close();
    }
  });
}
