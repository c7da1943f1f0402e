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
  [
    `things.execMany("insert into t (kind) values (?)", [["a"], ["b"], [undefined]]);`,
    /parameter #1 of row 3 is undefined: not ready; write null for NULL/,
  ],
  [
    `things.execMany("insert into t (kind) values (?)", [["a"], "b"] as never);`,
    /the parameters of row 2 must be an array, or an object with their names/,
  ],
  [
    `things.execMany("insert into t (id) values (?)", [[1], [2], [1]]);`,
    /UNIQUE constraint failed: t\.id, in row 3/,
  ],
  [
    `things.execMany("insert into t (kind) values (?)", [["a"], ["b", "c"]]);`,
    /the statement has 1 parameters, 2 values are given, in row 2/,
  ],
];

/** Each is thrown where it is called, so that the handler can go on without it. */
const VALUES: readonly [string, RegExp][] = [
  [`"a\\0b"`, /parameter #1 is text with a NUL character; store it as a Uint8Array/],
  [`2n ** 63n`, /parameter #1 is a bigint that does not fit 64 bits/],
  [`-(2n ** 63n) - 1n`, /does not fit 64 bits/],
  [`new Date(NaN)`, /parameter #1 is an invalid Date; write null for NULL/],
  [`new ArrayBuffer(8)`, /parameter #1 is no Uint8Array, which a blob is given as/],
  [`new Float64Array(1)`, /parameter #1 is no Uint8Array/],
  [`NaN`, /parameter #1 is NaN; write null for NULL/],
  [`undefined`, /parameter #1 is undefined: not ready/],
  [`[1]`, /parameter #1 is an array; use JSON\.stringify/],
  [`new Map()`, /parameter #1 is of type object; use JSON\.stringify/],
  [`() => 1`, /parameter #1 is of type function/],
];
const PARAMETERS: readonly [string, RegExp][] = [
  [`"text"`, /parameters must be an array, or an object with their names/],
  [`null`, /parameters must be an array/],
  [`new Set([1])`, /parameters must be an array/],
  [`new Map([["a", 1]])`, /parameters must be an array/],
  [`new Uint8Array(1)`, /parameters must be an array/],
];
const THROWN = [
  ...VALUES.map(([value, message]) => [`[${value}]`, message] as const),
  ...PARAMETERS,
];

for (const [params, message] of THROWN) {
  Deno.test(`a handler can catch that parameters cannot be ${params}`, async () => {
    const stage = await openStage(program(`
      try { things.exec("insert into t (kind) values (?)", ${params} as never); }
      catch (error) { box.set({ title: (error as Error).message }); }
    `));
    try {
      await stage.piece.send("act", undefined);
      assert.match(String(await stage.piece.get("box.title")), message);
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

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
