/** Files lent for writing: the atomic path, other programs, crashes between the two files. */

import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SqlStatement } from "@cf/protocol";
import { SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";
import { openSession, OWNER, type RecordedSession, SPACE } from "../testing/test-space.ts";

class Shared implements AsyncDisposable {
  readonly folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-shared-" }));
  readonly path = join(this.folder, "lent", "stock.db");
  readonly #inMemory: boolean;
  #host: SpaceHost | undefined;

  constructor(options: { readonly inMemory?: boolean } = {}) {
    this.#inMemory = options.inMemory ?? false;
    Deno.mkdirSync(join(this.folder, "lent"));
    this.write(`CREATE TABLE items (name TEXT PRIMARY KEY, amount INT NOT NULL);
      CREATE TABLE moves (id INTEGER PRIMARY KEY, item TEXT);
      CREATE TRIGGER moved AFTER UPDATE ON items
        BEGIN INSERT INTO moves (item) VALUES (new.name); END;
      INSERT INTO items VALUES ('nut', 5)`);
  }

  open(): Space {
    this.#host = SpaceHost.open(this.#inMemory ? ":memory:" : join(this.folder, "store"), {
      synchronous: "off",
      frameDeadlineMs: Infinity,
      sourceFolders: [join(this.folder, "lent")],
    });
    return this.#host.has(SPACE) ? this.#host.get(SPACE) : this.#host.create(SPACE, OWNER);
  }

  get host(): SpaceHost {
    return this.#host!;
  }

  async close(): Promise<void> {
    await this.#host?.close();
  }

  write(sql: string): void {
    const database = new DatabaseSync(this.path);
    database.exec(sql);
    database.close();
  }

  rows(sql: string): unknown[][] {
    const database = new DatabaseSync(this.path);
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    const rows = statement.all() as unknown as unknown[][];
    database.close();
    return rows;
  }

  /** Lends the file for writing and makes its handle. */
  async link(
    space: Space,
  ): Promise<{ session: RecordedSession; exec: (...sql: SqlStatement[]) => number }> {
    const { id, value } = await space.operator.lendFile(this.path, { writable: true });
    const session = openSession(space);
    session.commit({ operations: [{ op: "set", id, value }] });
    return { session, exec: this.#execOn(session, id) };
  }

  /** A session on a space that has the file already. */
  resume(space: Space): { session: RecordedSession; exec: (...sql: SqlStatement[]) => number } {
    const session = openSession(space);
    return { session, exec: this.#execOn(session, space.operator.lentFiles()[0]!.id) };
  }

  #execOn(session: RecordedSession, id: string) {
    return (...statements: SqlStatement[]) =>
      session.commit({
        operations: [{ op: "set", id: "of:note", value: statements.length }],
        sqlite: { handle: { id, scope: "space" }, statements },
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

const TAKE = { sql: "UPDATE items SET amount = amount - 1 WHERE name = ?", params: ["nut"] };

for (const inMemory of [true, false]) {
  const where = inMemory ? "in memory" : "on disk";
  Deno.test(`a commit writes cells and rows of a lent file at once, ${where}`, async () => {
    await using shared = new Shared({ inMemory });
    const space = shared.open();
    const { session, exec } = await shared.link(space);
    exec(TAKE, { sql: "INSERT INTO items VALUES (?, ?)", params: ["bolt", 2] });
    await session.connection.settled();
    deepEqual(shared.rows("SELECT * FROM items ORDER BY name"), [["bolt", 2], ["nut", 4]]);
    deepEqual(shared.rows("SELECT item FROM moves"), [["nut"]]);
    exec(TAKE, { sql: "INSERT INTO items VALUES (?, ?)", params: ["bolt", 9] });
    await session.connection.settled();
    equal(session.frames.at(-1)!.refusals[0]!.error.code, "sql-error");
    deepEqual(shared.rows("SELECT amount FROM items WHERE name = 'nut'"), [[4]]);
    deepEqual(await space.operator.verifyLog(), []);
  });
}

Deno.test("two spaces see what one of them writes to a file that both use", async () => {
  await using shared = new Shared();
  const space = shared.open();
  const { session, exec } = await shared.link(space);
  const other = shared.host.create("did:key:zOtherSpace", OWNER);
  const reading = openSession(other);
  const { id, value } = await other.operator.lendFile(shared.path);
  reading.commit({ operations: [{ op: "set", id, value }] });
  const shown = Promise.withResolvers<void>();
  let own = 0;
  const sql = "SELECT amount FROM items WHERE amount = 4";
  session.connection.watchQuery(1, {
    handle: { id: space.operator.lentFiles()[0]!.id, scope: "space" },
    sql,
    live: true,
  });
  reading.connection.watchQuery(1, { handle: { id, scope: "space" }, sql, live: true });
  await session.connection.settled();
  await reading.connection.settled();
  reading.connection.onFrame = ({ queries }) => {
    if (queries.some(({ update }) => update.kind === "diff")) shown.resolve();
  };
  const local = exec(TAKE);
  await session.connection.settled();
  for (const { receipts, queries } of session.frames) {
    if (receipts.some((receipt) => receipt.local === local)) own = queries.length;
  }
  equal(own, 1, "the rows travel in the frame of the commit");
  await shown.promise;
});

/** What a store notes of the start of the machine is of another one. */
function restartMachine(shared: Shared): void {
  const store = new DatabaseSync(join(shared.folder, "store", SPACE, "space.sqlite"));
  store.exec("UPDATE _cf_source SET boot = 'another start'");
  store.close();
}

/** Leaves a lent file behind the log by a commit, as a kill does, and by `others`, as a power loss. */
async function leaveBehind(shared: Shared, ...others: SqlStatement[]): Promise<void> {
  const { session, exec } = await shared.link(shared.open());
  exec(TAKE);
  await session.connection.settled();
  const before = Deno.readFileSync(shared.path);
  for (const statement of [TAKE, ...others]) exec(statement);
  await session.connection.settled();
  await shared.close();
  Deno.writeFileSync(shared.path, before);
  if (others.length > 0) restartMachine(shared);
}

Deno.test("a file that a crash left behind is brought up before the next write", async () => {
  await using shared = new Shared();
  await leaveBehind(shared, { sql: "INSERT INTO items VALUES ('bolt', 1)" });
  const again = shared.resume(shared.open());
  again.exec({ sql: "INSERT INTO items VALUES ('pin', 7)" });
  await again.session.connection.settled();
  deepEqual(again.session.frames.at(-1)!.refusals, []);
  deepEqual(shared.rows("SELECT * FROM items ORDER BY name"), [
    ["bolt", 1],
    ["nut", 3],
    ["pin", 7],
  ]);
  equal(shared.rows("SELECT * FROM moves").length, 2);
});

/** Resolves when a live query of the one item shows this amount. */
async function shows({ connection }: RecordedSession, space: Space, amount: number): Promise<void> {
  const seen = Promise.withResolvers<void>();
  connection.onFrame = ({ queries }) => {
    for (const { update } of queries) {
      const rows = update.kind === "rows"
        ? update.result.rows
        : update.kind === "diff"
        ? update.splices.flatMap(({ add }) => add)
        : [];
      if (rows.some(([found]) => found === amount)) seen.resolve();
    }
  };
  const handle = { id: space.operator.lentFiles()[0]!.id, scope: "space" } as const;
  connection.watchQuery(1, { handle, sql: "SELECT amount FROM items", live: true });
  await seen.promise;
}

Deno.test("a file that a crash left behind is brought up without being written", async () => {
  await using shared = new Shared();
  await leaveBehind(shared);
  const space = shared.open();
  await shows(openSession(space), space, 3);
});

Deno.test("a file whose own commit fails is brought up as soon as that is possible", async () => {
  await using shared = new Shared();
  const space = shared.open();
  const { session, exec } = await shared.link(space);
  await session.connection.settled();
  // Without a write-ahead log whoever reads keeps others from committing, and not from writing.
  const other = new DatabaseSync(shared.path);
  other.exec("BEGIN; SELECT * FROM items");
  exec(TAKE);
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  deepEqual(shared.rows("SELECT amount FROM items"), [[5]]);
  match(space.operator.lentFiles()[0]!.behind!.problem, /database is locked/);
  other.exec("ROLLBACK");
  other.close();
  await shows(session, space, 4);
  exec(TAKE);
  await session.connection.settled();
  equal(space.operator.lentFiles()[0]!.behind, undefined);
});

Deno.test("a file that is ahead of a space that was put back is taken as it is", async () => {
  await using shared = new Shared();
  const first = await shared.link(shared.open());
  first.exec(TAKE);
  await first.session.connection.settled();
  await shared.close();
  const path = join(shared.folder, "store", SPACE, "space.sqlite");
  const older = Deno.readFileSync(path);
  const second = shared.resume(shared.open());
  for (let i = 0; i < 3; i++) second.exec(TAKE);
  await second.session.connection.settled();
  await shared.close();
  Deno.writeFileSync(path, older);
  deepEqual(shared.rows("SELECT amount FROM items"), [[1]]);
  // A write that is refused is enough for the space to have looked at the file.
  const third = shared.resume(shared.open());
  third.exec({ sql: "INSERT INTO items VALUES ('nut', 9)" });
  await third.session.connection.settled();
  const before = Deno.readFileSync(shared.path);
  third.exec({ sql: "INSERT INTO items VALUES ('bolt', 2)" });
  await third.session.connection.settled();
  await shared.close();
  Deno.writeFileSync(shared.path, before);
  // What a crash kept from it is applied, and nothing that the file has already.
  const fourth = shared.resume(shared.open());
  fourth.exec({ sql: "INSERT INTO items VALUES ('pin', 7)" });
  await fourth.session.connection.settled();
  deepEqual(fourth.session.frames.at(-1)!.refusals, []);
  deepEqual(shared.rows("SELECT * FROM items ORDER BY name"), [
    ["bolt", 2],
    ["nut", 1],
    ["pin", 7],
  ]);
});

Deno.test("rows that others changed after a crash are not overwritten, and lending anew goes on", async () => {
  await using shared = new Shared();
  await leaveBehind(shared);
  shared.write("UPDATE items SET amount = 100");
  const space = shared.open();
  const again = shared.resume(space);
  again.exec(TAKE);
  await again.session.connection.settled();
  match(again.session.frames.at(-1)!.refusals[0]!.error.message, /lend it anew/);
  deepEqual(shared.rows("SELECT amount FROM items"), [[100]]);
  await space.operator.lendFile(shared.path, { writable: true });
  again.exec(TAKE);
  await again.session.connection.settled();
  deepEqual(shared.rows("SELECT amount FROM items"), [[99]]);
});

Deno.test("another file that takes the place of a lent one while no space is open gets no rows of it", async () => {
  await using shared = new Shared();
  const { session, exec } = await shared.link(shared.open());
  for (const name of ["bolt", "pin"]) {
    exec({ sql: "INSERT INTO items VALUES (?, 1)", params: [name] });
  }
  await session.connection.settled();
  await shared.close();
  Deno.renameSync(shared.path, `${shared.path}.old`);
  shared.write("CREATE TABLE items (name TEXT PRIMARY KEY, amount INT NOT NULL)");
  const space = shared.open();
  const again = shared.resume(space);
  again.exec({ sql: "INSERT INTO items VALUES ('nail', 1)" });
  await again.session.connection.settled();
  match(
    again.session.frames.at(-1)!.refusals[0]!.error.message,
    /another file was put in its place, which does not hold commit \d+; lend it anew/,
  );
  match(space.operator.lentFiles()[0]!.behind!.problem, /another file was put in its place/);
  deepEqual(shared.rows("SELECT name FROM items"), []);
  await shared.close();
  // The file itself is brought up, also where the other one has stood in between.
  Deno.renameSync(`${shared.path}.old`, shared.path);
  const back = shared.resume(shared.open());
  back.exec({ sql: "INSERT INTO items VALUES ('nail', 1)" });
  await back.session.connection.settled();
  deepEqual(back.session.frames.flatMap(({ refusals }) => refusals), []);
  deepEqual(shared.rows("SELECT name FROM items").flat(), ["bolt", "nail", "nut", "pin"]);
});

/** Puts another file, or an older state of it, in the place of a lent one. */
const REPLACED: Readonly<Record<string, (shared: Shared, before: Uint8Array) => void>> = {
  "another file": (shared) => {
    for (const suffix of ["", "-wal", "-shm"]) {
      if (existsSync(shared.path + suffix)) Deno.removeSync(shared.path + suffix);
    }
    shared.write(`CREATE TABLE items (name TEXT PRIMARY KEY, amount INT NOT NULL);
      INSERT INTO items VALUES ('nut', 100)`);
  },
  "an older state": (shared, before) => Deno.writeFileSync(shared.path, before),
};

for (const [what, replace] of Object.entries(REPLACED)) {
  Deno.test(`${what} in the place of a lent one gets no rows of the space before it is lent anew`, async () => {
    await using shared = new Shared();
    const before = Deno.readFileSync(shared.path);
    const space = shared.open();
    const { session, exec } = await shared.link(space);
    exec({ sql: "INSERT INTO items VALUES ('bolt', 1)" });
    await session.connection.settled();
    replace(shared, before);
    const there = shared.rows("SELECT name FROM items");
    exec(TAKE);
    await session.connection.settled();
    match(
      session.frames.at(-1)!.refusals[0]!.error.message,
      /(another file was put in its place|replaced or put back).*; lend it anew to go on from what/,
    );
    deepEqual(shared.rows("SELECT name FROM items"), there);
    const again = await shared.link(space);
    again.exec(TAKE);
    await again.session.connection.settled();
    deepEqual(again.session.frames.flatMap(({ refusals }) => refusals), []);
    deepEqual(shared.rows("SELECT name FROM items"), there);
  });
}

Deno.test("an older state that is written over a lent file while no space is open gets no rows of it", async () => {
  await using shared = new Shared();
  const { session, exec } = await shared.link(shared.open());
  exec(TAKE);
  await session.connection.settled();
  const before = Deno.readFileSync(shared.path);
  for (let i = 0; i < 2; i++) exec(TAKE);
  await session.connection.settled();
  await shared.close();
  Deno.writeFileSync(shared.path, before);
  const space = shared.open();
  const again = shared.resume(space);
  again.exec(TAKE);
  await again.session.connection.settled();
  match(
    again.session.frames.at(-1)!.refusals[0]!.error.message,
    /does not hold commit \d+ any more, .*; lend it anew to go on from what it holds/,
  );
  deepEqual(shared.rows("SELECT amount FROM items"), [[4]]);
  await space.operator.lendFile(shared.path, { writable: true });
  again.exec(TAKE);
  await again.session.connection.settled();
  deepEqual(shared.rows("SELECT amount FROM items"), [[3]]);
});

Deno.test("while another program writes, only the commits to that file are refused", async () => {
  await using shared = new Shared();
  const { session, exec } = await shared.link(shared.open());
  await session.connection.settled();
  const other = new DatabaseSync(shared.path);
  other.exec("BEGIN IMMEDIATE");
  const refused = exec(TAKE);
  const accepted = session.commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
  await session.connection.settled();
  other.exec("ROLLBACK");
  other.close();
  const refusals = session.frames.flatMap((frame) => frame.refusals);
  deepEqual(refusals.map(({ local, error }) => [local, error.code]), [[refused, "bad-source"]]);
  equal(session.frames.some((frame) => frame.receipts.some((r) => r.local === accepted)), true);
  exec(TAKE);
  await session.connection.settled();
  deepEqual(shared.rows("SELECT amount FROM items"), [[4]]);
});

Deno.test("a file with a table without a key is not lent for writing, nor a NULL key written", async () => {
  await using shared = new Shared();
  const space = shared.open();
  const { session, exec } = await shared.link(space);
  exec({ sql: "INSERT INTO items VALUES (NULL, 1)" });
  await session.connection.settled();
  match(session.frames.at(-1)!.refusals[0]!.error.message, /key that is NULL/);
  shared.write("CREATE TABLE bare (x)");
  exec({ sql: "INSERT INTO bare VALUES (1)" });
  await session.connection.settled();
  equal(session.frames.at(-1)!.refusals[0]!.error.code, "guard-violation");
  await rejects(() => space.operator.lendFile(shared.path, { writable: true }), /bare/);
});

/** What others do to a file that is lent, and what a write then hears. */
const MISHAPS: Record<string, { readonly act: (path: string) => void; readonly refusal: RegExp }> =
  {
    "is removed": { act: (path) => Deno.removeSync(path), refusal: /stock\.db.*no such file/ },
    "is emptied": { act: (path) => Deno.truncateSync(path, 0), refusal: /stock\.db/ },
    "is cut short": { act: (path) => Deno.truncateSync(path, 6000), refusal: /stock\.db/ },
    "is replaced by a text": {
      act: (path) => Deno.writeTextFileSync(path, "not a database, by far".repeat(500)),
      refusal: /stock\.db.*not a database/,
    },
    "is replaced by another database": {
      act: (path) => {
        Deno.removeSync(path);
        const database = new DatabaseSync(path);
        database.exec("CREATE TABLE others (id INTEGER PRIMARY KEY)");
        database.close();
      },
      refusal: /stock\.db.*another file was put in its place/s,
    },
  };

for (const [what, { act, refusal }] of Object.entries(MISHAPS)) {
  Deno.test(`a lent file that ${what} refuses writes, and goes on when it is back`, async () => {
    await using shared = new Shared();
    const space = shared.open();
    const { session, exec } = await shared.link(space);
    exec(TAKE);
    await session.connection.settled();
    const kept = Deno.readFileSync(shared.path);
    act(shared.path);
    exec(TAKE);
    const own = session.commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
    await session.connection.settled();
    match(session.frames.flatMap((frame) => frame.refusals)[0]!.error.message, refusal);
    ok(session.frames.some((frame) => frame.receipts.some(({ local }) => local === own)));
    Deno.writeFileSync(shared.path, kept);
    exec(TAKE);
    await session.connection.settled();
    equal(session.frames.flatMap((frame) => frame.refusals).length, 1);
    deepEqual(shared.rows("SELECT amount FROM items"), [[3]]);
  });
}
