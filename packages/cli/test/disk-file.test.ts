import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

const PEOPLE = `
import { computed, NAME, pattern, SqliteDb } from "commonfabric";

export default pattern<{ db: SqliteDb }, {
  names: string[];
  pending: boolean;
  failed: boolean;
}>(({ db }) => {
  const people = db.query<{ name: string }>("SELECT name FROM people ORDER BY name", {
    reactOn: db,
  });
  return {
    [NAME]: "People",
    names: computed(() => (people.result ?? []).map((row) => row.name)),
    pending: computed(() => people.pending),
    failed: computed(() => people.error !== undefined),
  };
});
`;

/** A server that may lend the folder `lent`, which holds `people.db`, and a piece that wants it. */
class Lending implements AsyncDisposable {
  readonly workplace = new Workplace();
  readonly folder = Deno.realPathSync(this.workplace.folder);
  readonly path = `${this.folder}/lent/people.db`;
  piece = "";
  #stop: () => PromiseLike<void> = () => Promise.resolve();

  static async start(allowed = "lent"): Promise<Lending> {
    const lending = new Lending();
    Deno.mkdirSync(`${lending.folder}/lent`);
    lending.write("CREATE TABLE people (name TEXT PRIMARY KEY); INSERT INTO people VALUES ('ada')");
    const serving = await lending.workplace.serve(["--allow-folder", allowed]);
    lending.#stop = () => serving[Symbol.asyncDispose]();
    await Deno.writeTextFile(lending.workplace.path("people.tsx"), PEOPLE);
    const made = await lending.workplace.cf(["piece", "new", "people.tsx"]);
    assert.equal(made.status, 0, made.err);
    lending.piece = made.out.trim();
    return lending;
  }

  /** Changes the file as another program would. */
  write(sql: string): void {
    const database = new DatabaseSync(this.path);
    database.exec(sql);
    database.close();
  }

  link(source: string, ...more: string[]) {
    return this.workplace.cf(["piece", "link", source, `${this.piece}/db`, "--json", ...more]);
  }

  async get(field: string): Promise<unknown> {
    const { out, err } = await this.workplace.cf(["get", `${this.piece}/${field}`, "--json"]);
    assert.notEqual(out, "", err);
    return JSON.parse(out);
  }

  /** The lines of a watched field, as they come. */
  watch(field: string): { next(): Promise<unknown>; end(): Promise<void> } {
    const child = this.workplace.spawn(["watch", `${this.piece}/${field}`]);
    const lines = readLines(child.stdout);
    return {
      async next() {
        const { value, done } = await lines.next();
        assert.ok(done !== true, "the watch ended");
        return JSON.parse(value);
      },
      async end() {
        child.kill("SIGTERM");
        while ((await lines.next()).done !== true);
        await child.stderr.cancel();
        await child.status;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    await this.workplace[Symbol.asyncDispose]();
  }
}

Deno.test("cf piece link sqlite: feeds a pending input, and changes from outside show", async () => {
  await using lending = await Lending.start();
  assert.equal(await lending.get("pending"), true);
  const relative = await lending.link("sqlite:people.db");
  assert.match(relative.err, /the path is one of the server's machine and must be absolute/);
  const linked = await lending.link(`sqlite:${lending.path}`);
  assert.equal(linked.status, 0, linked.err);
  const names = lending.watch("names");
  while (JSON.stringify(await names.next()) !== '["ada"]');
  lending.write("INSERT INTO people VALUES ('bob')");
  while (JSON.stringify(await names.next()) !== '["ada","bob"]');
  await names.end();
  const again = await lending.link(`sqlite:${lending.path}`);
  assert.equal(again.status, 0, "linking twice gives one handle");
  assert.deepEqual(await lending.get("names"), ["ada", "bob"]);
});

Deno.test("a linked file that vanishes is an error, and rows come back with it", async () => {
  await using lending = await Lending.start();
  await lending.link(`sqlite:${lending.path}`);
  const failed = lending.watch("failed");
  const names = lending.watch("names");
  while (JSON.stringify(await names.next()) !== '["ada"]');
  await Deno.rename(lending.path, `${lending.path}.away`);
  while (await failed.next() !== true);
  await Deno.rename(`${lending.path}.away`, lending.path);
  while (await failed.next() !== false);
  lending.write("INSERT INTO people VALUES ('cyd')");
  while (JSON.stringify(await names.next()) !== '["ada","cyd"]');
  await failed.end();
  await names.end();
});

Deno.test("cf piece link sqlite: refuses what the operator did not allow, and who is none", async () => {
  await using lending = await Lending.start();
  const code = async (source: string, ...more: string[]) => {
    const refused = await lending.link(source, ...more);
    assert.notEqual(refused.status, 0);
    return JSON.parse(refused.err.trim().split("\n").at(-1)!).error.code;
  };
  const outside = `${lending.folder}/outside.db`;
  new DatabaseSync(outside).exec("CREATE TABLE t (x)");
  assert.equal(await code(`sqlite:${outside}`), "bad-source");
  assert.equal(await code("sqlite:lent/people.db"), "usage");
  assert.equal(await code(`sqlite:${lending.folder}/lent/../outside.db`), "bad-source");
  Deno.symlinkSync(outside, `${lending.folder}/lent/sly.db`);
  assert.equal(await code(`sqlite:${lending.folder}/lent/sly.db`), "bad-source");
  Deno.writeTextFileSync(`${lending.folder}/lent/notes.txt`, "no database");
  assert.equal(await code(`sqlite:${lending.folder}/lent/notes.txt`), "bad-source");
  const ann = (await lending.workplace.cf(["id", "new", "--out", "ann.json"])).out.trim();
  await lending.workplace.cf(["acl", "add", ann, "own"]);
  assert.equal(await code(`sqlite:${lending.path}`, "-i", "ann.json"), "not-allowed");
  assert.equal(await lending.get("pending"), true);
});

const GUESTS = `
import { computed, handler, pattern, SqliteDb, Stream } from "commonfabric";

const add = handler<{ name: string }, { db: SqliteDb }>(({ name }, { db }) => {
  db.exec("INSERT INTO people VALUES (?)", [name]);
});

export default pattern<{ db: SqliteDb }, { add: Stream<{ name: string }>; count: number }>(
  ({ db }) => {
    const people = db.query<{ name: string }>("SELECT name FROM people", { reactOn: db });
    return { add: add({ db }), count: computed(() => (people.result ?? []).length) };
  },
);
`;

Deno.test("a piece writes to a linked file only when it was linked with --writable", async () => {
  await using lending = await Lending.start();
  await Deno.writeTextFile(lending.workplace.path("guests.tsx"), GUESTS);
  const made = await lending.workplace.cf(["piece", "new", "guests.tsx"]);
  lending.piece = made.out.trim();
  const add = (name: string) =>
    lending.workplace.cf(["call", `${lending.piece}/add`, JSON.stringify({ name })]);
  await lending.link(`sqlite:${lending.path}`);
  assert.equal((await add("bob")).status, 1, "the file is for reading");
  const linked = await lending.link(`sqlite:${lending.path}`, "--writable");
  assert.equal(linked.status, 0, linked.err);
  const added = await add("bob");
  assert.equal(added.status, 0, added.err);
  assert.equal(await lending.get("count"), 2);
  const file = new DatabaseSync(lending.path, { readOnly: true });
  const names = file.prepare("SELECT name FROM people ORDER BY name").all();
  file.close();
  assert.deepEqual(names.map(({ name }) => name), ["ada", "bob"]);
});

Deno.test("a file is not lent for an input that the piece does not have", async () => {
  await using lending = await Lending.start();
  const { workplace, piece, path } = lending;
  const linked = await workplace.cf(["piece", "link", `sqlite:${path}`, `${piece}/nope`, "--json"]);
  assert.equal(JSON.parse(linked.err).error.code, "no-field");
  const lent = await workplace.cf(["sqlite", "lent", "--json"]);
  assert.deepEqual(JSON.parse(lent.out), []);
});

Deno.test("cf sqlite lent lists what is lent, and unlend takes it back", async () => {
  await using lending = await Lending.start();
  const { workplace, path } = lending;
  await lending.link(`sqlite:${path}`);
  const lent = await workplace.cf(["sqlite", "lent", "--json"]);
  const [file] = JSON.parse(lent.out);
  assert.deepEqual([file.path, file.writable], [path, false], lent.err);
  const failed = lending.watch("failed");
  while (await failed.next() !== false);
  const taken = await workplace.cf(["sqlite", "unlend", "people", "--json"]);
  assert.deepEqual(JSON.parse(taken.out), { file: path, id: file.id }, taken.err);
  while (await failed.next() !== true);
  await failed.end();
  assert.deepEqual(JSON.parse((await workplace.cf(["sqlite", "lent", "--json"])).out), []);
  const again = await workplace.cf(["sqlite", "unlend", "people", "--json"]);
  assert.equal(JSON.parse(again.err).error.code, "unknown-database");
  const linked = await lending.link(`sqlite:${path}`);
  assert.equal(linked.status, 0, linked.err);
  assert.deepEqual(await lending.get("names"), ["ada"]);
});

Deno.test("no file inside the store is lent, even where the operator allows its folder", async () => {
  await using lending = await Lending.start(".");
  const store = `${lending.folder}/.cf/store`;
  const [space] = [...Deno.readDirSync(store)].filter(({ name }) => name.startsWith("did:"));
  const refused = await lending.link(`sqlite:${store}/${space!.name}/space.sqlite`);
  assert.equal(refused.status, 1);
  const { error } = JSON.parse(refused.err.trim().split("\n").at(-1)!);
  assert.equal(error.code, "bad-source");
  assert.match(error.message, /within the store/);
  assert.deepEqual((await lending.link(`sqlite:${lending.path}`)).status, 0);
});
