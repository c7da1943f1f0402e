/** Sessions work on while their server is killed: what was answered is there, in some one order. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "../e2e/server.ts";
import { faultsOf } from "./history.ts";
import { historyOf, type Orders, randomOf, Session } from "./sessions.ts";

const KILLS = 4;
const SESSIONS = ["p", "q", "r"];
const OBSERVER = "o";
const TRANSACTIONS = 60;

Deno.test({
  name: "racing transactions are serializable although their server is killed while they run",
  // The sockets of a killed server end when the system says so.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const seed = Number(Deno.env.get("SIMULATION_SEED") ?? Date.now() % 100_000);
    console.log(`seed ${seed}`);
    const random = randomOf(seed);
    const folder = await Deno.makeTempDir();
    let server = await startServer({ folder });
    const { space, url, port } = server;
    const sessions: Session[] = [];
    const orders: Orders = new Map();
    for (const label of [...SESSIONS, OBSERVER]) {
      const identity = await createIdentity();
      const connection = connectWebSocket({ host: url, space, identity, label });
      sessions.push(new Session(label, connection, orders));
    }
    const observer = sessions.pop()!;
    try {
      const id = await sessions[0]!.create();
      for (const session of [...sessions.slice(1), observer]) session.open(id);
      const stop = observer.observe();
      // Whoever looks does so from the start to the end, however slow its way here is.
      await observer.saw();
      let working = true;
      const work = Promise.all(sessions.map((session) => session.run(TRANSACTIONS, random)))
        .finally(() => working = false);
      let killed = 0;
      for (; killed < KILLS && working; killed++) {
        await sessions[killed % sessions.length]!.answered(5 + Math.floor(random() * 20));
        await server.kill();
        server = await startServer({ folder, port });
      }
      await work;
      const failures = sessions.flatMap(({ sent }) => sent.filter(({ failure }) => failure));
      assert.deepEqual(failures, []);
      const { lists, reads } = await sessions[1]!.final();
      await observer.saw(sessions[1]!.lastId);
      assert.equal(reads.size, SESSIONS.length * TRANSACTIONS + 1);
      assert.deepEqual(faultsOf(historyOf(sessions, reads), lists), []);
      stop();
      assert.deepEqual([...observer.halves], []);
      assert.ok(killed > 1, `${killed} kills`);
    } finally {
      for (const { runtime, connection } of [...sessions, observer]) {
        await runtime.dispose();
        await connection.close();
      }
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
