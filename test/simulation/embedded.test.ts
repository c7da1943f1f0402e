/** Many sessions of one process race for the same lists: the outcome is that of some order. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { SpaceHost } from "@cf/space";
import { faultsOf } from "./history.ts";
import { historyOf, randomOf, Session } from "./sessions.ts";

for (const seed of [1, 2, 3]) {
  Deno.test(`racing transactions of an embedded space are serializable, seed ${seed}`, async () => {
    const random = randomOf(seed);
    const host = await SpaceHost.open(":memory:");
    const owner = (await createIdentity()).did;
    const space = host.create((await createIdentity()).did, owner);
    const sessions = ["p", "q", "r", "s"].map((name) =>
      new Session(name, space.connect({ principal: owner, session: name }))
    );
    try {
      const id = await sessions[0]!.create();
      sessions.slice(1).forEach((session) => session.open(id));
      await Promise.all(sessions.map((session) => session.run(40, random)));
      const failures = sessions.flatMap(({ sent }) => sent.filter(({ failure }) => failure));
      assert.deepEqual(failures, []);
      const { lists, reads } = await sessions[1]!.final();
      assert.equal(reads.size, 4 * 40 + 1);
      assert.deepEqual(faultsOf(historyOf(sessions, reads), lists), []);
      assert.deepEqual(sessions.flatMap(({ errors }) => errors), []);
    } finally {
      for (const { runtime } of sessions) await runtime.dispose();
      await host.close();
    }
  });
}
