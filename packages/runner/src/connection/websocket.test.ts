import assert from "node:assert/strict";
import {
  createIdentity,
  type DeliveryMessage,
  encodeServerMessage,
  type Frame,
  type Operation,
  type ServerMessage,
  verifySession,
} from "@cf/protocol";
import { CfError } from "@cf/utils";
import { ManualClock } from "@cf/utils/manual-clock";
import fc from "fast-check";
import { FakeHost } from "./test/fake-host.ts";
import { connectWebSocket, type WebSocketConnection } from "./websocket.ts";

const identity = await createIdentity();
const HOST = "http://127.0.0.1:8000";
const A = { id: "of:a", scope: "space" } as const;
const EMPTY = { changes: [], snapshots: [], queries: [], receipts: [], refusals: [] };

interface Setting {
  readonly host: FakeHost;
  readonly clock: ManualClock;
  readonly connection: WebSocketConnection;
  readonly frames: Frame[];
  readonly errors: string[];
}

function open(): Setting {
  const host = new FakeHost();
  const clock = new ManualClock();
  const connection = connectWebSocket({
    host: HOST,
    space: identity.did,
    identity,
    label: "tab",
    clock,
    random: () => 0,
    socket: host.connect,
  });
  const frames: Frame[] = [];
  const errors: string[] = [];
  connection.onFrame = (frame) => frames.push(frame);
  connection.onError = (error) => errors.push(error.code);
  return { host, clock, connection, frames, errors };
}

function set(value: number): Operation {
  return { op: "set", id: "of:a", value };
}

function frameMessage(n: number, frame: Partial<Frame>, got = 0): ServerMessage {
  return { type: "frame", n, got, frame: { seq: n, ...EMPTY, ...frame } };
}

Deno.test("the hello signs the host's origin, the space, the label and the nonce", async () => {
  const { host, connection } = open();
  const hello = await host.last.challenge();
  const { space, principal, label, audience, signature } = hello;
  assert.equal(audience, HOST);
  const claim = { audience, space, principal, label, nonce: "n", expiresAt: 2_000_000 };
  await verifySession(claim, signature, 0);
  await connection.close();
});

Deno.test("watches and commits wait for the welcome, then go out in order", async () => {
  const { host, connection } = open();
  connection.watch([A]).catch(() => {});
  connection.commit({ local: 1, reads: [], operations: [set(1)] });
  connection.commit({ local: 2, reads: [], operations: [set(2)] });
  assert.equal(connection.status, "connecting");
  const socket = await host.welcome();
  assert.equal(connection.status, "open");
  assert.deepEqual(socket.requests.map(({ type, m }) => [type, m]), [
    ["watch", 1],
    ["commit", 2],
    ["commit", 3],
  ]);
  await connection.close();
  assert.equal(socket.closedWith, 1000);
});

Deno.test("no more requests are on their way than the host allows", async () => {
  const { host, connection } = open();
  const limits = {
    inFlightMax: 2,
    inFlightCharsMax: 1_000,
    messageCharsMax: 1_000,
    ackEveryChars: 1_000,
  };
  const socket = await host.welcome({ limits });
  for (let local = 1; local <= 5; local++) {
    connection.commit({ local, reads: [], operations: [set(local)] });
  }
  await Promise.resolve();
  assert.equal(socket.requests.length, 2);
  socket.deliver({ type: "received", got: 1 });
  await Promise.resolve();
  assert.equal(socket.requests.length, 3);
  socket.deliver(frameMessage(1, { receipts: [{ local: 1, seq: 1 }] }, 3));
  await Promise.resolve();
  assert.equal(socket.requests.length, 5);
  await connection.close();
});

Deno.test("what is sent in one turn goes as one text, cut where it gets long", async () => {
  const { host, connection } = open();
  const socket = await host.welcome();
  const before = socket.texts;
  for (let local = 1; local <= 20; local++) {
    connection.commit({ local, reads: [], operations: [set(local)] });
  }
  await Promise.resolve();
  assert.equal(socket.texts, before + 1);
  assert.deepEqual(socket.requests.map(({ m }) => m), Array.from({ length: 20 }, (_, n) => n + 1));
  const value = "x".repeat(40_000);
  for (let local = 21; local <= 24; local++) {
    connection.commit({ local, reads: [], operations: [{ op: "set", id: "of:a", value }] });
  }
  await Promise.resolve();
  assert.equal(socket.texts, before + 5);
  assert.equal(socket.requests.length, 24);
  await connection.close();
});

Deno.test("a commit that no message can carry is refused here, and later ones go on", async () => {
  const { host, connection, frames } = open();
  const limits = {
    inFlightMax: 9,
    inFlightCharsMax: 1_000,
    messageCharsMax: 1_000,
    ackEveryChars: 1_000,
  };
  const socket = await host.welcome({ limits });
  const value = "x".repeat(2_000);
  connection.commit({ local: 1, reads: [], operations: [{ op: "set", id: "of:a", value }] });
  connection.commit({ local: 2, reads: [], operations: [set(2)] });
  assert.equal(frames.length, 0, "never from within commit()");
  await Promise.resolve();
  assert.deepEqual(frames[0]!.refusals.map(({ local, error }) => [local, error.code]), [
    [1, "message-too-large"],
  ]);
  assert.equal(socket.requests.length, 1);
  await connection.close();
});

Deno.test("a resumed channel sends again exactly what did not arrive", async () => {
  const { host, clock, connection } = open();
  const first = await host.welcome();
  for (let local = 1; local <= 4; local++) {
    connection.commit({ local, reads: [], operations: [set(local)] });
  }
  first.deliver(frameMessage(1, { receipts: [{ local: 1, seq: 1 }] }, 1));
  first.drop();
  assert.equal(connection.status, "offline");
  connection.commit({ local: 5, reads: [], operations: [set(5)] });
  clock.advance(125);
  const hello = host.last.challenge();
  assert.deepEqual((await hello).resume, { channel: "channel", received: 1 });
  await host.welcome({ resumed: true, got: 3 });
  assert.deepEqual(host.last.requests.map(({ m }) => m), [4, 5]);
  await connection.close();
});

Deno.test("a new channel declares watches, queries and unanswered commits anew", async () => {
  const { host, clock, connection, frames } = open();
  const first = await host.welcome();
  const watching = connection.watch([A]);
  first.deliver({ type: "watched", n: 1, got: 1, m: 1, snapshots: [{ ...A, seq: 3, value: 1 }] });
  assert.deepEqual(await watching, [{ ...A, seq: 3, value: 1 }]);
  connection.watchQuery(7, { handle: A, sql: "select 1", live: true });
  connection.commit({ local: 1, reads: [], operations: [set(1)] });
  connection.commit({ local: 2, reads: [], operations: [set(2)] });
  first.deliver(frameMessage(2, { seq: 5 }, 3));
  first.drop();
  clock.advance(125);
  const second = await host.welcome({ channel: "other", seq: 6, answered: 1 });
  const requests = second.requests.map((request) =>
    request.type === "commit" ? `commit ${request.commit.local}` : request.type
  );
  assert.deepEqual(requests, ["commit 1", "watch", "watchQuery", "commit 2"]);
  const watch = second.requests.find((request) => request.type === "watch")!;
  assert.deepEqual([watch.addresses, watch.since], [[A], 5]);
  const before = frames.length;
  second.deliver({ type: "watched", n: 1, got: 2, m: 2, snapshots: [{ ...A, seq: 6, value: 1 }] });
  assert.equal(frames.length, before, "snapshots wait for the answers they hold");
  second.deliver(frameMessage(2, { receipts: [{ local: 1, seq: 6 }] }, 4));
  assert.equal(frames.length, before, "and for the results of queries");
  const update = { kind: "rows", result: { seq: 6, columns: [], key: null, rows: [] } } as const;
  second.deliver(frameMessage(3, { queries: [{ query: 7, update }] }, 4));
  assert.deepEqual(frames[before]!.snapshots, [{ ...A, seq: 6, value: 1 }]);
  assert.deepEqual(frames[before]!.receipts, [{ local: 1, seq: 6 }]);
  assert.equal(connection.unanswered, 1);
  await connection.close();
});

Deno.test("queries count as up to date on a new channel when it has told of all of them", async () => {
  const { host, clock, connection, frames } = open();
  const spec = { handle: { id: "of:db", scope: "space" }, sql: "select 1", live: true } as const;
  const result = (query: number, seq: number): Frame["queries"][number] => ({
    query,
    update: { kind: "rows", result: { seq, columns: [], key: null, rows: [] } },
  });
  connection.watchQuery(1, spec);
  connection.watchQuery(2, spec);
  const first = await host.welcome();
  first.deliver(frameMessage(1, { queries: [result(1, 1), result(2, 1)], queriesSeq: 1 }));
  first.drop();
  clock.advance(125);
  const second = await host.welcome({ channel: "other", seq: 9 });
  second.deliver(frameMessage(1, { queriesSeq: 9 }));
  second.deliver(frameMessage(2, { queries: [result(2, 9)], queriesSeq: 9 }));
  second.deliver(frameMessage(3, { queries: [result(1, 9)], queriesSeq: 9 }));
  const told = frames.filter((frame) => frame.seq > 0).map(({ queriesSeq }) => queriesSeq);
  assert.deepEqual(told, [1, undefined, undefined, 9]);
  await connection.close();
});

Deno.test("a query that is slow on a new channel keeps its rows and is pending", async () => {
  const { host, clock, connection, frames } = open();
  const first = await host.welcome();
  const watching = connection.watch([A]);
  first.deliver({ type: "watched", n: 1, got: 1, m: 1, snapshots: [{ ...A, seq: 3, value: 1 }] });
  await watching;
  const spec = { handle: A, sql: "select 1", live: true };
  for (const query of [7, 8]) connection.watchQuery(query, spec);
  first.drop();
  clock.advance(125);
  const second = await host.welcome({ channel: "other", seq: 6 });
  const before = frames.length;
  second.deliver({ type: "watched", n: 1, got: 3, m: 1, snapshots: [{ ...A, seq: 6, value: 2 }] });
  connection.unwatchQuery(8);
  assert.equal(frames.length, before);
  clock.advance(250);
  assert.deepEqual(frames.slice(before).flatMap(({ snapshots }) => snapshots), [
    { ...A, seq: 6, value: 2 },
  ]);
  assert.deepEqual(frames.slice(before).flatMap(({ queries }) => queries), [
    { query: 7, update: { kind: "pending", seq: 6 } },
  ]);
  await connection.close();
});

Deno.test("numbers of an earlier run of the session are not used again", async () => {
  const { host, connection, frames } = open();
  connection.commit({ local: 1, reads: [], operations: [set(1)] });
  // One more is on its way since a former run.
  const socket = await host.welcome({ answered: 39, used: 40 });
  const read = { ...A, path: [], seq: 0, pending: 1 };
  connection.commit({ local: 2, after: 1, reads: [read], operations: [set(2)] });
  await Promise.resolve();
  const [first, second] = socket.requests;
  assert.ok(first?.type === "commit" && second?.type === "commit");
  assert.deepEqual([first.commit.local, second.commit.local], [41, 42]);
  assert.equal(second.commit.reads[0]!.pending, 41);
  assert.equal(second.commit.after, 41);
  const changes = [{ ...A, seq: 9, operations: [], own: 41 }];
  socket.deliver(frameMessage(1, { changes, receipts: [{ local: 41, seq: 9 }] }));
  assert.deepEqual(frames[0]!.receipts, [{ local: 1, seq: 9 }]);
  assert.equal(frames[0]!.changes[0]!.own, 1);
  await connection.close();
});

Deno.test("retries wait longer and longer, from a quarter second to fifteen", async () => {
  const { host, clock, connection } = open();
  const delays: number[] = [];
  for (let n = 0; n < 9; n++) {
    host.last.drop();
    delays.push(clock.nextMs!);
    clock.advance(clock.nextMs!);
  }
  assert.deepEqual(delays, [125, 250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  await host.welcome();
  host.last.drop();
  assert.equal(clock.nextMs, 125);
  globalThis.dispatchEvent(new Event("online"));
  assert.equal(host.sockets.length, 11);
  await connection.close();
  assert.equal(clock.nextMs, undefined, "no timer is left");
});

Deno.test("a silent host is probed, then given up", async () => {
  const { host, clock, connection } = open();
  const socket = await host.welcome();
  clock.advance(15_000);
  clock.advance(15_000);
  assert.equal(socket.received.at(-1)!.type, "ping");
  socket.deliver({ type: "pong" });
  clock.advance(15_000);
  assert.equal(connection.status, "open");
  clock.advance(30_000);
  assert.equal(connection.status, "offline");
  assert.equal(socket.closedWith, 4000);
  await connection.close();
});

Deno.test("a fatal error closes for good and rejects what waits", async () => {
  const { host, clock, connection, errors } = open();
  const watching = connection.watch([A]);
  connection.commit({ local: 1, reads: [], operations: [set(1)] });
  const settled = connection.settled();
  await host.last.challenge();
  const error = { code: "not-allowed", message: "Cannot open", data: {} };
  host.last.deliver({ type: "error", ...error, fatal: true });
  assert.equal(connection.status, "closed");
  assert.deepEqual(errors, ["not-allowed"]);
  await assert.rejects(watching, isRefused);
  await assert.rejects(settled, isRefused);
  assert.throws(() => connection.commit({ local: 2, reads: [], operations: [] }), isRefused);
  assert.equal(clock.nextMs, undefined);

  function isRefused(error: unknown): boolean {
    return error instanceof CfError && error.code === "not-allowed";
  }
});

Deno.test("bad messages of a host drop the socket, more slowly each time", async () => {
  const { host, clock, connection, errors } = open();
  const bad = ["{", '{"type":"frame","n":1}', encodeServerMessage(frameMessage(2, {}))];
  const delays: number[] = [];
  for (const text of bad) {
    await host.welcome();
    host.last.deliverRaw(text);
    assert.equal(connection.status, "offline");
    delays.push(clock.nextMs!);
    clock.advance(clock.nextMs!);
  }
  assert.deepEqual(errors, ["bad-message", "bad-message", "bad-message"]);
  assert.deepEqual(delays, [250, 500, 1000]);
  await connection.close();
});

Deno.test("whatever a host sends, a connection answers with frames or bad-message", async () => {
  const messages: ServerMessage[] = [
    frameMessage(1, { snapshots: [{ ...A, seq: 1, value: 1 }] }),
    { type: "watched", n: 1, got: 1, m: 1, snapshots: [] },
    { type: "failed", n: 1, got: 1, m: 1, error: { code: "x", message: "x", data: {} } },
    { type: "received", got: 3 },
    { type: "pong" },
    { type: "challenge", protocol: 1, nonce: "n", expiresAt: 1 },
  ];
  const mutated = fc.record({
    base: fc.constantFrom(...messages),
    key: fc.constantFrom("n", "m", "got", "frame", "more", "type", "seq"),
    value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.nat(3)),
  }).map(({ base, key, value }) => JSON.stringify({ ...base, [key]: value }));
  const plain = fc.constantFrom(...messages).map(encodeServerMessage);
  const text = fc.oneof(mutated, plain, fc.json(), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 12 }), async (texts) => {
      const { host, connection, errors } = open();
      await host.welcome();
      connection.watch([A]).catch(() => {});
      for (const text of texts) host.last.deliverRaw(text);
      const onlyKnown = errors.every((code) => code === "bad-message" || code === "x");
      assert.ok(onlyKnown, errors.join());
      await connection.close();
    }),
    { numRuns: 200 },
  );
});

Deno.test("parts are put together, and forgotten when the socket is lost", async () => {
  const { host, clock, connection, frames } = open();
  const part = (more: boolean, seq: number): DeliveryMessage => ({
    ...frameMessage(1, { seq: 9, snapshots: [{ id: `of:${seq}`, scope: "space", seq }] }) as
      & DeliveryMessage
      & { type: "frame" },
    ...(more ? { more } : {}),
  });
  const first = await host.welcome();
  first.deliver(part(true, 1));
  first.drop();
  clock.advance(125);
  const second = await host.welcome({ resumed: true });
  second.deliver(part(true, 1));
  second.deliver(part(true, 2));
  assert.equal(frames.length, 0);
  second.deliver(part(false, 3));
  assert.deepEqual(frames[0]!.snapshots.map(({ id }) => id), ["of:1", "of:2", "of:3"]);
  await connection.close();
});
