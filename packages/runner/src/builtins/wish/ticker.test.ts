import assert from "node:assert/strict";
import { effect } from "../../reactive/mod.ts";
import { Ticker } from "./ticker.ts";

/** A clock that moves when it is told to. */
class ManualClock {
  #nowMs = 1_000_500;
  #timers: { atMs: number; fn: () => void }[] = [];

  nowMs = () => this.#nowMs;

  after = (delayMs: number, fn: () => void) => {
    const timer = { atMs: this.#nowMs + delayMs, fn };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  };

  get waiting(): number {
    return this.#timers.length;
  }

  forward(byMs: number): void {
    const endMs = this.#nowMs + byMs;
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#nowMs = due.atMs;
      due.fn();
    }
    this.#nowMs = endMs;
  }
}

Deno.test("Ticker ticks at whole steps, only while it is observed", () => {
  const clock = new ManualClock();
  const ticker = new Ticker(clock, 1000);
  assert.equal(ticker.get(), 1_000_000);
  assert.equal(clock.waiting, 0);
  const seen: number[] = [];
  const end = effect(() => void seen.push(ticker.get()));
  clock.forward(499);
  clock.forward(1);
  clock.forward(2000);
  assert.deepEqual(seen, [1_000_000, 1_001_000, 1_002_000, 1_003_000]);
  end();
  assert.equal(clock.waiting, 0);
  clock.forward(10_000);
  assert.equal(ticker.get(), 1_013_000);
});

Deno.test("Ticker of N seconds ticks at multiples of N", () => {
  const clock = new ManualClock();
  const ticker = new Ticker(clock, 60_000);
  const seen: number[] = [];
  const end = effect(() => void seen.push(ticker.get()));
  clock.forward(120_000);
  end();
  assert.deepEqual(seen, [960_000, 1_020_000, 1_080_000]);
});
