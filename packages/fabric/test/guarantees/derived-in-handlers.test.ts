/** Handlers that read what is derived: they wait for its rows, and depend on what it rests on. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, computed, pattern, SqliteDb, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Project { id: number; name: string }
const Tasks = pattern<{ db: SqliteDb; project: Project }>(({ db, project }) => {
  const tasks = db.query<{ title: string }>(
    "SELECT title FROM tasks WHERE project = ? ORDER BY id", { params: [project.id], reactOn: db });
  return { titles: (tasks.result ?? []).map(({ title }) => title + "!"), name: project.name };
});
interface Output {
  count: number; rows: number; found: string; fill: Stream<void>; look: Stream<void>; take: Stream<void>;
  names: string[]; join: Stream<string>;
}
export default pattern<{}, Output>(() => {
  const db = sqliteDatabase({ tables: {
    projects: table({ id: "integer primary key", name: "text" }),
    tasks: table({ id: "integer primary key", project: "integer", title: "text" }),
    seats: table({ id: "integer primary key" }),
  } });
  const projects = db.query<Project>("SELECT id, name FROM projects ORDER BY id", { reactOn: db });
  const seats = db.query<{ id: number }>("SELECT id FROM seats", { reactOn: db });
  const views = projects.result?.map((project) => Tasks({ db, project }));
  const taken = computed(() => (seats.result ?? []).length);
  const found = new Writable("");
  const names = new Writable<string[]>([]);
  const isFull = computed(() => names.get().length >= 1);
  return {
    found, rows: taken, count: computed(() => taken * 10),
    fill: action(() => {
      db.exec("INSERT INTO projects (name) VALUES ('a')");
      db.exec("INSERT INTO tasks (project, title) VALUES (1, 'one'), (1, 'two')");
    }),
    look: action(() => found.set(\`\${views![0].name}: \${views![0].titles.join(" ")}, \${taken} taken\`)),
    take: action(() => {
      if (taken >= 1) return;
      console.log("taking");
      db.exec("INSERT INTO seats DEFAULT VALUES");
    }),
    names,
    join: action((name: string) => {
      if (isFull) return;
      console.log("joining");
      names.push(name);
    }),
  };
});`;

Deno.test("a handler waits for all rows that a derived value rests on, observed by nobody", async () => {
  const stage = await openStage(PROGRAM);
  try {
    await stage.piece.send("fill");
    await stage.piece.send("look");
    assert.equal(await stage.piece.get("found"), "a: one! two!, 0 taken");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("handlers that decide by a value derived from rows conflict with writes to them", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  const watched = [stage.watch("count"), other.watch("count")];
  try {
    await stage.runtime.idle();
    await other.runtime.idle();
    await Promise.all([stage.piece.send("take"), other.piece.send("take")]);
    assert.equal(await stage.piece.get("rows"), 1);
    assert.equal(stage.printed.length + other.printed.length, 2, "both saw no seat taken");
  } finally {
    for (const watch of watched) watch.stop();
    await other.close();
    await stage.close();
  }
});

Deno.test("handlers that decide by a value derived from cells conflict with writes to them", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  const watched = [stage.watch("names"), other.watch("names")];
  try {
    await stage.runtime.idle();
    await other.runtime.idle();
    await Promise.all([stage.piece.send("join", "ann"), other.piece.send("join", "bob")]);
    assert.equal((await stage.piece.get("names") as string[]).length, 1);
    assert.equal(stage.printed.length + other.printed.length, 2, "both saw that nobody is in");
  } finally {
    for (const watch of watched) watch.stop();
    await other.close();
    await stage.close();
  }
});

const MANY = `
import { action, computed, pattern, Stream, Writable } from "commonfabric";
interface Output { seats: number; fields: number; take: Stream<void>; fill: Stream<void> }
export default pattern<{ rows: Writable<{ n: number }[]>; grid: Writable<Record<string, number>> }, Output>(({ rows, grid }) => {
  const seats = computed(() => rows.get().reduce((sum, { n }) => sum + n, 0));
  const fields = computed(() => Object.values(grid.get()).reduce((sum, n) => sum + n, 0));
  return {
    seats, fields,
    take: action(() => {
      if (seats >= 1) return;
      console.log("taking");
      rows.key(1199).key("n").increment(1);
    }),
    fill: action(() => {
      if (fields >= 1) return;
      console.log("filling");
      grid.key("f1199").increment(1);
    }),
  };
});`;

for (const [what, stream] of [["entities", "take"], ["fields of one document", "fill"]] as const) {
  Deno.test(`a handler conflicts with a write to the last of 1,200 ${what} below a derived value`, async () => {
    const names = Array.from({ length: 1200 }, (_, i) => `f${i}`);
    const stage = await openStage(MANY, {
      argument: {
        rows: names.map(() => ({ n: 0 })),
        grid: Object.fromEntries(names.map((name) => [name, 0])),
      },
    });
    const other = await stage.join({ user: "other" });
    const total = stream === "take" ? "seats" : "fields";
    const watched = [stage.watch(total), other.watch(total)];
    try {
      await stage.runtime.idle();
      await other.runtime.idle();
      await Promise.all([stage.piece.send(stream), other.piece.send(stream)]);
      assert.equal(await stage.piece.get(total), 1);
      assert.equal(stage.printed.length + other.printed.length, 2, "both saw none taken");
    } finally {
      for (const watch of watched) watch.stop();
      await other.close();
      await stage.close();
    }
  });
}

const OWN_WRITES = `
import { action, computed, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Output { out: string[]; cells: Stream<void>; rows: Stream<void>; both: Stream<void>; direct: Stream<void> }
export default pattern<{}, Output>(() => {
  const db = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
  const items = new Writable<number[]>([]);
  const out = new Writable<string[]>([]);
  const all = db.query<{ id: number }>("SELECT id FROM t", { reactOn: db });
  const count = computed(() => items.get().length);
  const rows = computed(() => (all.result ?? []).length);
  const label = computed(() => rows + "/" + count);
  return {
    out,
    cells: action(() => { items.push(1); out.push(count + " of " + items.get().length); }),
    rows: action(() => { db.exec("INSERT INTO t DEFAULT VALUES"); out.push("rows " + rows); }),
    both: action(() => {
      const before = label;
      db.exec("INSERT INTO t DEFAULT VALUES");
      items.push(2);
      out.push(before + " " + label + " " + rows + " " + count);
    }),
    direct: action(() => { db.exec("INSERT INTO t DEFAULT VALUES"); out.push("rows " + all.result!.length); }),
  };
});`;

Deno.test("a handler reads derived values as they were before it, from cells and from rows", async () => {
  const stage = await openStage(OWN_WRITES);
  try {
    for (const stream of ["cells", "rows", "both"]) await stage.piece.send(stream);
    assert.deepEqual(await stage.piece.get("out"), ["0 of 1", "rows 0", "1/1 1/1 1 1"]);
    await assert.rejects(stage.piece.send("direct"), /Cannot read a query after db\.exec/);
    await stage.piece.send("both");
    assert.equal(await stage.piece.get("out.3"), "2/2 2/2 2 2");
  } finally {
    await stage.close();
  }
});
