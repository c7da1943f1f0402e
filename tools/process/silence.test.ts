import assert from "node:assert/strict";
import { Silence } from "./silence.ts";

Deno.test("Silence calls once when nothing restarts it, and never when the bound is infinite", async () => {
  let calls = 0;
  const broken = Promise.withResolvers<void>();
  const short = new Silence(1);
  short.start(() => {
    calls++;
    broken.resolve();
  });
  await broken.promise;
  short.break();
  assert.deepEqual([calls, short.isBroken], [1, true]);

  const never = new Silence(Infinity);
  never.start(() => calls++);
  never.restart();
  never.end();
  assert.deepEqual([calls, never.isBroken], [1, false]);
});
