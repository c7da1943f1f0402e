/** Whatever a client sends, the server answers with well-formed messages and goes on. */

import assert from "node:assert/strict";
import {
  type ClientMessage,
  createIdentity,
  decodeServerMessage,
  encodeClientMessage,
  PROTOCOL_VERSION,
  signSession,
} from "@cf/protocol";
import { SpaceHost } from "@cf/space";
import fc from "fast-check";
import { ManualClock } from "@cf/utils/manual-clock";
import { Hosting } from "../hosting.ts";
import { Log } from "../observe/log.ts";
import { Metrics } from "../observe/metrics.ts";
import { SessionObserver } from "../observe/session-observer.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { Sessions } from "./sessions.ts";
import { ClientSocket, type RawSocket } from "./socket.ts";

const AUDIENCE = "http://127.0.0.1:1";
const owner = await createIdentity();

/** A server without a network. */
function createServer() {
  const host = SpaceHost.open(":memory:");
  const space = host.create(owner.did, owner.did);
  const clock = new ManualClock();
  const limits = { ...DEFAULT_LIMITS, badMessagesMax: 1_000, messageCharsMax: 100_000 };
  const metrics = new Metrics({
    sessions: () => 0,
    sockets: () => 0,
    processes: () => 0,
    openSpaces: () => 1,
  });
  const log = new Log(() => {});
  const sessions = new Sessions(new Hosting(host), {
    limits,
    clock,
    observe: (name) => new SessionObserver(name, { metrics, log }),
  });
  const context = {
    sessions,
    limits,
    clock,
    audiences: () => [AUDIENCE],
    notices: () => [],
    onOpen: () => {},
    onError: () => {},
  };
  return { host, space, sessions, clock, context };
}

class Peer implements RawSocket {
  readonly sent: string[] = [];
  isClosed = false;
  send(text: string): void {
    assert.equal(this.isClosed, false, "nothing is sent after the close");
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
}

/** The next turn of the event loop. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port2.onmessage = () => {
      port2.close();
      resolve();
    };
    port1.postMessage(null);
  });
}

async function hello(peer: Peer, label: string): Promise<string> {
  const challenge = decodeServerMessage(peer.sent[0]);
  assert.ok(challenge.type === "challenge");
  const { nonce, expiresAt } = challenge;
  const base = { audience: AUDIENCE, space: owner.did, principal: owner.did, label };
  const signature = await signSession(owner, { ...base, nonce, expiresAt });
  return JSON.stringify({ type: "hello", protocol: PROTOCOL_VERSION, ...base, signature });
}

const address = fc.record({
  id: fc.constantFrom("of:a", "of:b", ""),
  scope: fc.constantFrom("space", "user", "session", "planet"),
});
const m = fc.oneof(fc.nat(20), fc.constantFrom(-1, 1.5, Number.MAX_SAFE_INTEGER));
const valid = fc.oneof(
  fc.record({ type: fc.constant("watch"), m, addresses: fc.array(address), since: fc.nat() }),
  fc.record({ type: fc.constant("unwatch"), m, addresses: fc.array(address) }),
  fc.record({ type: fc.constant("ack"), n: m }),
  fc.record({ type: fc.constant("ping") }),
  fc.record({ type: fc.constant("unwatchQuery"), m, query: m }),
  fc.record({
    type: fc.constant("commit"),
    m,
    commit: fc.record({
      local: m,
      reads: fc.array(
        fc.record({ id: fc.string(), scope: fc.string(), path: fc.array(fc.string()), seq: m }),
        { maxLength: 2 },
      ),
      operations: fc.array(
        fc.oneof(
          fc.record({ op: fc.constant("set"), id: fc.constant("of:a"), value: fc.jsonValue() }),
          fc.record({
            op: fc.constantFrom("append", "add-unique", "increment", "remove-by-value", "patch"),
            id: fc.constantFrom("of:a", "of:b"),
            path: fc.array(fc.constantFrom("a", "0", "__proto__", "constructor", "length")),
            values: fc.array(fc.jsonValue()),
            value: fc.jsonValue(),
            by: fc.double(),
            patches: fc.constant([{ op: "splice", path: ["a"], index: 5, remove: 9, add: [1] }]),
          }),
        ),
        { maxLength: 3 },
      ),
    }),
  }),
);
const mutated = fc.tuple(valid, fc.string(), fc.jsonValue()).map(([message, key, value]) => ({
  ...message,
  [key]: value,
}));
const text = fc.oneof(
  { weight: 6, arbitrary: valid.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: mutated.map((value) => JSON.stringify(value)) },
  fc.json(),
  fc.string(),
  fc.constant("[".repeat(5_000)),
);

Deno.test("a session answers anything with well-formed messages, and others go on", async () => {
  const server = createServer();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 30 }), fc.boolean(), async (texts, isOpen) => {
      run++;
      const peer = new Peer();
      const socket = new ClientSocket(peer, server.context);
      if (isOpen) await socket.receive(await hello(peer, `fuzz ${run}`));
      for (const text of texts) await socket.receive(text);
      // A space in memory answers in microtasks, which end before the next message of a port.
      await turn();
      for (const sent of peer.sent) decodeServerMessage(sent);
      socket.closed(1000);
      assert.deepEqual(await server.space.operator.verifyLog(), []);
    }),
    { numRuns: 150 },
  );
  const peer = new Peer();
  const socket = new ClientSocket(peer, server.context);
  await socket.receive(await hello(peer, "honest"));
  const watch: ClientMessage = {
    type: "watch",
    m: 1,
    addresses: [{ id: "of:c", scope: "space" }],
  };
  await socket.receive(encodeClientMessage(watch));
  await Promise.resolve();
  const answer = decodeServerMessage(peer.sent.at(-1));
  assert.ok(answer.type === "watched");
  assert.deepEqual(answer.snapshots, [{ id: "of:c", scope: "space", seq: 0 }]);
  await server.sessions.close();
  await server.host.close();
});
