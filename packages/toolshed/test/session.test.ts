/** What a server answers to clients that are slow, wrong or hostile. */

import assert from "node:assert/strict";
import { createIdentity, type Identity } from "@cf/protocol";
import { type Limits, type Server, startServer } from "../mod.ts";
import { ManualClock } from "@cf/utils/manual-clock";
import { RawClient } from "./raw-client.ts";
import { Replica } from "./replica.ts";

interface Setting {
  readonly server: Server;
  readonly owner: Identity;
  readonly space: string;
  readonly log: string[];
  raw(): RawClient;
}

async function withServer(
  limits: Partial<Limits>,
  run: (setting: Setting) => Promise<void>,
  options: { readonly clock?: ManualClock } = {},
): Promise<void> {
  const owner = await createIdentity();
  const log: string[] = [];
  const server = await startServer({
    store: ":memory:",
    identity: await createIdentity(),
    limits,
    ...options,
    writeLog: (line) => log.push(line),
  });
  server.spaces.create(owner.did, owner.did);
  try {
    await run({ server, owner, space: owner.did, log, raw: () => new RawClient(server.url) });
  } finally {
    await server.close();
  }
}

/** Deno's sanitizers see a socket until its close has been told; so each test closes its own. */
function testServer(
  name: string,
  limits: Partial<Limits>,
  run: (setting: Setting) => Promise<void>,
): void {
  Deno.test(name, () => withServer(limits, run));
}

testServer("a wrong key, space, audience or version gets a typed, fatal error", {}, async (s) => {
  const stranger = await createIdentity();
  const unknown = (await createIdentity()).did;
  const cases: [string, (client: RawClient) => ReturnType<RawClient["hello"]>][] = [
    ["not-authenticated", (c) => c.hello(stranger, s.space, { principal: s.owner.did })],
    ["not-authenticated", (c) => c.hello(s.owner, s.space, {}, { nonce: "replayed" })],
    ["not-authenticated", (c) => c.hello(s.owner, s.space, { label: "other" })],
    ["bad-identity", (c) => c.hello(s.owner, s.space, { principal: "did:key:zNobody" })],
    ["not-allowed", (c) => c.hello(stranger, s.space)],
    ["unknown-space", (c) => c.hello(s.owner, unknown)],
    ["wrong-audience", (c) => c.hello(s.owner, s.space, {}, { audience: "https://evil.example" })],
    ["protocol-version", (c) => c.hello(s.owner, s.space, { protocol: 99 })],
  ];
  for (const [code, hello] of cases) {
    const client = s.raw();
    client.send(await hello(client));
    const error = await client.next("error");
    assert.deepEqual([error.code, error.fatal], [code, true]);
    assert.equal((await client.closed).code, 1008);
  }
  assert.ok(s.log.some((line) => JSON.parse(line).code === "unknown-space"));
});

testServer("a hello recorded on one socket is refused on another", {}, async (s) => {
  const first = s.raw();
  const hello = await first.hello(s.owner, s.space);
  first.send(hello);
  await first.next("welcome");
  const second = s.raw();
  await second.next("challenge");
  second.send(hello);
  assert.equal((await second.next("error")).code, "not-authenticated");
  await second.closed;
  await first.close();
});

testServer("bad messages are answered, and close the socket when repeated", {
  badMessagesMax: 4,
}, async (s) => {
  const client = s.raw();
  await client.open(s.owner, s.space);
  client.sendRaw("no json");
  assert.equal((await client.next("error")).code, "bad-message");
  client.sendRaw(JSON.stringify({ type: "unwatch", m: 1, addresses: "all" }));
  const failed = await client.next("failed");
  assert.deepEqual([failed.m, failed.error.code], [1, "bad-message"]);
  // The session goes on with the next good request.
  client.send({ type: "watch", m: 2, addresses: [{ id: "of:a", scope: "space" }] });
  await client.next("watched", ({ m }) => m === 2);
  client.sendRaw(new ArrayBuffer(8));
  client.sendRaw('{"type":"hello"}');
  const error = await client.next("error", ({ code }) => code === "too-many-bad-messages");
  assert.equal(error.fatal, true);
  assert.equal((await client.closed).code, 1008);
});

testServer("a batch is taken in order, and a bad part of it alone is refused", {}, async (s) => {
  const client = s.raw();
  await client.open(s.owner, s.space);
  const watch = (m: number, id: string) => ({
    type: "watch",
    m,
    addresses: [{ id, scope: "space" }],
  });
  client.sendRaw(JSON.stringify([watch(1, "of:a"), watch(2, ""), watch(3, "of:c"), 7]));
  await client.next("error");
  await client.next("watched", ({ m }) => m === 3);
  const kinds = client.deliveries.map((delivery) =>
    delivery.type === "frame" ? "frame" : `${delivery.type} ${delivery.m}`
  );
  assert.deepEqual(kinds, ["watched 1", "failed 2", "watched 3"]);
  await client.close();
});

testServer("a request before the welcome ends the socket", {}, async (s) => {
  const client = s.raw();
  await client.next("challenge");
  client.send({ type: "unwatchQuery", m: 1, query: 1 });
  assert.equal((await client.next("error")).code, "bad-message");
  await client.closed;
});

testServer("a message beyond the size limit is a bad message", {
  messageCharsMax: 1000,
}, async (s) => {
  const client = s.raw();
  const welcome = await client.open(s.owner, s.space);
  assert.equal(welcome.limits.messageCharsMax, 1000);
  client.sendRaw(" ".repeat(1001));
  assert.equal((await client.next("error")).code, "bad-message");
  await client.close();
});

testServer("a flood beyond the window is cut off", {
  inFlightMax: 8,
  commitsPerSecond: 1,
}, async (s) => {
  const client = s.raw();
  await client.open(s.owner, s.space);
  for (let m = 1; m <= 40; m++) {
    client.send({ type: "commit", m, commit: { local: m, reads: [], operations: [] } });
  }
  assert.equal((await client.next("error")).code, "flood");
  await client.closed;
});

testServer("a client that says nothing is let go", { helloMs: 20 }, async (s) => {
  const client = s.raw();
  assert.equal((await client.next("error")).code, "hello-timeout");
  await client.closed;
});

testServer("a slow client is held back, then brought up to date by one frame", {
  deliveryWindowChars: 4_000,
  deliveryBufferChars: 20_000,
}, async (s) => {
  const slow = s.raw();
  await slow.open(s.owner, s.space);
  const addresses = ["of:a", "of:b"].map((id) => ({ id, scope: "space" } as const));
  slow.send({ type: "watch", m: 1, addresses });
  await slow.next("watched");
  const writer = new Replica(s.server.spaces.get(s.space).connect({ principal: s.owner.did }));
  for (let n = 1; n <= 200; n++) {
    await writer.commit([{ op: "set", id: "of:a", value: `${n} ${"x".repeat(1000)}` }]);
  }
  await writer.commit([{ op: "set", id: "of:b", value: "last" }]);
  // What was sent fits the window, and the rest of 200 kB is neither sent nor kept.
  const sentBefore = slow.deliveries.length;
  assert.ok(sentBefore < 8, `${sentBefore} deliveries are within the window`);
  let acknowledged = 0;
  while (!slow.deliveries.some(holdsLast)) {
    const { n } = slow.deliveries.at(-1)!;
    if (n === acknowledged) await slow.next("frame", (message) => message.n > n);
    acknowledged = slow.deliveries.at(-1)!.n;
    slow.send({ type: "ack", n: acknowledged });
    if (!slow.deliveries.some(holdsLast)) {
      await slow.next("frame", (message) => message.n > acknowledged);
    }
  }
  assert.ok(slow.deliveries.length < 40, `${slow.deliveries.length} deliveries for 200 commits`);
  const last = slow.deliveries.find(holdsLast)!;
  assert.ok(last.type === "frame");
  const values = new Map(last.frame.snapshots.map(({ id, value }) => [id, value]));
  assert.match(String(values.get("of:a")), /^200 x/);
  assert.equal(values.get("of:b"), "last");
  assert.ok(s.log.some((line) => JSON.parse(line).event === "session-lagging"));
  // Changes are told as changes again.
  slow.send({ type: "ack", n: last.n });
  await writer.commit([{ op: "set", id: "of:b", value: "after" }]);
  const after = await slow.next("frame", ({ n }) => n > last.n);
  assert.equal(after.frame.changes.length, 1);
  await slow.close();

  function holdsLast(message: { type: string }): boolean {
    return message.type === "frame" && JSON.stringify(message).includes('"last"');
  }
});

Deno.test("a client that takes nothing for a time loses its socket, and what it held", async () => {
  const clock = new ManualClock();
  const limits = { deliveryWindowChars: 4_000, stalledMs: 1_000, graceMs: 5_000 };
  await withServer(limits, async (s) => {
    const slow = s.raw();
    const { channel } = await slow.open(s.owner, s.space);
    slow.send({ type: "watch", m: 1, addresses: [{ id: "of:a", scope: "space" }] });
    await slow.next("watched");
    const writer = new Replica(s.server.spaces.get(s.space).connect({ principal: s.owner.did }));
    const fill = async () => {
      for (let n = 0; n < 8; n++) {
        await writer.commit([{ op: "set", id: "of:a", value: `${n} ${"x".repeat(1000)}` }]);
      }
    };
    clock.advance(10_000);
    await fill();
    clock.advance(900);
    const { n } = await slow.next("frame");
    slow.send({ type: "ack", n });
    // The answer to a later message tells that the acknowledgement was taken.
    slow.send({ type: "ping" });
    await slow.next("pong");
    clock.advance(900);
    slow.send({ type: "ack", n });
    slow.send({ type: "ping" });
    await slow.next("pong", (message) => message !== slow.received.find(isPong));
    clock.advance(99);
    assert.equal(slow.received.some(({ type }) => type === "error"), false);
    clock.advance(1);
    const error = await slow.next("error");
    assert.deepEqual([error.code, error.fatal], ["stalled", false]);
    assert.equal((await slow.closed).code, 1008);
    // Within the grace time it goes on where it was.
    const again = s.raw();
    const welcome = await again.open(s.owner, s.space, { resume: { channel, received: n } });
    assert.equal(welcome.resumed, true);
    await again.next("frame");
    await again.close();
  }, { clock });

  function isPong({ type }: { type: string }): boolean {
    return type === "pong";
  }
});

testServer("a delivery bigger than a part is sent in parts", { partChars: 5_000 }, async (s) => {
  const client = s.raw();
  await client.open(s.owner, s.space);
  const writer = new Replica(s.server.spaces.get(s.space).connect({ principal: s.owner.did }));
  const ids = Array.from({ length: 40 }, (_, n) => `of:${n}`);
  await writer.commit(ids.map((id) => ({ op: "set", id, value: "x".repeat(900) })));
  const addresses = ids.map((id) => ({ id, scope: "space" } as const));
  client.send({ type: "watch", m: 1, addresses });
  await client.next("watched", ({ more }) => more !== true);
  const parts = client.received.filter((message) => message.type === "watched");
  assert.ok(parts.length >= 8, `${parts.length} parts`);
  assert.equal(parts.flatMap(({ snapshots }) => snapshots).length, 40);
  assert.equal(new Set(parts.map(({ n }) => n)).size, 1);
  await client.close();
});

Deno.test("a server that closes tells its clients, and they may come back", async () => {
  await withServer({}, async (s) => {
    const client = s.raw();
    await client.open(s.owner, s.space);
    await s.server.close();
    const error = await client.next("error");
    assert.deepEqual([error.code, error.fatal], ["shutting-down", false]);
    assert.equal((await client.closed).code, 1001);
  });
});

Deno.test("a page of another origin gets no WebSocket", async () => {
  await withServer({}, async ({ server }) => {
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    const from = async (headers: Record<string, string>) => {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
      const lines = Object.entries({ host: `127.0.0.1:${server.port}`, ...upgrade, ...headers })
        .map(([name, value]) => `${name}: ${value}\r\n`).join("");
      await connection.write(
        new TextEncoder().encode(`GET /api/connect HTTP/1.1\r\n${lines}\r\n`),
      );
      const buffer = new Uint8Array(4096);
      const read = await connection.read(buffer);
      connection.close();
      return new TextDecoder().decode(buffer.subarray(0, read ?? 0));
    };
    assert.match(await from({}), /^HTTP\/1.1 101 /);
    assert.match(await from({ origin: server.url }), /^HTTP\/1.1 101 /);
    assert.match(await from({ origin: "https://evil.example" }), /^HTTP\/1.1 403 /);
    assert.match(await from({ origin: "null" }), /^HTTP\/1.1 403 /);
    assert.match(await from({ host: "evil.example" }), /^HTTP\/1.1 403 /);
  });
});
