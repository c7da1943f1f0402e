/**
 * Sessions that come, go and come back at random moments, sending again what they sent: each of
 * their commits happens once, and every answer to it names the same sequence number.
 */

import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { Space } from "../space.ts";
import { openSession, OWNER, type RecordedSession, TestStore } from "../testing/test-space.ts";

const SESSIONS = ["one", "two"];

type Step =
  | { readonly do: "connect" | "close" | "commit" | "settle"; readonly session: string }
  | { readonly do: "resend"; readonly session: string; readonly from: number }
  | { readonly do: "restart" };

const session = fc.constantFrom(...SESSIONS);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("connect" as const), session }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("close" as const), session }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("commit" as const), session }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle" as const), session }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("resend" as const), session, from: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
);

/** What a client remembers of its session, whatever its connections. */
class Client {
  connection: RecordedSession | undefined;
  /** The highest local number sent. */
  sent = 0;
  readonly #frames: RecordedSession["frames"][] = [];

  constructor(readonly name: string) {}

  connect(space: Space): void {
    this.connection = openSession(space, { session: this.name });
    this.#frames.push(this.connection.frames);
  }

  close(): void {
    this.connection?.connection.close();
    this.connection = undefined;
  }

  /** Sends the commits from a local number on. */
  send(from: number): void {
    for (let local = from; local <= this.sent; local++) {
      this.connection?.connection.commit({
        local,
        reads: [],
        operations: [{ op: "increment", id: "of:counts", path: [this.name], by: 1 }],
      });
    }
  }

  /** Every seq that answers named for a local number. */
  answers(): ReadonlyMap<number, ReadonlySet<number>> {
    const found = new Map<number, Set<number>>();
    for (const { receipts } of this.#frames.flat()) {
      for (const { local, seq } of receipts) {
        found.set(local, (found.get(local) ?? new Set()).add(seq));
      }
    }
    return found;
  }
}

async function run(steps: readonly Step[]): Promise<void> {
  const store = new TestStore();
  const clients = new Map(SESSIONS.map((name) => [name, new Client(name)]));
  try {
    let space = store.open();
    for (const step of steps) {
      if (step.do === "restart") {
        for (const client of clients.values()) client.close();
        await store.close();
        space = store.open();
        continue;
      }
      const client = clients.get(step.session)!;
      await act(client, space, step);
    }
    for (const client of clients.values()) {
      client.connect(space);
      client.send(1);
      await client.connection!.connection.settled();
    }
    await check(space, [...clients.values()]);
  } finally {
    await store.close();
  }
}

async function act(
  client: Client,
  space: Space,
  step: Exclude<Step, { do: "restart" }>,
): Promise<void> {
  switch (step.do) {
    case "connect":
      return client.connect(space);
    case "close":
      return client.close();
    case "settle":
      return await client.connection?.connection.settled();
    case "commit":
      if (client.connection !== undefined) client.send(++client.sent);
      return;
    case "resend":
      client.send(Math.max(1, client.sent - step.from));
  }
}

async function check(space: Space, clients: readonly Client[]): Promise<void> {
  const watcher = space.connect({ principal: OWNER });
  const [counts] = watcher.watch([{ id: "of:counts", scope: "space" }]);
  for (const client of clients) {
    const value = counts?.value as Record<string, number> | undefined;
    equal(value?.[client.name] ?? 0, client.sent, `commits of ${client.name}`);
    for (const [local, seqs] of client.answers()) {
      deepEqual([...seqs].length, 1, `answers to ${client.name} ${local}`);
    }
    client.close();
  }
  watcher.close();
  await Promise.resolve();
  equal(space.stats.sessions, 0);
}

Deno.test("commits of sessions that come and go happen once", async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), run), { numRuns: 60 });
});
