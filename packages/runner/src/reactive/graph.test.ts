/** Corners of the graph that only some order of reads and writes reaches. */

import assert from "node:assert/strict";
import {
  Computed,
  effect,
  invalidate,
  isLive,
  readWithSources,
  Signal,
  type Source,
} from "./mod.ts";

Deno.test("invalidate() runs a computed again, live and idle, and its readers", () => {
  let outside = 1;
  const value = new Computed(() => outside);
  const reader = new Computed(() => value.get() * 10);
  assert.equal(reader.get(), 10);
  outside = 2;
  invalidate(value);
  new Signal(0).set(1);
  assert.equal(reader.get(), 20);
  const seen: number[] = [];
  const end = effect(() => void seen.push(reader.get()));
  outside = 3;
  invalidate(value);
  assert.deepEqual(seen, [20, 30]);
  end();
});

Deno.test("isLive() tells whether an effect reaches a source", () => {
  const count = new Signal(1);
  const double = new Computed(() => count.get() * 2);
  double.get();
  assert.deepEqual([isLive(count), isLive(double)], [false, false]);
  const end = effect(() => void double.get());
  assert.deepEqual([isLive(count), isLive(double)], [true, true]);
  end();
  assert.deepEqual([isLive(count), isLive(double)], [false, false]);
});

Deno.test("an effect cleans up before each run and at its end", () => {
  const count = new Signal(1);
  const log: string[] = [];
  const end = effect(() => {
    const run = count.get();
    log.push(`run ${run}`);
    return () => log.push(`clean ${run}`);
  });
  count.set(2);
  end();
  assert.deepEqual(log, ["run 1", "clean 1", "run 2", "clean 2"]);
});

Deno.test("what a computed writes while it is only read runs effects at once", () => {
  const written = new Signal(0);
  const seen: number[] = [];
  const end = effect(() => void seen.push(written.get()));
  new Computed(() => written.set(7)).get();
  assert.deepEqual(seen, [0, 7]);
  end();
});

Deno.test("a source that is read between two others leaves none of them behind", () => {
  const between = new Signal(false);
  const [first, second, third] = [new Signal(1), new Signal(2), new Signal(3)];
  let sum = 0;
  const end = effect(() => {
    sum = first.get() + (between.get() ? second.get() : 0) + third.get();
  });
  between.set(true);
  assert.equal(sum, 6);
  between.set(false);
  third.set(4);
  assert.deepEqual([sum, isLive(second)], [5, false]);
  end();
  assert.deepEqual([first, second, third, between].map(isLive), [false, false, false, false]);
});

Deno.test("an idle computed that gives up a source leaves its live readers", () => {
  const source = new Signal(1);
  const reads = new Signal(true);
  const seen: number[] = [];
  const end = effect(() => void seen.push(source.get()));
  const idle = new Computed(() => reads.get() ? source.get() : 0);
  idle.get();
  reads.set(false);
  idle.get();
  source.set(2);
  assert.deepEqual(seen, [1, 2]);
  end();
});

Deno.test("an effect does not run when its later source turns out unchanged", () => {
  const first = new Signal(1);
  const count = new Signal(1);
  const parity = new Computed(() => count.get() % 2);
  let runs = 0;
  const end = effect(() => {
    runs++;
    first.get();
    parity.get();
  });
  count.set(3);
  assert.equal(runs, 1);
  end();
});

Deno.test("a computed that reads nothing keeps its value; peek() gives the present one", () => {
  const count = new Signal(1);
  const constant = new Computed(() => "c");
  const double = new Computed(() => count.get() * 2);
  assert.deepEqual([constant.get(), double.get()], ["c", 2]);
  count.set(2);
  assert.deepEqual([constant.get(), double.peek()], ["c", 4]);
});

Deno.test("readWithSources() visits each source at the bottom once", () => {
  const [a, b] = [new Signal(1), new Signal(2)];
  const sum = new Computed(() => a.get() + b.get());
  const both = new Computed(() => sum.get() + a.get());
  const visited: Source[] = [];
  assert.equal(readWithSources(() => both.get() + sum.get(), (source) => visited.push(source)), 7);
  assert.equal(visited.length, 2);
  assert.deepEqual(new Set(visited), new Set([a, b]));
});
