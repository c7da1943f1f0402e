/** Sessions work on while their sockets are cut at random messages: nothing is lost, nothing twice. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "@cf/toolshed";
import { faultsOf } from "./history.ts";
import { historyOf, type Orders, type Random, randomOf, Session } from "./sessions.ts";

const SESSIONS = ["p", "q", "r"];
const OBSERVER = "o";
const TRANSACTIONS = 60;

/** A socket that is cut before or after one in so many messages, in either direction. */
class CutSocket extends WebSocket {
  readonly #random: Random;
  readonly #onCut: () => void;

  constructor(url: string, random: Random, onCut: () => void) {
    super(url);
    this.#random = random;
    this.#onCut = onCut;
    // Before the runtime's own listener, so that a message can be lost.
    this.addEventListener("message", (event) => {
      if (this.readyState !== WebSocket.OPEN) event.stopImmediatePropagation();
      else if (this.#isCut()) {
        event.stopImmediatePropagation();
        this.close();
      }
    });
  }

  override send(text: string): void {
    if (this.#isCut()) return this.close();
    super.send(this.#random() < 0.5 ? text : withoutResume(text));
    if (this.#isCut()) this.close();
  }

  #isCut(): boolean {
    const isCut = this.#random() < 1 / 60;
    if (isCut) this.#onCut();
    return isCut;
  }
}

const given = Deno.env.get("SIMULATION_SEED");

/** A hello that does not ask for its old channel, as if the host had forgotten that. */
function withoutResume(text: string): string {
  if (!text.startsWith('{"type":"hello"')) return text;
  const { resume: _, ...hello } = JSON.parse(text);
  return JSON.stringify(hello);
}

/** Of every few frames, some come too many for a client that has not acknowledged the last ones. */
const TIGHT = { deliveryWindowChars: 1_500, deliveryBufferChars: 2_500 };
const cases = [
  { what: "sockets are cut", seed: 1, limits: {} },
  { what: "sockets are cut and slow", seed: 2, limits: TIGHT },
];

for (const { what, seed, limits } of cases) {
  Deno.test(`racing transactions are serializable although ${what}`, async () => {
    const random = randomOf(Number(given ?? seed));
    let lags = 0;
    const server = await startServer({
      store: ":memory:",
      identity: await createIdentity(),
      // Rows are never left behind, however slow the machine.
      frameDeadlineMs: 60_000,
      limits,
      writeLog: (line) => {
        if (line.includes("session-caught-up")) lags++;
      },
    });
    const owner = await createIdentity();
    const space = server.spaces.create((await createIdentity()).did, owner.did).id;
    let cuts = 0;
    const orders: Orders = new Map();
    const sessions = [...SESSIONS, OBSERVER].map((label) =>
      new Session(
        label,
        connectWebSocket({
          host: server.url,
          space,
          identity: owner,
          label,
          socket: (url) => new CutSocket(url, random, () => cuts++),
          // The shortest waits before dialling again.
          random: () => 0,
        }),
        orders,
      )
    );
    const observer = sessions.pop()!;
    try {
      const id = await sessions[0]!.create();
      for (const session of [...sessions.slice(1), observer]) session.open(id);
      const stop = observer.observe();
      // Whoever looks does so from the start to the end, however slow its way here is.
      await observer.saw();
      await Promise.all(sessions.map((session) => session.run(TRANSACTIONS, random)));
      const failures = sessions.flatMap(({ sent }) => sent.filter(({ failure }) => failure));
      assert.deepEqual(failures, []);
      const { lists, reads } = await sessions[1]!.final();
      await observer.saw(sessions[1]!.lastId);
      assert.equal(reads.size, SESSIONS.length * TRANSACTIONS + 1);
      assert.deepEqual(faultsOf(historyOf(sessions, reads), lists), []);
      stop();
      assert.deepEqual([...observer.halves], []);
      assert.ok(observer.states > 20, `${observer.states} states`);
      assert.ok(cuts > 10, `${cuts} cuts`);
      assert.equal(lags > 10, limits === TIGHT, `${lags} lags`);
    } finally {
      for (const { runtime, connection } of [...sessions, observer]) {
        await runtime.dispose();
        await connection.close();
      }
      await server.close();
    }
  });
}
