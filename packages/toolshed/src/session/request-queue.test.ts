import assert from "node:assert/strict";
import type { RequestMessage } from "@cf/protocol";
import { ManualClock } from "@cf/utils/manual-clock";
import { DEFAULT_LIMITS } from "./limits.ts";
import { RequestQueue } from "./request-queue.ts";

function commit(m: number): { m: number; chars: number; request: RequestMessage } {
  const request: RequestMessage = {
    type: "commit",
    m,
    commit: { local: m, reads: [], operations: [] },
  };
  return { m, chars: 10, request };
}

Deno.test("RequestQueue takes a second's worth at once, the rest at the rate, in order", () => {
  const clock = new ManualClock();
  const taken: number[] = [];
  const limits = { ...DEFAULT_LIMITS, commitsPerSecond: 10, inFlightMax: 100 };
  const queue = new RequestQueue(limits, clock, {
    isReady: () => true,
    handle: ({ m }) => void taken.push(m),
  });
  for (let m = 1; m <= 40; m++) queue.push(commit(m));
  assert.equal(taken.length, 10);
  clock.advance(1000);
  assert.equal(taken.length, 20);
  clock.advance(500);
  assert.equal(taken.length, 25);
  clock.advance(10_000);
  assert.deepEqual(taken, Array.from({ length: 40 }, (_, n) => n + 1));
  assert.equal(clock.waiting, 0);
});

Deno.test("RequestQueue waits while its handler is not ready, and for what it awaits", async () => {
  const clock = new ManualClock();
  const taken: number[] = [];
  let isReady = false;
  const first = Promise.withResolvers<void>();
  const queue = new RequestQueue(DEFAULT_LIMITS, clock, {
    isReady: () => isReady,
    handle({ m }) {
      taken.push(m);
      return m === 1 ? first.promise : undefined;
    },
  });
  queue.push(commit(1));
  queue.push(commit(2));
  assert.deepEqual(taken, []);
  isReady = true;
  queue.wake();
  assert.deepEqual(taken, [1]);
  first.resolve();
  await first.promise;
  await Promise.resolve();
  assert.deepEqual(taken, [1, 2]);
});

Deno.test("RequestQueue refuses what a client may not have on its way", () => {
  const clock = new ManualClock();
  const limits = { ...DEFAULT_LIMITS, inFlightMax: 3, inFlightCharsMax: 25 };
  const handler = { isReady: () => false, handle: () => {} };
  const queue = new RequestQueue(limits, clock, handler);
  for (let m = 1; m <= 3; m++) queue.push(commit(m));
  assert.throws(() => queue.push(commit(4)), /more than 3 requests/);
  const other = new RequestQueue({ ...limits, inFlightMax: 10 }, clock, handler);
  for (let m = 1; m <= 3; m++) other.push(commit(m));
  assert.throws(() => other.push(commit(4)), /more than 25 characters/);
});
