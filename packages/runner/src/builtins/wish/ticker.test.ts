import assert from "node:assert/strict";
import { ManualClock } from "@cf/utils/manual-clock";
import { effect } from "../../reactive/mod.ts";
import { Ticker } from "./ticker.ts";

/** A ticker of `stepMs` on a clock that moves when it is told to. */
function tickerOf(stepMs: number): { clock: ManualClock; ticker: Ticker } {
  const clock = new ManualClock(1_000_500);
  const host = { nowMs: () => clock.now(), after: clock.after.bind(clock) };
  return { clock, ticker: new Ticker(host, stepMs) };
}

Deno.test("Ticker ticks at whole steps, only while it is observed", () => {
  const { clock, ticker } = tickerOf(1000);
  assert.equal(ticker.get(), 1_000_000);
  assert.equal(clock.waiting, 0);
  const seen: number[] = [];
  const end = effect(() => void seen.push(ticker.get()));
  clock.advance(499);
  clock.advance(1);
  clock.advance(2000);
  assert.deepEqual(seen, [1_000_000, 1_001_000, 1_002_000, 1_003_000]);
  end();
  assert.equal(clock.waiting, 0);
  clock.advance(10_000);
  assert.equal(ticker.get(), 1_013_000);
});

Deno.test("Ticker of N seconds ticks at multiples of N", () => {
  const { clock, ticker } = tickerOf(60_000);
  const seen: number[] = [];
  const end = effect(() => void seen.push(ticker.get()));
  clock.advance(120_000);
  end();
  assert.deepEqual(seen, [960_000, 1_020_000, 1_080_000]);
});
