/** Every row of the table of crashes: what was found, what was done, and that the rows are right. */

import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { copyFileSync, existsSync, statSync, truncateSync } from "node:fs";
import {
  contentOf,
  openSession,
  type RecordedSession,
  SPACE,
  TestStore,
} from "../testing/test-space.ts";
import type { DatabaseInfo } from "../lifecycle/operator.ts";
import type { Repair } from "./repairs.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;
const NOISE = "UPDATE entries SET body = body || hex(randomblob(4)) WHERE id % 3 = 0";

/** A store with repairs noted, and shorthands for what the tests do to it. */
class Patient implements AsyncDisposable {
  readonly repairs: Repair[] = [];
  readonly store = new TestStore({ onRepair: (repair) => this.repairs.push(repair) });
  #session: RecordedSession | undefined;

  /** Commits `count` rows, one commit each, and returns the content of the file after closing. */
  async grow(count: number): Promise<Record<string, unknown[]>> {
    const session = this.#session ?? openSession(this.store.open(), { session: "writer" });
    this.#session = session;
    for (let i = 0; i < count; i++) {
      session.exec({ sql: INSERT, params: [`row ${i}`, i] }, NOISE);
      await session.connection.settled();
    }
    return await this.shut();
  }

  async shut(): Promise<Record<string, unknown[]>> {
    await this.store.close();
    this.#session = undefined;
    return contentOf(this.store.path(FILE));
  }

  /** Opens the store, makes the database be used, and returns the codes of refusals. */
  async use(): Promise<string[]> {
    const session = openSession(this.store.open(), { session: "reader" });
    session.exec("DELETE FROM entries WHERE id < 0");
    await session.connection.settled();
    return session.frames.flatMap((frame) => frame.refusals.map(({ error }) => error.code));
  }

  /** Keeps a copy of files under a name, and puts it back later. */
  keep(name: string, file: string): void {
    copyFileSync(this.store.path(file), this.store.path(`../${name}`));
  }

  putBack(name: string, file: string): void {
    for (const suffix of ["-wal", "-shm"]) {
      if (existsSync(this.store.path(file + suffix))) {
        Deno.removeSync(this.store.path(file + suffix));
      }
    }
    copyFileSync(this.store.path(`../${name}`), this.store.path(file));
  }

  get actions(): string[] {
    return this.repairs.map(({ action }) => action);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
  }
}

Deno.test("recovery leaves a file alone that is as the log says", async () => {
  await using patient = new Patient();
  const before = await patient.grow(3);
  deepEqual(await patient.use(), []);
  deepEqual(await patient.shut(), before);
  deepEqual(patient.actions, []);
});

Deno.test("recovery redoes what a file lacks, random() and all", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  patient.keep("older", FILE);
  const newest = await patient.grow(20);
  patient.putBack("older", FILE);
  deepEqual(await patient.use(), []);
  deepEqual(await patient.shut(), newest);
  deepEqual(patient.actions, ["redo"]);
});

Deno.test("recovery undoes what the space's store does not know", async () => {
  await using patient = new Patient();
  const older = await patient.grow(3);
  patient.keep("older", "space.sqlite");
  await patient.grow(20);
  patient.putBack("older", "space.sqlite");
  deepEqual(await patient.use(), []);
  deepEqual(await patient.shut(), older);
  deepEqual(patient.actions, ["undo"]);
});

Deno.test("recovery rebuilds a file that is further ahead than it can undo", async () => {
  await using patient = new Patient();
  const older = await patient.grow(3);
  patient.keep("older", "space.sqlite");
  await patient.grow(110);
  patient.putBack("older", "space.sqlite");
  deepEqual(await patient.use(), []);
  deepEqual(await patient.shut(), older);
  deepEqual(patient.actions, ["rebuild"]);
});

Deno.test("a file that went on in another history is not undone into a third one", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  patient.keep("older", "space.sqlite");
  patient.keep("older-file", FILE);
  await patient.grow(9);
  patient.keep("ahead-file", FILE);
  patient.putBack("older", "space.sqlite");
  patient.putBack("older-file", FILE);
  await patient.grow(2);
  patient.putBack("ahead-file", FILE);
  const before = Deno.readFileSync(patient.store.path(FILE));
  deepEqual(await patient.use(), ["quarantined"]);
  await patient.store.close();
  deepEqual(Deno.readFileSync(patient.store.path(FILE)), before);
});

Deno.test("a file at a commit that the log has as another one is quarantined", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  patient.keep("older", "space.sqlite");
  await patient.grow(9);
  patient.keep("ahead-file", FILE);
  patient.putBack("older", "space.sqlite");
  const session = openSession(patient.store.open(), { session: "other" });
  for (let i = 0; i < 20; i++) {
    session.commit({ operations: [{ op: "set", id: "of:x", value: i }] });
  }
  session.exec({ sql: INSERT, params: ["after", 1] });
  await session.connection.settled();
  await patient.shut();
  patient.putBack("ahead-file", FILE);
  deepEqual(await patient.use(), ["quarantined"]);
});

const DAMAGES: Record<string, (path: string) => void> = {
  "was deleted": (path) => Deno.removeSync(path),
  "was cut short": (path) => truncateSync(path, 4096 + 100),
  "was emptied": (path) => truncateSync(path, 0),
  "holds something else": (path) => Deno.writeTextFileSync(path, "not a database ".repeat(1000)),
  "has an overwritten page": (path) => {
    const file = Deno.openSync(path, { write: true });
    file.seekSync(4096, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(4096).fill(0xa5));
    file.close();
  },
  "has an overwritten header": (path) => {
    const file = Deno.openSync(path, { write: true });
    file.writeSync(new Uint8Array(64).fill(0x5a));
    file.close();
  },
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  Deno.test(`recovery rebuilds a file that ${what}`, async () => {
    await using patient = new Patient();
    const before = await patient.grow(30);
    damage(patient.store.path(FILE));
    deepEqual(await patient.use(), []);
    deepEqual(await patient.shut(), before);
    notEqual(patient.actions.length, 0);
    const session = openSession(patient.store.open(), { session: "writer" });
    session.exec("INSERT INTO entries (body) VALUES ('afterwards')");
    await session.connection.settled();
    deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  });
}

Deno.test("a file that is gone while its write-ahead log is there is rebuilt without that log", async () => {
  await using patient = new Patient();
  // Rows that were deleted leave pages where a rebuilt file has others.
  const session = openSession(patient.store.open(), { session: "writer" });
  for (let i = 0; i < 60; i++) {
    session.exec(`INSERT INTO entries (body, at) VALUES (hex(randomblob(${i * 41 % 1500})), ${i})`);
  }
  session.exec("DELETE FROM entries WHERE id % 3 = 1");
  await session.connection.settled();
  await patient.store.close();
  const late = openSession(patient.store.open(), { session: "late" });
  late.exec("INSERT INTO entries (body) VALUES (hex(randomblob(700)))");
  late.exec("DELETE FROM entries WHERE id % 5 = 0");
  await late.connection.settled();
  await patient.store.crash();
  notEqual(statSync(patient.store.path(`${FILE}-wal`)).size, 0);
  Deno.removeSync(patient.store.path(FILE));
  deepEqual(await patient.use(), []);
  deepEqual(patient.actions, ["rebuild"]);
  const { operator } = patient.store.host.get(SPACE);
  const [{ key }] = operator.databases() as [DatabaseInfo];
  deepEqual(await operator.verify(key), {
    key,
    finding: { kind: "equal" },
    detail: "",
    differences: [],
    snapshots: [],
  });
  const kept = [...Deno.readDirSync(patient.store.path("trash"))].map(({ name }) => name);
  match(kept.join(), /^db-a+\.sqlite\.replaced-\d+-wal$/);
  const { replaced } = operator.collectGarbage({ graceMs: 0, dryRun: false });
  deepEqual(replaced.map((name) => `${name}-wal`), kept);
  deepEqual([...Deno.readDirSync(patient.store.path("trash"))], []);
});

Deno.test("copies that a killed process was making of a database are gone when the space is opened", async () => {
  await using patient = new Patient();
  await patient.grow(1);
  const copies = [".new", ".verify", ".replay"].flatMap((kind) => [kind, `${kind}-journal`]);
  for (const suffix of copies) Deno.writeTextFileSync(patient.store.path(FILE + suffix), "half");
  deepEqual(await patient.use(), []);
  const names = [...Deno.readDirSync(patient.store.path(""))].map(({ name }) => name);
  deepEqual(names.filter((name) => copies.some((suffix) => name === FILE + suffix)), []);
});

Deno.test("a page damaged while the store is open is found by the write that meets it", async () => {
  await using patient = new Patient();
  const before = await patient.grow(30);
  const session = openSession(patient.store.open(), { session: "late" });
  session.commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
  await session.connection.settled();
  DAMAGES["has an overwritten page"]!(patient.store.path(FILE));
  session.exec("UPDATE entries SET at = at");
  await session.connection.settled();
  deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
  deepEqual((await patient.shut()).entries, before.entries);
  deepEqual(patient.actions, ["rebuild"]);
});

Deno.test("a file with another history is quarantined and left untouched", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  patient.keep("fork", "space.sqlite");
  patient.keep("fork-file", FILE);
  await patient.grow(1);
  patient.keep("theirs", FILE);
  patient.putBack("fork", "space.sqlite");
  patient.putBack("fork-file", FILE);
  await patient.grow(1);
  patient.putBack("theirs", FILE);
  const theirs = Deno.readFileSync(patient.store.path(FILE));
  deepEqual(await patient.use(), ["quarantined"]);
  await patient.shut();
  deepEqual(Deno.readFileSync(patient.store.path(FILE)), theirs);
  deepEqual(patient.actions, ["quarantine"]);
  deepEqual(await patient.use(), ["quarantined"]);
  const { operator } = patient.store.host.get(SPACE);
  const [{ key, state }] = operator.databases() as [DatabaseInfo];
  equal(state, "quarantined");
  await operator.rebuild(key);
  equal(operator.databases()[0]!.state, "live");
  await patient.shut();
  deepEqual(patient.store.open().operator.databases().map(({ state }) => state), ["live"]);
});

Deno.test("a quarantine ends when the file that the log knows is put back", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  patient.keep("right", FILE);
  patient.keep("fork", "space.sqlite");
  await patient.grow(1);
  patient.keep("theirs", FILE);
  patient.putBack("fork", "space.sqlite");
  patient.putBack("right", FILE);
  await patient.grow(1);
  patient.keep("ours", FILE);
  patient.putBack("theirs", FILE);
  deepEqual(await patient.use(), ["quarantined"]);
  await patient.shut();
  patient.putBack("ours", FILE);
  const { operator } = patient.store.open();
  const [{ key }] = operator.databases() as [DatabaseInfo];
  deepEqual(await operator.repair(key), []);
  equal(operator.databases()[0]!.state, "live");
  await patient.shut();
  deepEqual(await patient.use(), []);
});

Deno.test("a file that a store which was set back did not know is no copy of the one made since", async () => {
  await using patient = new Patient();
  const session = openSession(patient.store.open(), { session: "first" });
  session.commit({ operations: [{ op: "set", id: "of:x", value: 0 }] });
  await session.connection.settled();
  await patient.store.close();
  patient.keep("before", "space.sqlite");
  await patient.grow(1);
  patient.keep("abandoned", FILE);
  patient.putBack("before", "space.sqlite");
  // Its database is made again, behind commits that take the numbers of the abandoned ones.
  const other = openSession(patient.store.open(), { session: "other" });
  for (let i = 0; i < 3; i++) other.commit({ operations: [{ op: "set", id: "of:x", value: i }] });
  await other.connection.settled();
  other.exec({ sql: INSERT, params: ["new", 1] });
  await patient.shut();
  deepEqual(patient.actions, ["rebuild"]);
  patient.putBack("abandoned", FILE);
  deepEqual(await patient.use(), ["quarantined"]);
});

Deno.test("what a rebuild replaces is kept in the trash", async () => {
  await using patient = new Patient();
  await patient.grow(3);
  Deno.writeTextFileSync(patient.store.path(FILE), "precious");
  await patient.use();
  const [kept] = [...Deno.readDirSync(patient.store.path("trash"))];
  equal(Deno.readTextFileSync(patient.store.path(`trash/${kept!.name}`)), "precious");
  const report = patient.store.host.get(SPACE).operator.collectGarbage({
    graceMs: 60_000,
    dryRun: true,
  });
  deepEqual([report.kept, report.replaced], [[kept!.name], []]);
});
