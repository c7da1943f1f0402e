/** Time and chance exist only while an event is handled; elsewhere they name the fix. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const NOW = 1_700_000_000_789;

Deno.test("an event has one time, in whole seconds, and chance of its own", async () => {
  let nowMs = NOW;
  const stage = await openStage(
    `
    import { action, pattern, Stream, Writable } from "commonfabric";
    interface Output { out: unknown[]; go: Stream<void> }
    export default pattern<{}, Output>(() => {
      const out = new Writable<unknown[]>([]);
      return { out, go: action(() => {
        const first = Date.now();
        let last = first;
        for (let i = 0; i < 5000; i++) last = Date.now();
        out.set([first, last, new Date().getTime(), new Date().toISOString(), String(Date()).length > 0, Math.random(), Math.random(),
          crypto.randomUUID().length, new Date(0).toISOString()]);
      }) };
    });`,
    { nowMs: () => nowMs++ },
  );
  try {
    const go = async () => {
      await stage.piece.send("go");
      return await stage.piece.get("out") as number[];
    };
    const one = await go();
    const second = 1_700_000_000_000;
    assert.deepEqual(one.slice(0, 5), [
      second,
      second,
      second,
      new Date(second).toISOString(),
      true,
    ]);
    assert.equal(one[7], 36);
    assert.equal(one[8], "1970-01-01T00:00:00.000Z");
    const two = await go();
    assert.equal(
      new Set([one[5], one[6], two[5], two[6]]).size,
      4,
      "each call and each event differs",
    );
    for (const number of [one[5]!, one[6]!]) assert.ok(number >= 0 && number < 1);
    nowMs += 5000;
    assert.equal((await go())[0], second + 6000 - 1000);
  } finally {
    await stage.close();
  }
});

const FORBIDDEN: Record<string, string> = {
  "Date.now()": "Date.now()",
  "new Date()": "new Date().getTime()",
  "Date()": "Date().length",
  "Math.random()": "Math.random()",
  "crypto.randomUUID()": "crypto.randomUUID().length",
};

for (const [name, code] of Object.entries(FORBIDDEN)) {
  Deno.test(`${name} in a computation throws an error that names the fix`, async () => {
    const stage = await openStage(
      `import { computed, lift, pattern } from "commonfabric";
const lifted = lift((n: number) => n + ${code});
const helper = () => ${code};
interface Output { inComputed: number; inLift: number; inHelper: number; fine: string }
export default pattern<{ n: number }, Output>(({ n }) => ({
  inComputed: computed(() => n + ${code}),
  inLift: lifted(n),
  inHelper: computed(() => n + helper()),
  fine: computed(() => new Date(n * 1000).toISOString() + new Date("2020-01-02").getDate() + new Date(2020, 1, 2).getDate()
    + Date.UTC(2020, 1) + Date.parse("2020-01-01") + Math.max(1, n)),
}));`,
      { argument: { n: 1 } },
    );
    try {
      for (const property of ["inComputed", "inLift", "inHelper"]) {
        await assert.rejects(stage.piece.get(property), (error: Error & { code?: string }) => {
          assert.equal(error.code, "not-idempotent");
          assert.match(error.message, /in a handler or an action/);
          assert.match(error.message, /wish\(\{ query: "#now" \}\)|keep the result in a cell/);
          return true;
        }, property);
        assert.match(stage.errors.at(-1)!, /at \/main\.tsx:\d+:\d+$/);
      }
      assert.match(await stage.piece.get("fine") as string, /^1970-01-01T00:00:01/);
    } finally {
      await stage.close();
    }
  });
}
