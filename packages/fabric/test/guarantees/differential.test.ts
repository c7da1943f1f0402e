/**
 * Random statements through a pattern's `db.exec`, `db.execMany` and `db.query` leave and give the rows
 * of bare SQLite; a handler of which one statement fails leaves what was there before it.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { Piece } from "@cf/runner";
import { openFabric } from "../../mod.ts";

const QUERIES: readonly string[] = [
  "select * from notes order by id",
  "select id, tag as label, n + 1 as more from notes where n > 1 order by n desc, id limit 3",
  "select tag, count(*) as many, sum(n) as total, avg(w) as mean from notes group by tag order by tag",
  "select n.id, m.who, m.stars from notes n join marks m on m.note = n.id order by n.id, m.who",
  "select n.id, count(m.who) as fans from notes n left join marks m on m.note = n.id and m.stars > 1 " +
  "group by n.id having fans < 3 order by fans desc, n.id",
  "select who from marks union select tag from notes where tag is not null order by 1",
  "select id, row_number() over (partition by tag order by n, id) as place from notes order by id",
  "with recursive up (k) as (select 1 union all select k + 1 from up where k < 4) " +
  "select k, (select count(*) from notes where n = k) as many from up order by k",
  "select id from notes where exists (select 1 from marks where note = notes.id) order by id",
  "select distinct tag collate nocase as tag, typeof(w) as kind from notes order by lower(tag), kind",
];

const TABLES = {
  notes:
    "id integer primary key, tag text collate nocase, n integer not null default 1 check (n < 9), " +
    "w real",
  marks: "note integer not null references notes (id) on delete cascade, who text not null, " +
    "stars integer default 2, unique (note, who)",
};

const PROGRAM = `
import { action, pattern, sqliteDatabase, table } from "commonfabric";
interface Step { sql: string; params?: any; rows?: any[] }
export default pattern(() => {
  const db = sqliteDatabase({ tables: {
    notes: table({
      id: "integer primary key",
      tag: "text collate nocase",
      n: "integer not null default 1",
      w: "real",
    }, undefined, { check: ["n < 9"] }),
    marks: table({
      note: "integer not null",
      who: "text not null",
      stars: "integer default 2",
    }, undefined, {
      unique: [["note", "who"]],
      foreignKeys: [{
        columns: ["note"], references: { table: "notes", columns: ["id"] }, onDelete: "cascade",
      }],
    }),
  } });
  return {
    write: action(({ steps }: { steps: Step[] }) => {
      for (const { sql, params, rows } of steps) {
        if (rows === undefined) db.exec(sql, params);
        else db.execMany(sql, rows);
      }
    }),
${
  QUERIES.map((sql, i) =>
    `    q${i}: db.query<Record<string, any>>(${JSON.stringify(sql)}, { reactOn: db }),`
  ).join("\n")
}
  };
});
`;

type Value = null | number | string;

/** One statement: run once with `params`, or for each of `rows`. */
interface Step {
  readonly sql: string;
  readonly params?: Value[] | Record<string, Value>;
  readonly rows?: Value[][];
}

const id = fc.integer({ min: 1, max: 8 });
const text = fc.constantFrom<Value>(null, "a", "A", "b", "c ", "ß", "");
const who = fc.constantFrom("x", "y", "Z");
const small = fc.constantFrom<Value>(null, 0, 1, 2, 3, 4, 8, 9, 2.5);
const real = fc.constantFrom<Value>(null, 0, 1, 0.1, -2.5, 1e300, "x");

/** Parameters by position and by name, statements that may fail, and those that write many rows. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(text, small, real).map((params) => ({
    sql: "insert into notes (tag, n, w) values (?, ?, ?)",
    params,
  })),
  fc.record({ id, tag: text, n: small }).map((params) => ({
    sql: "insert into notes (id, tag, n) values (:id, :tag, :n) " +
      "on conflict (id) do update set tag = excluded.tag, n = min(n + 1, 8)",
    params,
  })),
  fc.tuple(id, who, small).map((params) => ({
    sql: "insert into marks (note, who, stars) values (?, ?, ?)",
    params,
  })),
  fc.tuple(id, who).map((params) => ({
    sql: "insert or replace into marks (note, who) select ?1, ?2 " +
      "where exists (select 1 from notes where id = ?1)",
    params,
  })),
  fc.tuple(real, small).map((params) => ({ sql: "update notes set w = ? where n >= ?", params })),
  fc.tuple(id, id).map((params) => ({
    sql: "update or ignore notes set id = ?2 where id = ?1",
    params,
  })),
  fc.tuple(small, id).map((params) => ({
    sql:
      "update notes set n = coalesce(?, n) from marks where marks.note = notes.id and notes.id = ?",
    params,
  })),
  id.map((params) => ({ sql: "delete from notes where id = ?", params: [params] })),
  fc.record({ who }).map((params) => ({ sql: "delete from marks where who = $who", params })),
  fc.constant({ sql: "insert into notes (tag, n) select tag, n from notes where n < 3 limit 2" }),
  fc.array(fc.tuple(text, small), { minLength: 1, maxLength: 4 }).map((rows) => ({
    sql: "insert into notes (tag, n) values (?, ?)",
    rows,
  })),
);

function openBare(): DatabaseSync {
  const bare = new DatabaseSync(":memory:");
  for (const [name, columns] of Object.entries(TABLES)) {
    bare.exec(`create table ${name} (${columns})`);
  }
  return bare;
}

/** Runs the steps as one transaction; `false` if one of them fails. */
function writeBare(bare: DatabaseSync, steps: readonly Step[]): boolean {
  bare.exec("begin");
  try {
    for (const { sql, params = [], rows } of steps) {
      const statement = bare.prepare(sql);
      if (rows !== undefined) { for (const row of rows) statement.run(...row); }
      else if (Array.isArray(params)) statement.run(...params);
      else statement.run(params);
    }
    bare.exec("commit");
    return true;
  } catch {
    if (bare.isTransaction) bare.exec("rollback");
    return false;
  }
}

async function write(piece: Piece, steps: readonly Step[]): Promise<boolean> {
  return await piece.send("write", { steps }).then(() => true, () => false);
}

Deno.test("random statements of a pattern leave and give the rows of bare SQLite", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-differential-" });
  const path = `${folder}/program.tsx`;
  await Deno.writeTextFile(path, PROGRAM);
  const handlers = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
  let [kept, failed] = [0, 0];
  try {
    await fc.assert(
      fc.asyncProperty(handlers, async (history) => {
        const fabric = await openFabric({ store: ":memory:", onError: () => {} });
        const bare = openBare();
        try {
          const piece = await fabric.run(path);
          for (const steps of history) {
            const said = JSON.stringify(steps);
            const isKept = await write(piece, steps);
            assert.equal(isKept, writeBare(bare, steps), said);
            isKept ? kept++ : failed++;
            for (const [i, sql] of QUERIES.entries()) {
              const rows = bare.prepare(sql).all().map((row) => ({ ...row }));
              assert.deepEqual(await piece.get(`q${i}.result`), rows, `${sql}\nafter ${said}`);
            }
          }
        } finally {
          bare.close();
          await fabric.close();
        }
      }),
      { numRuns: Number(Deno.env.get("CF_RUNS") ?? 25), endOnFailure: true },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assert.ok(kept > failed && failed > 0, `${kept} handlers were kept, ${failed} failed`);
});
