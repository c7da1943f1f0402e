import assert from "node:assert/strict";
import { ManualClock } from "@cf/utils/manual-clock";
import { Deadline } from "./deadline.ts";

Deno.test("Deadline passes once, when it has run for its time, and not while it stands still", () => {
  const clock = new ManualClock();
  let passed = 0;
  const deadline = new Deadline(clock, 100, () => passed++);
  clock.advance(500);
  deadline.start();
  clock.advance(60);
  deadline.pause();
  deadline.pause();
  clock.advance(500);
  deadline.start();
  deadline.start();
  clock.advance(39);
  assert.equal(passed, 0);
  clock.advance(1);
  assert.equal(passed, 1);
  deadline.pause();
  deadline.start();
  clock.advance(500);
  assert.equal(passed, 1);
});

Deno.test("Deadline.end() gives it up, whether it runs or not", () => {
  const clock = new ManualClock();
  for (const isRunning of [true, false]) {
    const deadline = new Deadline(clock, 100, () => assert.fail("it was given up"));
    if (isRunning) deadline.start();
    deadline.end();
    deadline.start();
    clock.advance(500);
  }
});
