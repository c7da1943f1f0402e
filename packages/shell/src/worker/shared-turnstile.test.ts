import assert from "node:assert/strict";
import { type Locks, SharedTurnstile } from "./shared-turnstile.ts";

/** Locks as the Web Locks standard says, for turnstiles of one process. */
class OneProcess implements Locks {
  readonly #queues = new Map<string, Promise<unknown>>();

  request(name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) {
    const before = this.#queues.get(name) ?? Promise.resolve();
    let isGranted = false;
    const done = before.then(() => {
      signal.throwIfAborted();
      isGranted = true;
      return hold();
    });
    this.#queues.set(name, done.catch(() => {}));
    return new Promise<unknown>((resolve, reject) => {
      signal.addEventListener("abort", () => isGranted || reject(signal.reason));
      done.then(resolve, reject);
    });
  }
}

/** How many promises are settled when nothing else happens. */
async function settled(promises: readonly Promise<unknown>[]): Promise<boolean[]> {
  const states = promises.map(() => false);
  promises.forEach((promise, n) => promise.then(() => states[n] = true, () => states[n] = true));
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  return states;
}

Deno.test("SharedTurnstile lets so many in at a time, whichever tab they are of", async () => {
  const locks = new OneProcess();
  const [one, two] = [1, 2].map(() => new SharedTurnstile(locks, "streams", 2));
  const entries = [one!, one!, two!, two!].map((turnstile) => turnstile.enter());
  assert.deepEqual(await settled(entries), [true, true, false, false]);
  (await entries[1]!)();
  assert.deepEqual(await settled(entries), [true, true, true, false]);
  (await entries[0]!)();
  (await entries[2]!)();
  assert.deepEqual(await settled(entries), [true, true, true, true]);
  (await entries[3]!)();
  assert.deepEqual(await settled([one!.enter(), two!.enter(), one!.enter()]), [true, true, false]);
});

Deno.test("SharedTurnstile forgets who gave up, before and after", async () => {
  const turnstile = new SharedTurnstile(new OneProcess(), "streams", 1);
  const leave = await turnstile.enter();
  const stop = new AbortController();
  const waiting = turnstile.enter(stop.signal);
  const last = turnstile.enter();
  stop.abort(new Error("closed"));
  await assert.rejects(waiting, /closed/);
  await assert.rejects(turnstile.enter(stop.signal), /closed/);
  assert.deepEqual(await settled([last]), [false]);
  leave();
  (await last)();
});
