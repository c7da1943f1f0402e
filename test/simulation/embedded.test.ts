/** Many sessions of one process race for the same lists: the outcome is that of some order. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { SpaceHost } from "@cf/space";
import { faultsOf } from "./history.ts";
import { historyOf, type Orders, randomOf, Session } from "./sessions.ts";

for (const seed of [1, 2, 3]) {
  Deno.test(`racing transactions of an embedded space are serializable, seed ${seed}`, async () => {
    const random = randomOf(seed);
    const host = await SpaceHost.open(":memory:");
    const owner = (await createIdentity()).did;
    const space = host.create((await createIdentity()).did, owner);
    const orders: Orders = new Map();
    const sessions = ["p", "q", "r", "s", "o"].map((name) =>
      new Session(name, space.connect({ principal: owner, session: name }), orders)
    );
    const observer = sessions.pop()!;
    try {
      const id = await sessions[0]!.create();
      for (const session of [...sessions.slice(1), observer]) session.open(id);
      const stop = observer.observe();
      await Promise.all(sessions.map((session) => session.run(40, random)));
      const failures = sessions.flatMap(({ sent }) => sent.filter(({ failure }) => failure));
      assert.deepEqual(failures, []);
      const { lists, reads } = await sessions[1]!.final();
      assert.equal(reads.size, 4 * 40 + 1);
      assert.deepEqual(faultsOf(historyOf(sessions, reads), lists), []);
      stop();
      assert.deepEqual([...observer.halves], []);
      assert.ok(observer.states > 20, `${observer.states} states`);
      assert.deepEqual(sessions.flatMap(({ errors }) => errors), []);
    } finally {
      for (const { runtime } of [...sessions, observer]) await runtime.dispose();
      await host.close();
    }
  });
}
