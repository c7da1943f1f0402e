/** Sessions in process: what is answered when, who sees what, and who may not. */

import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { Frame, Operation } from "@cf/protocol";
import { SpaceHost } from "../space-host.ts";
import type { LocalConnection } from "./local-connection.ts";

const OWNER = "did:key:zOwner";
const OTHER = "did:key:zOther";

function openSpace() {
  const host = SpaceHost.open(":memory:");
  const space = host.create("did:key:zSpace", OWNER);
  return { host, space };
}

function record(connection: LocalConnection): Frame[] {
  const frames: Frame[] = [];
  connection.onFrame = (frame) => frames.push(frame);
  return frames;
}

function write(connection: LocalConnection, local: number, ...operations: Operation[]) {
  connection.commit({ local, reads: [], operations });
}

Deno.test("LocalConnection.commit() answers in the next microtask, never at once", async () => {
  const { host, space } = openSpace();
  const connection = space.connect({ principal: OWNER });
  const frames = record(connection);
  write(connection, 1, { op: "set", id: "of:a", value: 1 });
  equal(frames.length, 0);
  await Promise.resolve();
  deepEqual(frames[0]?.receipts, [{ local: 1, seq: 2 }]);
  await host.close();
});

Deno.test("LocalConnection.watch() answers at once and follows links", async () => {
  const { host, space } = openSpace();
  const connection = space.connect({ principal: OWNER });
  const link = { "/": { "link@1": { id: "of:b" } } };
  write(connection, 1, { op: "set", id: "of:a", value: { child: link } }, {
    op: "set",
    id: "of:b",
    value: "leaf",
  });
  await connection.settled();
  const reader = space.connect({ principal: OWNER });
  const snapshots = reader.watch([{ id: "of:a", scope: "space" }]);
  deepEqual(snapshots, [
    { id: "of:a", scope: "space", seq: 2, value: { child: link } },
    { id: "of:b", scope: "space", seq: 2, value: "leaf" },
  ]);
  await host.close();
});

Deno.test("a commit reaches other watchers as operations, and its sender as its own", async () => {
  const { host, space } = openSpace();
  const one = space.connect({ principal: OWNER });
  const two = space.connect({ principal: OWNER });
  const seenByOne = record(one);
  const seenByTwo = record(two);
  one.watch([{ id: "of:a", scope: "space" }]);
  two.watch([{ id: "of:a", scope: "space" }]);
  const operation: Operation = { op: "set", id: "of:a", value: { n: 1 } };
  write(one, 1, operation);
  await one.settled();
  const where = { id: "of:a", scope: "space", seq: 2 } as const;
  deepEqual(seenByOne[0]?.changes, [{ ...where, operations: [], own: 1 }]);
  deepEqual(seenByTwo[0]?.changes, [{ ...where, operations: [operation] }]);
  await host.close();
});

Deno.test("a document linked from a change arrives whole in the same frame", async () => {
  const { host, space } = openSpace();
  const one = space.connect({ principal: OWNER });
  const two = space.connect({ principal: OWNER });
  two.watch([{ id: "of:list", scope: "space" }]);
  const frames = record(two);
  const link = { "/": { "link@1": { id: "of:item" } } };
  write(one, 1, { op: "set", id: "of:item", value: { title: "new" } }, {
    op: "append",
    id: "of:list",
    path: [],
    values: [link],
  });
  await one.settled();
  equal(frames.length, 1);
  deepEqual(frames[0]?.snapshots, [
    { id: "of:item", scope: "space", seq: 2, value: { title: "new" } },
  ]);
  await host.close();
});

Deno.test("user and session scopes are separate instances", async () => {
  const { host, space } = openSpace();
  await space.access.set(OWNER, OTHER, "write");
  const mine = space.connect({ principal: OWNER, session: "s" });
  const theirs = space.connect({ principal: OTHER, session: "s" });
  write(mine, 1, { op: "set", id: "of:a", scope: "user", value: "mine" }, {
    op: "set",
    id: "of:a",
    scope: "session",
    value: "mine",
  });
  await mine.settled();
  for (const scope of ["user", "session"] as const) {
    equal(mine.watch([{ id: "of:a", scope }])[0]?.value, "mine");
    equal(theirs.watch([{ id: "of:a", scope }])[0]?.value, undefined);
  }
  await host.close();
});

Deno.test("a commit that waits is known to every later connection of its session", async () => {
  const { host, space } = openSpace();
  const operation: Operation = { op: "increment", id: "of:n", path: ["count"], by: 1 };
  const connect = () => space.connect({ principal: OWNER, session: "s" });
  write(connect(), 1, operation);
  // The queue has not run yet: each of these ends the connection before it.
  connect().close();
  connect().close();
  const last = connect();
  equal(last.used, 1);
  write(last, 1, operation);
  await last.settled();
  deepEqual(last.watch([{ id: "of:n", scope: "space" }])[0]?.value, { count: 1 });
  await host.close();
});

Deno.test("a session is forgotten when it has ended and its last commit was answered", async () => {
  const { host, space } = openSpace();
  const operation: Operation = { op: "increment", id: "of:n", path: ["count"], by: 1 };
  const watcher = space.connect({ principal: OWNER });
  equal(space.stats.sessions, 1);
  const gone = space.connect({ principal: OWNER });
  write(gone, 1, operation);
  gone.close();
  equal(space.stats.sessions, 2);
  write(watcher, 1, operation);
  await watcher.settled();
  equal(space.stats.sessions, 1);
  watcher.close();
  equal(space.stats.sessions, 0);
  await host.close();
});

Deno.test("a commit sent twice commits once", async () => {
  const { host, space } = openSpace();
  const connection = space.connect({ principal: OWNER, session: "s" });
  const frames = record(connection);
  const operation: Operation = { op: "increment", id: "of:n", path: ["count"], by: 1 };
  write(connection, 1, operation);
  write(connection, 1, operation);
  await connection.settled();
  const resumed = space.connect({ principal: OWNER, session: "s" });
  const later = record(resumed);
  write(resumed, 1, operation);
  await resumed.settled();
  const receipts = [...frames, ...later].flatMap((frame) => frame.receipts);
  deepEqual(new Set(receipts.map(({ seq }) => seq)), new Set([2]));
  deepEqual(resumed.watch([{ id: "of:n", scope: "space" }])[0]?.value, { count: 1 });
  await host.close();
});

Deno.test("rights are checked before anything is read or written", async () => {
  const { host, space } = openSpace();
  throws(() => space.connect({ principal: OTHER }), { code: "not-allowed" });
  await space.access.set(OWNER, OTHER, "read");
  const reader = space.connect({ principal: OTHER });
  const frames = record(reader);
  write(reader, 1, { op: "set", id: "of:a", value: 1 });
  await reader.settled();
  equal(frames[0]?.refusals[0]?.error.code, "not-allowed");
  await rejects(space.access.set(OTHER, OTHER, "own"), { code: "not-allowed" });
  await rejects(space.access.set(OWNER, OWNER, "write"), { code: "last-owner" });
  const lost: string[] = [];
  reader.onError = (error) => lost.push(error.code);
  await space.access.set(OWNER, OTHER, null);
  deepEqual(lost, ["not-allowed"]);
  equal(reader.status, "closed");
  await host.close();
});

Deno.test("a stale read is refused, and says which document and path", async () => {
  const { host, space } = openSpace();
  const connection = space.connect({ principal: OWNER });
  const frames = record(connection);
  write(connection, 1, { op: "set", id: "of:a", value: { x: 1, y: 1 } });
  write(connection, 2, {
    op: "patch",
    id: "of:a",
    patches: [{ op: "replace", path: ["x"], value: 2 }],
  });
  const read = { id: "of:a", scope: "space", seq: 2 } as const;
  connection.commit({ local: 3, reads: [{ ...read, path: ["y"] }], operations: [] });
  connection.commit({ local: 4, reads: [{ ...read, path: ["x"] }], operations: [] });
  await connection.settled();
  deepEqual(frames[0]?.receipts.map(({ local }) => local), [1, 2, 3]);
  const [refusal] = frames[0]!.refusals;
  equal(refusal?.error.code, "conflict");
  deepEqual(refusal?.error.data, { id: "of:a", scope: "space", path: ["x"], seq: 3 });
  await host.close();
});

Deno.test("a commit beyond a limit is refused in its turn, and the next one is not", async () => {
  const host = SpaceHost.open(":memory:", {
    limits: {
      watchedMax: 1,
      operationsMax: 2,
      readsMax: 10,
      statementsMax: 10,
      unansweredMax: 10,
    },
  });
  const space = host.create("did:key:zSpace", OWNER);
  const connection = space.connect({ principal: OWNER });
  const frames = record(connection);
  const set = (id: string): Operation => ({ op: "set", id, value: 1 });
  write(connection, 1, set("of:a"), set("of:b"), set("of:c"));
  write(connection, 2, set("of:a"), set("of:b"));
  await connection.settled();
  deepEqual(frames[0]!.receipts, [{ local: 2, seq: 2 }]);
  equal(frames[0]!.refusals[0]!.error.code, "limit-exceeded");
  equal(frames[0]!.refusals[0]!.error.data.name, "operationsMax");
  throws(() => connection.watch([{ id: "of:c", scope: "space" }, { id: "of:d", scope: "space" }]), {
    code: "limit-exceeded",
  });
  await host.close();
});
