/** Files of rows over HTTP: who may send them, how large they are, and what is left when they fail. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { BODY_HASH_HEADER, createIdentity, signRequest } from "@cf/protocol";
import { type Server, type ServerOptions, startServer } from "../mod.ts";
import { Caller } from "./caller.ts";

const ID = `of:${"a".repeat(26)}`;
const TABLES = { notes: { columns: { body: "text not null" } } };

/** A server on disk with a space of `owner`'s, in which the space and the owner have a database. */
class Setting implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "cf-rows-" });
  server!: Server;
  operator!: Caller;
  owner!: Caller;
  space!: string;

  static async open(options: Partial<ServerOptions> = {}): Promise<Setting> {
    const setting = new Setting();
    const identity = await createIdentity();
    const store = `${setting.folder}/store`;
    setting.server = await startServer({ store, identity, writeLog: () => {}, ...options });
    setting.operator = new Caller(setting.server.url, identity);
    setting.owner = await setting.caller();
    setting.space = (await setting.owner.send("POST", "/api/spaces", {})).body.space;
    const principal = setting.owner.identity.did;
    const connection = setting.server.spaces.get(setting.space).connect({ principal });
    const value = { id: ID, tables: TABLES, rev: 0 };
    const set = { op: "set", id: ID, value } as const;
    connection.commit({ local: 1, reads: [], operations: [set, { ...set, scope: "user" }] });
    await connection.settled();
    connection.close();
    return setting;
  }

  async caller(): Promise<Caller> {
    return new Caller(this.server.url, await createIdentity());
  }

  /** An SQLite file with one note. */
  file(body: string | null): Uint8Array<ArrayBuffer> {
    const path = `${this.folder}/${crypto.randomUUID()}`;
    const file = new DatabaseSync(path);
    file.exec("create table notes (body)");
    file.prepare("insert into notes values (?)").run(body);
    file.close();
    return Deno.readFileSync(path);
  }

  /** Sends a file, and says another hash or names another mode if told to. */
  async send(
    { url, identity }: Caller,
    body: Uint8Array<ArrayBuffer>,
    { database = ID, mode = "add", signed = body }: {
      database?: string;
      mode?: string;
      signed?: Uint8Array;
    } = {},
  ) {
    const path = `/api/spaces/${this.space}/databases/${encodeURIComponent(database)}/rows`;
    const target = new URL(`${path}?mode=${mode}&source=notes.sqlite&bytes=${body.length}`, url);
    const bodyHash = createHash("sha256").update(signed).digest("hex");
    const authorization = await signRequest(identity, { method: "POST", url: target, bodyHash });
    const headers = { authorization, [BODY_HASH_HEADER]: bodyHash };
    const sent = new Blob([body]).stream();
    const response = await fetch(target, { method: "POST", headers, body: sent });
    return { status: response.status, body: await response.json() };
  }

  /** What waits in the space's folder. */
  staged(): string[] {
    const folder = `${this.folder}/store/${this.space}/staging`;
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  }

  databases() {
    return this.server.spaces.get(this.space).operator.databases();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("rows are taken from whoever may write, and by the operator, into the right database", async () => {
  await using setting = await Setting.open();
  const { owner, operator, space } = setting;
  const first = await setting.send(owner, setting.file("one"));
  assert.deepEqual([first.status, first.body.tables], [200, {
    notes: { rows: 1, added: 1, removed: 0 },
  }]);
  assert.equal((await setting.send(operator, setting.file("two"))).status, 200);
  const stranger = await setting.caller();
  const refused = await setting.send(stranger, setting.file("no"));
  assert.deepEqual([refused.status, refused.body.error.code], [403, "not-allowed"]);
  const line = `/api/spaces/${space}/access/${stranger.identity.did}`;
  await owner.send("PUT", line, { capability: "write" });
  assert.equal((await setting.send(stranger, setting.file("three"))).status, 200);
  const did = owner.identity.did;
  // The whole name of a principal's database, which only that principal or the operator fills.
  await setting.server.spaces.get(space).operator.takeRowsIn({
    key: { id: ID, scope: `user:${did}` },
    path: writeTo(setting, "mine"),
    source: "mine",
    mode: "add",
    by: did,
  });
  const own = `${ID} user:${did}`;
  const foreign = await setting.send(stranger, setting.file("no"), { database: own });
  assert.deepEqual([foreign.status, foreign.body.error.code], [403, "not-allowed"]);
  assert.equal((await setting.send(owner, setting.file("x"), { database: own })).status, 200);
  assert.equal((await setting.send(operator, setting.file("x"), { database: own })).status, 200);
  assert.deepEqual(setting.databases().map(({ key }) => key.scope), ["space", `user:${did}`]);
  const both = await setting.send(owner, setting.file("x"), { database: "db-" });
  assert.deepEqual([both.status, both.body.error.code], [409, "ambiguous-database"]);
  assert.deepEqual(setting.staged(), []);
});

function writeTo(setting: Setting, body: string): string {
  const path = `${setting.folder}/${body}.sqlite`;
  Deno.writeFileSync(path, setting.file(body));
  return path;
}

Deno.test("a file that is refused leaves nothing behind, and says why", async () => {
  await using setting = await Setting.open({ limits: { uploadBytesMax: 100_000 } });
  const { owner } = setting;
  const codeOf = async (...args: Parameters<Setting["send"]>) => {
    const { status, body } = await setting.send(...args);
    return [status, body.error.code];
  };
  const file = setting.file("note");
  const other = { signed: new Uint8Array(3) };
  assert.deepEqual(await codeOf(owner, file, other), [400, "bad-request"]);
  assert.deepEqual(await codeOf(owner, file, { mode: "none" }), [400, "bad-request"]);
  assert.deepEqual(await codeOf(owner, new Uint8Array(200_000)), [413, "body-too-large"]);
  assert.deepEqual(await codeOf(owner, new Uint8Array(5000)), [422, "bad-import"]);
  assert.deepEqual(await codeOf(owner, setting.file(null)), [422, "bad-import"]);
  const unknown = { database: `of:${"b".repeat(26)}` };
  assert.deepEqual(await codeOf(owner, file, unknown), [404, "unknown-database"]);
  assert.deepEqual(setting.staged(), []);
  assert.deepEqual(setting.databases(), []);
  const names = [...Deno.readDirSync(`${setting.folder}/store/${setting.space}`)];
  assert.deepEqual(names.filter(({ name }) => name.startsWith("db-")), []);
});

Deno.test("a client that goes away while it sends leaves nothing behind", async () => {
  await using setting = await Setting.open();
  const { owner, space } = setting;
  const path = `/api/spaces/${space}/databases/${ID}/rows?mode=add`;
  const url = new URL(path, owner.url);
  const bodyHash = "0".repeat(64);
  const authorization = await signRequest(owner.identity, { method: "POST", url, bodyHash });
  const stop = new AbortController();
  const arrived = Promise.withResolvers<void>();
  // What is made in a folder before the watch over that folder has begun goes unheard.
  const staging = `${setting.folder}/store/${space}/staging`;
  await Deno.mkdir(staging, { recursive: true });
  const watcher = Deno.watchFs(staging);
  const watching = (async () => {
    for await (const { kind, paths } of watcher) {
      if (kind === "modify") arrived.resolve();
      if (kind === "remove" && paths.some((each) => /sqlite/.test(each))) return;
    }
  })();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(500_000)),
  });
  const headers = { authorization, [BODY_HASH_HEADER]: bodyHash };
  const sending = fetch(url, { method: "POST", headers, body, signal: stop.signal });
  sending.catch(() => {});
  await arrived.promise;
  stop.abort();
  await watching;
  assert.deepEqual(setting.staged(), []);
});
