import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Workplace } from "./run-cf.ts";

/** A running server with a deployed log of one post; `bodies` reads its rows through the piece. */
async function withLog(
  use: (workplace: Workplace, bodies: () => Promise<string[]>) => Promise<void>,
): Promise<void> {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  const cf = async (...args: string[]) => {
    const { status, out, err } = await workplace.cf(args);
    assert.equal(status, 0, err);
    return out.trim();
  };
  await cf("new", "mine", "--template", "log");
  const piece = await cf("piece", "new", "mine/main.tsx");
  await cf("call", `${piece}/post`, '{"body":"first"}');
  await use(workplace, async () => {
    const { out, err } = await workplace.cf(["get", `${piece}/bodies`, "--json"]);
    assert.ok(out !== "", err);
    return JSON.parse(out);
  });
}

Deno.test("cf sqlite import adds rows of CSV and JSON as commits that pieces see", async () => {
  await withLog(async (workplace, bodies) => {
    await Deno.writeTextFile(workplace.path("rows.csv"), 'body,at\n"a, b",1\nc,2\n');
    const csv = await workplace.cf(["sqlite", "import", "db-", "entries", "rows.csv"]);
    assert.equal(csv.status, 0, csv.err);
    assert.deepEqual(await bodies(), ["c", "a, b", "first"]);
    await Deno.writeTextFile(workplace.path("rows.json"), '[{"body":"d","at":3}]');
    assert.equal(
      (await workplace.cf(["sqlite", "import", "db-", "entries", "rows.json"])).status,
      0,
    );
    assert.deepEqual((await bodies())[0], "d");
  });
});

Deno.test("cf sqlite import adds nothing when a row breaks a constraint, and names its line", async () => {
  await withLog(async (workplace, bodies) => {
    await Deno.writeTextFile(workplace.path("rows.csv"), "body,at\nfine,1\n,2\n");
    const { status, err } = await workplace.cf(["sqlite", "import", "db-", "entries", "rows.csv"]);
    assert.equal(status, 1);
    assert.match(err, /rows\.csv, line 3: NOT NULL constraint failed: entries\.body\n/);
    assert.deepEqual(await bodies(), ["first"]);
  });
});

Deno.test("cf sqlite import names a record of another length and a file without rows", async () => {
  await withLog(async (workplace) => {
    await Deno.writeTextFile(workplace.path("rows.csv"), "body,at\nfine\n");
    const short = await workplace.cf(["sqlite", "import", "db-", "entries", "rows.csv"]);
    assert.equal(short.status, 2);
    assert.match(short.err, /line 2 has 1 fields, 2 are needed/);
    await Deno.writeTextFile(workplace.path("none.json"), "[]");
    const none = await workplace.cf(["sqlite", "import", "db-", "entries", "none.json"]);
    assert.match(none.err, /it holds no rows/);
  });
});

Deno.test("cf sqlite backup copies beside a running server, and restore brings its rows back", async () => {
  await withLog(async (workplace, bodies) => {
    const backup = await workplace.cf(["sqlite", "backup", "db-", "copy.sqlite"]);
    assert.equal(backup.status, 0, backup.err);
    const copy = new DatabaseSync(workplace.path("copy.sqlite"), { readOnly: true });
    assert.equal(copy.prepare("select count(*) as n from entries").get()!.n, 1);
    copy.close();
    await Deno.writeTextFile(workplace.path("rows.csv"), "body,at\nlater,1\n");
    await workplace.cf(["sqlite", "import", "db-", "entries", "rows.csv"]);
    assert.deepEqual(await bodies(), ["later", "first"]);
    const restored = await workplace.cf(["sqlite", "restore", "db-", "copy.sqlite"]);
    assert.equal(restored.status, 0, restored.err);
    assert.deepEqual(await bodies(), ["first"]);
    await Deno.writeTextFile(workplace.path("no.sqlite"), "not a database, by far".repeat(99));
    const bad = await workplace.cf(["sqlite", "restore", "db-", "no.sqlite", "--json"]);
    assert.equal(JSON.parse(bad.err).error.code, "bad-backup");
  });
});

const NOTES = `
import { action, computed, pattern, PerUser, sqliteDatabase, type SqliteDb, Stream, table } from "commonfabric";

export default pattern<Record<string, never>, { bodies: string[]; add: Stream<{ body: string }> }>(
  () => {
    const db: PerUser<SqliteDb> = sqliteDatabase({ tables: { notes: table({ body: "text" }) } });
    const list = db.query<{ body: string }>("SELECT body FROM notes ORDER BY body", { reactOn: db });
    const add = action(({ body }: { body: string }) => {
      db.exec("INSERT INTO notes (body) VALUES (?)", [body]);
    });
    return { bodies: computed(() => (list.result ?? []).map((row) => row.body)), add };
  },
);
`;

Deno.test("every verb works on a principal's own database, and only that principal writes to it", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  const run = async (...args: string[]) => {
    const { status, out, err } = await workplace.cf(args);
    assert.equal(status, 0, `${args.join(" ")}: ${err}`);
    return out;
  };
  await Deno.writeTextFile(workplace.path("notes.tsx"), NOTES);
  const piece = (await run("piece", "new", "notes.tsx")).trim();
  await run("call", `${piece}/add`, '{"body":"mine"}');
  const [listed] = JSON.parse(await run("sqlite", "ls", "--json"));
  assert.match(listed.key.scope, /^user:did:key:/);
  const name = `${listed.key.id} ${listed.key.scope}`;
  assert.equal(JSON.parse(await run("sqlite", "tables", "db-", "--json"))[0].rows, 1);
  const sql = "select body from notes";
  assert.deepEqual(JSON.parse(await run("sqlite", "query", "db-", sql, "--json")), [
    { body: "mine" },
  ]);
  await run("sqlite", "backup", "db-", "copy.sqlite");
  const exported = JSON.parse(await run("sqlite", "export", "db-", "--format", "json"));
  assert.equal(exported.notes[0].body, "mine");
  await Deno.writeTextFile(workplace.path("rows.json"), '[{"body":"more"}]');
  await run("sqlite", "import", listed.key.id, "notes", "rows.json");
  const bodies = async () => JSON.parse(await run("get", `${piece}/bodies`, "--json"));
  assert.deepEqual(await bodies(), ["mine", "more"]);
  await run("sqlite", "restore", "db-", "copy.sqlite");
  assert.deepEqual(await bodies(), ["mine"]);
  assert.equal(JSON.parse(await run("sqlite", "verify", name, "--json"))[0].finding, "equal");
  assert.deepEqual(JSON.parse(await run("sqlite", "repair", name, "--json")), []);
  assert.ok(JSON.parse(await run("sqlite", "rebuild", name, "--json")).commits >= 3);
  await run("sqlite", "as-of", name, "old.sqlite", "--seq", String(listed.seq));
  assert.deepEqual(await bodies(), ["mine"]);
  const ann = JSON.parse(await run("id", "new", "--out", "ann.json", "--json")).did;
  const asAnn = ["sqlite", "import", "db-", "notes", "rows.json", "-i", "ann.json"];
  const stranger = await workplace.cf(asAnn);
  assert.equal(stranger.status, 4);
  assert.match(stranger.err, /needs the right to write/);
  await run("acl", "add", ann, "write");
  const writer = await workplace.cf(asAnn);
  assert.equal(writer.status, 4);
  assert.match(writer.err, /needs the right to own it or operate this server/);
});

const LIBRARY = `
import { action, pattern, sqliteDatabase, Stream, table } from "commonfabric";

export default pattern<Record<string, never>, { add: Stream<{ title: string }> }>(() => {
  const db = sqliteDatabase({
    tables: {
      books: table(
        { id: "integer primary key", title: "text", shelf: "text references shelves", size: "integer as (length(title))" },
        undefined,
        { fts: ["title"] },
      ),
      shelves: table({ name: "text primary key" }),
    },
  });
  const add = action(({ title }: { title: string }) => {
    db.exec("insert or ignore into shelves values ('a')");
    db.exec("insert into books (title, shelf) values (?, 'a')", [title]);
  });
  return { add };
});
`;

Deno.test("restore and import take every kind of table, of any size, and say what is not there", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  await Deno.writeTextFile(workplace.path("library.tsx"), LIBRARY);
  const cf = async (...args: string[]) => {
    const { status, out, err } = await workplace.cf(args);
    assert.equal(status, 0, `${args.join(" ")}: ${err}`);
    return out;
  };
  const piece = (await cf("piece", "new", "library.tsx")).trim();
  for (const title of ["One book", "Two books"]) {
    await cf("call", `${piece}/add`, JSON.stringify({ title }));
  }
  await cf("sqlite", "backup", "db-", "copy.sqlite");
  await cf("sqlite", "export", "db-", "--format", "json", "--out", "copy.json");
  const printed = await cf("sqlite", "export", "db-", "--format", "json");
  assert.equal(await Deno.readTextFile(workplace.path("copy.json")), printed);
  const listed = JSON.parse(await cf("sqlite", "tables", "db-", "--json"));
  assert.ok(listed[0].columns.includes("size integer generated"), listed[0].columns.join());
  await cf("call", `${piece}/add`, '{"title":"Third"}');
  await cf("sqlite", "restore", "db-", "copy.sqlite");
  const sql = "select books.title, size from books_fts join books on id = books_fts.rowid " +
    "where books_fts match 'books OR third'";
  assert.deepEqual(JSON.parse(await cf("sqlite", "query", "db-", sql, "--json")), [
    { title: "Two books", size: 9 },
  ]);
  const book = '[{"id":3,"title":"More books","shelf":"a"}]';
  await Deno.writeTextFile(workplace.path("copy.json"), `{"books":${book}}`);
  await cf("sqlite", "import", "db-", "books", "copy.json");
  assert.equal(JSON.parse(await cf("sqlite", "query", "db-", sql, "--json")).length, 2);
  const large = `title\n${"x".repeat(17 << 20)}\n`;
  await Deno.writeTextFile(workplace.path("large.csv"), large);
  await cf("sqlite", "import", "db-", "books", "large.csv");
  const size = "select size from books order by size desc limit 1";
  assert.deepEqual(JSON.parse(await cf("sqlite", "query", "db-", size, "--json")), [
    { size: 17 << 20 },
  ]);
  const missing = await workplace.cf(["sqlite", "import", "db-", "books", "no.csv"]);
  assert.match(missing.err, /Cannot read .*no\.csv: there is no such file/);
});
