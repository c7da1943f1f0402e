/** A declaration with a newer version reaches the database when the code that has it runs. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { createIdentity } from "@cf/protocol";
import { type ErrorReport, openPiece, type Piece } from "@cf/runner";
import { type Space, SpaceHost } from "@cf/space";
import { compileFile, sharedCompiler } from "./compile.ts";
import { type Fabric, fabricOver, makeRuntime } from "./fabric.ts";

/** A pattern over `declaration` that shows the rows of `sql`, live or asked once. */
const source = (declaration: string, sql: string) => `
import { action, computed, pattern, sqliteDatabase, Stream, table } from "commonfabric";

export default pattern<Record<string, never>, {
  rows: { text: string }[]; error: string; add: Stream<{ body: string }>;
}>(() => {
  const db = sqliteDatabase(${declaration});
  const found = db.query<{ text: string }>(${JSON.stringify(sql)}, { reactOn: db });
  const once = db.query<{ text: string }>(${JSON.stringify(sql)});
  const add = action(({ body }: { body: string }) => {
    db.exec("insert into notes (body) values (?)", [body]);
  });
  return {
    rows: computed(() => [...(found.result ?? []), ...(once.result ?? [])]),
    error: computed(() => found.error?.message ?? ""),
    add,
  };
});
`;

const FIRST = source(
  `{ tables: { notes: table({ id: "integer primary key", body: "text" }) } }`,
  "select body as text from notes",
);
const STEPS =
  `2: ["alter table notes rename column body to words"], 3: ["update notes set words = upper(words)"]`;
const SECOND = source(
  `{ tables: { notes: table({ id: "integer primary key", words: "text" }) }, version: 3, migrations: { ${STEPS} } }`,
  "select words as text from notes",
);

/** A space of one owner, and its runtimes. */
class Setting implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "cf-migration-" });
  readonly host = SpaceHost.open(":memory:");
  readonly reports: ErrorReport[] = [];
  readonly #fabrics: Fabric[] = [];
  owner = "";
  space!: Space;

  static async open(): Promise<Setting> {
    const setting = new Setting();
    setting.owner = (await createIdentity()).did;
    setting.space = setting.host.create((await createIdentity()).did, setting.owner);
    return setting;
  }

  fabric(principal = this.owner): Fabric {
    const compiler = () => sharedCompiler();
    const connection = this.space.connect({ principal });
    const onError = (report: ErrorReport) => this.reports.push(report);
    const runtime = makeRuntime(connection, { onError }, compiler);
    const fabric = fabricOver(runtime, compiler, { close: () => runtime.dispose() });
    this.#fabrics.push(fabric);
    return fabric;
  }

  /** Makes a piece of the first code with two rows, and gives it other code. */
  async swapped(code: string): Promise<string> {
    const fabric = this.fabric();
    const made = await this.#run(fabric, FIRST);
    await made.send("add", { body: "one" });
    await made.send("add", { body: "two" });
    await fabric.idle();
    const other = await this.#run(fabric, code);
    const pattern = this.space.valueAsOf({ id: other.id }, { seq: this.space.stats.seq }, {
      principal: this.owner,
    }).value as { pattern: never };
    const connection = this.space.connect({ principal: this.owner });
    const patches = [{ op: "replace", path: ["pattern"], value: pattern.pattern }] as const;
    const operations = [{ op: "patch", id: made.id, patches }] as const;
    connection.commit({ local: 1, reads: [], operations });
    await connection.settled();
    connection.close();
    await fabric.close();
    this.reports.length = 0;
    return made.id;
  }

  async #run(fabric: Fabric, code: string): Promise<Piece> {
    const path = join(this.folder, `${crypto.randomUUID()}.tsx`);
    await Deno.writeTextFile(path, code);
    return await fabric.runProgram(compileFile(path, sharedCompiler()), { argument: {} });
  }

  /** How many commits brought a database's schema somewhere. */
  get migrations(): number {
    return [...this.space.log()]
      .filter(({ record }) => (record.database?.schema.length ?? 0) > 0).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const fabric of this.#fabrics) await fabric.close();
    await this.host.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** What a piece shows to somebody who observes it, when nothing is on its way any more. */
async function shown(fabric: Fabric, id: string): Promise<{ texts: string[]; error: string }> {
  const piece = openPiece(fabric.runtime, id);
  const stop = piece.sink("", () => {});
  await fabric.idle();
  const rows = await piece.get("rows") as { text: string }[];
  const error = await piece.get("error") as string;
  stop();
  return { texts: rows.map(({ text }) => text).sort(), error };
}

Deno.test("queries of a newer version are answered by it before anybody writes", async () => {
  await using setting = await Setting.open();
  const id = await setting.swapped(SECOND);
  const before = setting.migrations;
  assert.deepEqual(await shown(setting.fabric(), id), {
    texts: ["ONE", "ONE", "TWO", "TWO"],
    error: "",
  });
  assert.equal(setting.migrations, before + 1);
  assert.deepEqual(setting.reports, []);
});

Deno.test("of several runtimes with newer code one migrates, and each is answered", async () => {
  await using setting = await Setting.open();
  const id = await setting.swapped(SECOND);
  const before = setting.migrations;
  const fabrics = Array.from({ length: 4 }, () => setting.fabric());
  for (const { texts } of await Promise.all(fabrics.map((fabric) => shown(fabric, id)))) {
    assert.deepEqual(texts, ["ONE", "ONE", "TWO", "TWO"]);
  }
  assert.equal(setting.migrations, before + 1);
  const { seq } = setting.space.stats;
  await shown(setting.fabric(), id);
  assert.equal(setting.space.stats.seq, seq);
  assert.deepEqual(setting.reports, []);
});

Deno.test("who may only read is told that the next write brings the database there", async () => {
  await using setting = await Setting.open();
  const id = await setting.swapped(SECOND);
  const { did } = await createIdentity();
  await setting.space.access.set(setting.owner, did, "read");
  const { seq } = setting.space.stats;
  const reader = setting.fabric(did);
  const { error, texts } = await shown(reader, id);
  assert.match(error, /no such column: words; the database is at version 1, and the next write/);
  assert.deepEqual(texts, []);
  assert.equal(setting.space.stats.seq, seq);
  const watched = openPiece(reader.runtime, id);
  const arrived = Promise.withResolvers<void>();
  const stop = watched.sink("rows", (rows) => {
    if (Array.isArray(rows) && rows.length > 0) arrived.resolve();
  });
  await shown(setting.fabric(), id);
  await arrived.promise;
  stop();
});

Deno.test("a migration that is refused is told once, and is what the queries say", async () => {
  await using setting = await Setting.open();
  const id = await setting.swapped(
    SECOND.replace("rename column body to words", "add column words text"),
  );
  const { seq } = setting.space.stats;
  const fabric = setting.fabric();
  const { error } = await shown(fabric, id);
  assert.match(error, /^Cannot migrate the database: .*\n.*notes.*body/s);
  await shown(fabric, id);
  const told = setting.reports.filter(({ error }) =>
    (error as { code?: string }).code === "unsupported-migration"
  );
  assert.equal(told.length, 1, setting.reports.map(({ text }) => text).join("\n"));
  assert.equal(setting.space.stats.seq, seq);
});

Deno.test("a full-text index that newer code adds is there when it is asked", async () => {
  await using setting = await Setting.open();
  const id = await setting.swapped(source(
    `{ tables: { notes: table({ id: "integer primary key", body: "text" }, undefined, { fts: ["body"] }) } }`,
    "select body as text from notes_fts where notes_fts match 'one'",
  ));
  assert.deepEqual(await shown(setting.fabric(), id), { texts: ["one", "one"], error: "" });
});
