import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Workplace } from "./run-cf.ts";

/** A workplace whose stopped server holds a log of two posts; gives the file of its database. */
async function storeWithRows(): Promise<{ workplace: Workplace; file: string }> {
  const workplace = new Workplace();
  await using serving = await workplace.serve();
  await workplace.cf(["new", "mine", "--template", "log"]);
  const piece = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
  for (const body of ["one", 'it\'s "two",\nlines']) {
    const { status, err } = await workplace.cf([
      "call",
      `${piece}/post`,
      JSON.stringify({ body }),
    ]);
    assert.equal(status, 0, err);
  }
  const folder = workplace.path(`.cf/store/${serving.space}`);
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  const name = names.find((name) => /^db-.*\.sqlite$/.test(name));
  assert.ok(name !== undefined, names.join());
  return { workplace, file: `${folder}/${name}` };
}

Deno.test("cf sqlite query, tables and export read a database beside a running server", async () => {
  const stored = await storeWithRows();
  await using workplace = stored.workplace;
  await using _serving = await workplace.serve();
  const sql = "select id, body from entries order by id";
  const rows = await workplace.cf(["sqlite", "query", "db-", sql, "--json"]);
  assert.deepEqual(JSON.parse(rows.out), [
    { id: 1, body: "one" },
    { id: 2, body: 'it\'s "two",\nlines' },
  ], rows.err);
  const twice = ["sqlite", "query", "db-", "select 1 as a, 2 as a; -- no more", "--json"];
  assert.deepEqual(JSON.parse((await workplace.cf(twice)).out), [{ a: 1, "a:2": 2 }]);
  const two = await workplace.cf(["sqlite", "query", "db-", "select 1; select 2"]);
  assert.match(two.err, /Cannot run two statements: another begins at «select 2»/);
  const tables = JSON.parse((await workplace.cf(["sqlite", "tables", "db-", "--json"])).out);
  assert.deepEqual(tables[0].rows, 2);
  assert.ok(tables[0].columns.includes("body text"), tables[0].columns.join());
  const csv = await workplace.cf(["sqlite", "export", "db-", "--format", "csv"]);
  assert.match(csv.out, /^id,body,at\n1,one,\d+\n2,"it's ""two"",\nlines",\d+\n$/);
});

Deno.test("cf sqlite export writes SQL and SQLite that hold the same rows", async () => {
  const stored = await storeWithRows();
  await using workplace = stored.workplace;
  const read = (database: DatabaseSync) => {
    const rows = database.prepare("select id, body from entries order by id").all();
    database.close();
    return rows.map((row) => ({ ...row }));
  };
  const original = read(new DatabaseSync(stored.file, { readOnly: true }));
  const sql = await workplace.cf(["sqlite", "export", "db-"]);
  const fromSql = new DatabaseSync(":memory:");
  fromSql.exec(sql.out);
  assert.deepEqual(read(fromSql), original);
  const args = ["sqlite", "export", "db-", "--format", "sqlite", "--out", "copy.sqlite"];
  assert.equal((await workplace.cf(args)).status, 0);
  assert.deepEqual(read(new DatabaseSync(workplace.path("copy.sqlite"))), original);
  const again = await workplace.cf([...args, "--json"]);
  assert.equal(JSON.parse(again.err).error.code, "file-exists");
});

Deno.test("cf sqlite verify finds a row changed behind the log, and repair undoes it", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  assert.equal((await workplace.cf(["sqlite", "verify"])).status, 0);
  const database = new DatabaseSync(file);
  database.exec("update entries set body = 'forged' where id = 1");
  database.close();
  const verified = await workplace.cf(["sqlite", "verify", "--json"]);
  assert.equal(verified.status, 1);
  assert.ok(JSON.parse(verified.out)[0].differences.length > 0);
  const repaired = await workplace.cf(["sqlite", "repair", "--json"]);
  assert.equal(JSON.parse(repaired.out)[0].action, "rebuild", repaired.err);
  assert.equal((await workplace.cf(["sqlite", "verify"])).status, 0);
  const rows = await workplace.cf(["sqlite", "query", "db-", "select body from entries", "--json"]);
  assert.equal(JSON.parse(rows.out)[0].body, "one");
});

Deno.test("cf sqlite repair puts others right beside a database in quarantine, and says how out of it", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  {
    await using _serving = await workplace.serve();
    const piece = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
    await workplace.cf(["call", `${piece}/post`, '{"body":"three"}']);
  }
  const listed = JSON.parse((await workplace.cf(["sqlite", "ls", "--json"])).out);
  const [first, second] = listed.map(({ key }: { key: { id: string } }) => key.id);
  const fileOf = (id: string) => file.replace(/db-[^/]*$/, `db-${id.slice(3)}.sqlite`);
  const database = new DatabaseSync(fileOf(first));
  database.exec("update _cf_commit_watermark set hash = randomblob(32)");
  database.close();
  const forged = await Deno.readFile(fileOf(first));
  for (const suffix of ["", "-wal", "-shm"]) {
    await Deno.remove(fileOf(second) + suffix).catch(() => {});
  }
  const verified = await workplace.cf(["sqlite", "verify"]);
  assert.match(verified.out, new RegExp(`${first}: divergent: its commit \\d+ has another hash`));
  assert.match(verified.out, new RegExp(`${second}: missing: there is no file`));
  assert.match(verified.err, new RegExp(`next: cf sqlite repair; cf sqlite rebuild "${first}"`));
  const repaired = await workplace.cf(["sqlite", "repair"]);
  assert.equal(repaired.status, 1);
  assert.match(repaired.out, new RegExp(`${first}: failed: Cannot use .* «cf sqlite rebuild»`));
  assert.match(repaired.out, new RegExp(`${second}: rebuild: its file was missing`));
  assert.match(repaired.err, /1 database could not be repaired/);
  assert.deepEqual(await Deno.readFile(fileOf(first)), forged);
  assert.equal((await workplace.cf(["sqlite", "rebuild", first])).status, 0);
  assert.equal((await workplace.cf(["sqlite", "verify"])).status, 0);
  const kept = JSON.parse((await workplace.cf(["sqlite", "gc", "--dry-run", "--json"])).out).kept;
  assert.match(kept.join(), /^db-[^,]*\.replaced-\d+$/);
});

Deno.test("cf sqlite rebuild and as-of make files from the log alone", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  for (const suffix of ["", "-wal", "-shm"]) await Deno.remove(file + suffix).catch(() => {});
  const listed = JSON.parse((await workplace.cf(["sqlite", "ls", "--json"])).out);
  assert.equal(listed.length, 1);
  const rebuilt = await workplace.cf(["sqlite", "rebuild", listed[0].key.id]);
  assert.equal(rebuilt.status, 0, rebuilt.err);
  assert.equal((await workplace.cf(["sqlite", "verify"])).status, 0);
  const seq = String(listed[0].seq - 1);
  await workplace.cf(["sqlite", "as-of", listed[0].key.id, "old.sqlite", "--seq", seq]);
  const old = new DatabaseSync(workplace.path("old.sqlite"));
  assert.deepEqual(old.prepare("select count(*) as n from entries").get()!.n, 1);
  old.close();
});

Deno.test("cf sqlite query refuses to write and names what SQLite said", async () => {
  const stored = await storeWithRows();
  await using workplace = stored.workplace;
  const { status, err } = await workplace.cf(["sqlite", "query", "db-", "delete from entries"]);
  assert.equal(status, 1);
  assert.match(err, /readonly database\n\s+delete from entries/);
  const missing = await workplace.cf(["sqlite", "tables", "nope", "--json"]);
  assert.equal(JSON.parse(missing.err).error.code, "unknown-database");
});

Deno.test("cf sqlite and cf space say why a file cannot be made where it is wanted", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  const refused = async (...args: string[]) => {
    const { status, err } = await workplace.cf([...args, "--json"]);
    assert.equal(status, 1, err);
    const { code, message } = JSON.parse(err).error;
    assert.match(message, /^Cannot /);
    return `${code}: ${message}`;
  };
  assert.match(
    await refused("sqlite", "export", "db-", "--out", "no/a.sql"),
    /^folder-missing: .* there is no folder .*no$/,
  );
  assert.match(await refused("sqlite", "backup", "db-", "no/a.sqlite"), /^folder-missing: /);
  const sqlite = ["sqlite", "export", "db-", "--format", "sqlite", "--out"];
  assert.match(await refused(...sqlite, file), /^file-exists: /);
  assert.match(
    await refused("sqlite", "as-of", "of:", "no/a.sqlite"),
    /^cannot-rebuild: .*no\/a\.sqlite cannot be written/,
  );
  assert.match(
    await refused("sqlite", "as-of", "of:", "a.sqlite", "--seq", "999999"),
    /^cannot-rebuild: .* the log ends at commit \d+, before 999999$/,
  );
  assert.match(await refused("space", "backup", `${file}/x`), /^backup-failed: /);
});

Deno.test("cf sqlite gc finds a stray file and removes nothing", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  const stray = file.replace(/db-[^/]*$/, "db-stray.sqlite");
  await Deno.writeTextFile(stray, "");
  const { out, status } = await workplace.cf(["sqlite", "gc", "--json"]);
  assert.equal(status, 0);
  const { orphans, expired } = JSON.parse(out);
  assert.deepEqual([orphans, expired], [["db-stray.sqlite"], []]);
  assert.ok(await Deno.stat(stray));
});

Deno.test("the operator's verbs work beside a running server, for its own key alone", async () => {
  const stored = await storeWithRows();
  await using workplace = stored.workplace;
  await using _serving = await workplace.serve();
  const json = async (...args: string[]) => {
    const { status, out, err } = await workplace.cf([...args, "--json"]);
    assert.equal(status, 0, `${args.join(" ")}: ${err}`);
    return JSON.parse(out);
  };
  const [listed] = await json("sqlite", "ls");
  assert.equal((await json("sqlite", "verify"))[0].finding, "equal");
  assert.deepEqual(await json("sqlite", "repair"), []);
  assert.equal((await json("sqlite", "rebuild", listed.key.id)).commits, 2);
  await json("sqlite", "as-of", listed.key.id, "old.sqlite", "--seq", String(listed.seq - 1));
  const old = new DatabaseSync(workplace.path("old.sqlite"));
  assert.deepEqual(old.prepare("select count(*) as n from entries").get()!.n, 1);
  old.close();
  assert.deepEqual((await json("sqlite", "gc", "--dry-run")).waiting, []);
  const log = await json("space", "log", "--limit", "2");
  assert.equal(log.length, 2);
  assert.deepEqual((await json("space", "verify")).problems, []);
  const exported = (await workplace.cf(["space", "export"])).out.trim().split("\n");
  assert.equal(JSON.parse(exported.at(-1)!).seq, log.at(-1).seq);
  assert.equal((await json("space", "backup", "copy")).seq, log.at(-1).seq);
  const past = await json("space", "as-of", listed.key.id, "--seq", String(listed.seq));
  assert.equal(past.value.id, listed.key.id);
  assert.equal((await json("space", "ls", "--store", ".cf/store")).length, 1);
  await workplace.cf(["id", "new", "--out", "ann.json"]);
  const refused = await workplace.cf(["sqlite", "ls", "-i", "ann.json"]);
  assert.equal(refused.status, 4, refused.err);
});

Deno.test("cf piece rm moves a database to the trash; it can be taken back, discarded, cleared away", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  await workplace.cf(["new", "mine", "--template", "log"]);
  const piece = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
  await workplace.cf(["call", `${piece}/post`, '{"body":"one"}']);
  const [listed] = JSON.parse((await workplace.cf(["sqlite", "ls", "--json"])).out);
  const removed = await workplace.cf(["piece", "rm", piece, "--json"]);
  assert.deepEqual(JSON.parse(removed.out), { piece, databases: [listed.key.id] }, removed.err);
  const kept = JSON.parse((await workplace.cf(["sqlite", "gc", "--dry-run", "--json"])).out);
  assert.deepEqual(kept.waiting.map((one: { key: object }) => one.key), [listed.key]);
  const name = listed.key.id;
  const back = await workplace.cf(["sqlite", "take-back", name.slice(3, 9), "--json"]);
  assert.equal(JSON.parse(back.out).database, name, back.err);
  assert.equal(JSON.parse(back.out).hasHandle, true);
  const rows = await workplace.cf(["sqlite", "export", name, "--format", "csv"]);
  assert.match(rows.out, /\n1,one,/);
  const twice = await workplace.cf(["sqlite", "take-back", name, "--json"]);
  assert.equal(JSON.parse(twice.err).error.code, "unknown-database");
  const strays = JSON.parse((await workplace.cf(["sqlite", "gc", "--dry-run", "--json"])).out);
  assert.deepEqual(strays.unreferenced, []);
  const again = await workplace.cf(["sqlite", "discard", name, "--json"]);
  assert.equal(again.status, 0, again.err);
  const gone = JSON.parse(
    (await workplace.cf(["sqlite", "gc", "--grace-days", "0", "--json"])).out,
  );
  assert.deepEqual(gone.expired.map((one: { key: object }) => one.key), [listed.key]);
});

Deno.test("cf sqlite verify tells of a damaged snapshot, repair takes another, and snapshot one by hand", async () => {
  const { workplace, file } = await storeWithRows();
  await using _workplace = workplace;
  await using _serving = await workplace.serve();
  const taken = await workplace.cf(["sqlite", "snapshot", "of:", "--json"]);
  assert.equal(taken.status, 0, taken.err);
  const { file: name, all } = JSON.parse(taken.out);
  assert.equal(all.length, 1);
  const snapshot = file.replace(/db-[^/]*$/, name);
  const bytes = await Deno.readFile(snapshot);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(snapshot, bytes);
  const verified = await workplace.cf(["sqlite", "verify"]);
  assert.equal(verified.status, 1);
  assert.match(verified.out, /agrees\n {2}snapshots\/db-.* is damaged/);
  assert.match(verified.err, /1 of 1 have damaged snapshots.\n.*next: cf sqlite repair/s);
  const repaired = await workplace.cf(["sqlite", "repair"]);
  assert.match(repaired.out, /snapshot: its snapshot .* was damaged/, repaired.err);
  assert.equal((await workplace.cf(["sqlite", "verify"])).status, 0);
});
