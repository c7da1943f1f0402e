/**
 * A server process is killed with SIGKILL while several clients commit. After each restart every
 * acknowledged commit is there, and the clients come back by themselves. `CF_KILLS` sets how often.
 */

import assert from "node:assert/strict";
import { createIdentity, exportIdentity, type Identity } from "@cf/protocol";
import { SpaceHost } from "@cf/space";
import { connectWebSocket } from "@cf/runner";
import { DECLARE, HANDLE, insert, query } from "./database.ts";
import { freePort, startProcess, stopProcess } from "./server-under-test.ts";
import { Replica } from "./replica.ts";
import { impatientClock } from "./worlds.ts";

const KILLS = Number(Deno.env.get("CF_KILLS") ?? 10);
const CLIENTS = 4;
const ON_THEIR_WAY = 8;

/** Keeps a client busy: a new commit for each answer, `ON_THEIR_WAY` at a time. */
class Committer {
  readonly replica: Replica;
  readonly #name: string;
  readonly #onAnswer: () => void;
  readonly acknowledged: string[] = [];
  #sent = 0;
  #isStopped = false;

  constructor(replica: Replica, name: string, onAnswer: () => void) {
    this.replica = replica;
    this.#name = name;
    this.#onAnswer = onAnswer;
    for (let n = 0; n < ON_THEIR_WAY; n++) this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.replica.connection.settled();
  }

  async #next(): Promise<void> {
    const value = `${this.#name}/${this.#sent++}`;
    const local = this.replica.exec(HANDLE, [insert(value)], [
      { op: "append", id: `of:${this.#name}`, path: [], values: [value] },
      { op: "increment", id: "of:count", path: [], by: 1 },
    ]);
    const answer = await this.replica.answerTo(local);
    assert.ok(answer.ok);
    this.acknowledged.push(value);
    this.#onAnswer();
    if (!this.#isStopped) this.#next();
  }
}

async function checkAcknowledged(
  committers: readonly Committer[],
  before: readonly (readonly string[])[],
  connect: (label: string) => Replica,
): Promise<void> {
  const reader = connect("reader");
  const counts = "SELECT count(*) FROM entries";
  reader.connection.watchQuery(1, query(counts));
  await reader.watch(["of:count", ...committers.map((_, index) => `of:client${index}`)]);
  let count = 0;
  for (const [index, acknowledged] of before.entries()) {
    const list = reader.value(`of:client${index}`) as readonly string[];
    count += list.length;
    assert.deepEqual(list.slice(0, acknowledged.length), acknowledged);
    assert.deepEqual(list, list.map((_, n) => `client${index}/${n}`), "each once and in order");
  }
  assert.equal(reader.value("of:count"), count, "both parts of each commit are there");
  // Rows and cells agree as soon as the first result and every frame since are applied.
  await reader.until(() => Number(reader.rows.get(1)?.[0]?.[0]) === reader.value("of:count"));
  await reader.connection.close();
}

async function run(identity: Identity, store: string): Promise<void> {
  const space = identity.did;
  const setting = { store, port: freePort(), identity: await exportIdentity(identity), space };
  const host = `http://127.0.0.1:${setting.port}`;
  const connect = (label: string) =>
    new Replica(connectWebSocket({ host, space, identity, label, clock: impatientClock }));
  let server = await startProcess(setting);
  const declaring = connect("declaring");
  assert.equal((await declaring.commit([DECLARE])).ok, true);
  await declaring.connection.close();
  let answers = 0;
  let onAnswer = () => {};
  const committers = Array.from(
    { length: CLIENTS },
    (_, index) =>
      new Committer(connect(`client ${index}`), `client${index}`, () => {
        answers++;
        onAnswer();
      }),
  );
  for (let round = 0; round < KILLS; round++) {
    const target = answers + 20 + Math.floor(Math.random() * 200);
    await new Promise<void>((resolve) => {
      onAnswer = () => {
        if (answers >= target) resolve();
      };
    });
    await stopProcess(server, "SIGKILL");
    const before = committers.map(({ acknowledged }) => [...acknowledged]);
    server = await startProcess(setting);
    await checkAcknowledged(committers, before, connect);
  }
  onAnswer = () => {};
  await Promise.all(committers.map((committer) => committer.stop()));
  await checkAcknowledged(committers, committers.map((c) => c.acknowledged), connect);
  await Promise.all(committers.map(({ replica }) => replica.connection.close()));
  await stopProcess(server, "SIGTERM");
  const reopened = SpaceHost.open(store);
  assert.deepEqual(await reopened.get(space).operator.verifyLog(), [], "the hash chain holds");
  await reopened.close();
}

Deno.test(`a server killed ${KILLS} times under load keeps what it acknowledged`, async () => {
  const store = await Deno.makeTempDir({ prefix: "cf-kill-" });
  try {
    await run(await createIdentity(), store);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
