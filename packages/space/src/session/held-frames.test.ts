/** When a frame that waits for queries goes, and what it takes along. */

import { deepEqual, equal } from "node:assert/strict";
import type { Frame, QueryChange } from "@cf/protocol";
import { HeldFrames } from "./held-frames.ts";
import type { LocalConnection } from "./local-connection.ts";

function held(query: number, deadlineMs = Infinity) {
  const frames: Frame[] = [];
  const connection = {
    deliverSafely: (frame: Frame) => frames.push(frame),
  } as unknown as LocalConnection;
  const all = new HeldFrames({ deadlineMs, seq: () => 9, publishedSeq: () => 9 });
  const outbox = all.gather();
  all.await(outbox, connection, { query, update: { kind: "pending", seq: 9 } });
  all.send(outbox);
  return { all, connection, frames };
}

function diff(query: number, seq: number, ...values: number[]): QueryChange {
  const splices = values.map((value) => ({ at: 0, remove: 0, add: [[value]] }));
  return { query, update: { kind: "diff", seq, splices } };
}

Deno.test("HeldFrames hold a frame on for a result that is older than it", () => {
  const { all, connection, frames } = held(1);
  const pending: QueryChange = { query: 1, update: { kind: "pending", seq: 9 } };
  equal(all.take(connection, [diff(1, 5, 50), pending]), true);
  equal(frames.length, 0);
  equal(all.take(connection, [diff(1, 9, 90)]), true);
  deepEqual(frames.map(({ queries }) => queries), [[diff(1, 5, 50), diff(1, 9, 90)]]);
  equal(all.take(connection, [diff(1, 10)]), false, "nothing is held any more");
});

Deno.test("HeldFrames tell a frame's query as pending after what came of it meanwhile", () => {
  const { all, connection, frames } = held(1);
  const pending: QueryChange = { query: 1, update: { kind: "pending", seq: 9 } };
  all.take(connection, [diff(1, 5, 50), pending]);
  all.releaseAll();
  deepEqual(frames.map(({ queries }) => queries), [[diff(1, 5, 50), pending]]);
});

Deno.test("HeldFrames send a frame without a word of a query that found nothing new", () => {
  const { all, connection, frames } = held(1);
  all.take(connection, [diff(1, 9)]);
  deepEqual(frames.map(({ queries }) => queries), [[]]);
});
