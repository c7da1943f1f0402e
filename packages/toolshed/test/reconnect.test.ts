/** The network fails under a WebSocket connection, and nothing is lost, doubled or reordered. */

import assert from "node:assert/strict";
import { applyOperation, type ConnectionStatus, type Operation } from "@cf/protocol";
import type { Json } from "@cf/utils";
import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { DECLARE, HANDLE, insert, query } from "./database.ts";
import { Replica } from "./replica.ts";
import { type World, WORLDS } from "./worlds.ts";

const kind = WORLDS.find(({ hasNetwork }) => hasNetwork)!;

/** A long grace resumes the channel; none forces the client to declare everything anew. */
const GRACES = { "a channel that is resumed": 60_000, "a channel that is gone": 0 };

function testEach(name: string, run: (world: World) => Promise<void>): void {
  for (const [grace, graceMs] of Object.entries(GRACES)) {
    Deno.test(`WebSocketConnection over ${grace} ${name}`, async () => {
      const world = await kind.open(":memory:", { graceMs });
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  }
}

/** The documents as a plain replay of the log makes them. */
function replay(world: World): Map<string, Json | undefined> {
  const documents = new Map<string, Json | undefined>();
  for (const { record } of world.space.log()) {
    for (const { key, operation } of record.operations) {
      documents.set(key, applyOperation(documents.get(key), operation));
    }
  }
  return documents;
}

function append(value: string): Operation {
  return { op: "append", id: "of:list", path: [], values: [value] };
}

testEach("commits each of many once and in order, cut off again and again", async (world) => {
  const client = new Replica(world.connect(world.owner, "writer"));
  const sent: string[] = [];
  for (let round = 0; round < 8; round++) {
    for (let n = 0; n < 40; n++) {
      sent.push(`${round}/${n}`);
      client.send([append(`${round}/${n}`)]);
    }
    // Cut while some are answered, some on their way and some waiting.
    await client.answerTo(round * 40 + 7);
    world.cut();
  }
  await client.connection.settled();
  assert.deepEqual(replay(world).get("of:list"), sent);
  assert.deepEqual(client.value("of:list"), sent);
  assert.equal(client.answers.size, sent.length);
});

testEach("does not send again what a client has that only read", async (world) => {
  const other = new Replica(world.connect(world.owner, "other"));
  const ids = Array.from({ length: 50 }, (_, n) => `of:${n}`);
  const set = (id: string, value: Json): Operation => ({ op: "set", id, value });
  other.send(ids.map((id) => set(id, "as it was")));
  await other.connection.settled();
  const reader = new Replica(world.connect(world.owner, "reader"));
  await reader.watch(ids);
  reader.frames.length = 0;
  world.cut();
  other.send([set("of:7", "new")]);
  await other.connection.settled();
  await reader.seen("of:7", world.space.stats.seq);
  const sent = reader.frames.flatMap(({ snapshots }) => snapshots.map(({ id }) => id));
  assert.deepEqual(sent.filter((id) => id !== "of:7"), []);
  assert.deepEqual(
    ids.map((id) => reader.value(id)),
    ids.map((id) => id === "of:7" ? "new" : "as it was"),
  );
});

testEach("works offline and ends where one that was never cut off ends", async (world) => {
  const away = new Replica(world.connect(world.owner, "away"));
  const there = new Replica(world.connect(world.owner, "there"));
  await away.watch(["of:list", "of:n"]);
  await there.watch(["of:list", "of:n"]);
  const statuses: ConnectionStatus[] = [];
  const offline = Promise.withResolvers<void>();
  away.connection.onStatus = (status) => {
    statuses.push(status);
    if (status === "offline") offline.resolve();
  };
  world.block(true);
  world.cut();
  await offline.promise;
  for (let n = 0; n < 20; n++) away.send([append(`away ${n}`)]);
  assert.equal(away.answers.size, 0);
  world.block(false);
  for (let n = 0; n < 20; n++) there.send([append(`there ${n}`)]);
  await Promise.all([away.connection.settled(), there.connection.settled()]);
  const { seq } = world.space.stats;
  await Promise.all([away.seen("of:list", seq), there.seen("of:list", seq)]);
  assert.deepEqual(away.value("of:list"), there.value("of:list"));
  assert.equal((away.value("of:list") as Json[]).length, 40);
  assert.deepEqual([statuses[0], statuses.at(-1)], ["offline", "open"]);
});

testEach("never shows a commit's effect before its answer", async (world) => {
  const client = new Replica(world.connect(world.owner, "writer"));
  await client.watch(["of:list"]);
  const early: string[] = [];
  const apply = client.connection.onFrame;
  client.connection.onFrame = (frame) => {
    apply(frame);
    for (const local of (client.value("of:list") ?? []) as string[]) {
      if (!client.answers.has(Number(local))) early.push(local);
    }
  };
  // Cut at the moment of the commit: it is in the log, and its answer is lost on the way.
  const observer = new Replica(world.space.connect({ principal: world.owner.did }));
  await observer.watch(["of:list"]);
  const observe = observer.connection.onFrame;
  observer.connection.onFrame = (frame) => {
    observe(frame);
    world.cut();
  };
  for (let round = 1; round <= 30; round++) {
    client.send([append(String(round))]);
    if (round % 2 === 0) await client.answerTo(round);
  }
  await client.connection.settled();
  assert.deepEqual(early, []);
  assert.equal((client.value("of:list") as string[]).length, 30);
});

testEach("shows what others did while it was away, deletions too", async (world) => {
  const away = new Replica(world.connect(world.owner, "away"));
  const there = new Replica(world.connect(world.owner, "there"));
  await there.commit([
    { op: "set", id: "of:a", value: 1 },
    { op: "set", id: "of:gone", value: 1 },
    { op: "set", id: "of:same", value: 1 },
  ]);
  await away.watch(["of:a", "of:gone", "of:same"]);
  world.block(true);
  world.cut();
  world.block(false);
  const answer = await there.commit([
    { op: "set", id: "of:a", value: 2 },
    { op: "delete", id: "of:gone" },
  ]);
  assert.ok(answer.ok);
  await Promise.all([away.seen("of:a", answer.seq), away.seen("of:gone", answer.seq)]);
  assert.deepEqual(["of:a", "of:gone", "of:same"].map((id) => away.value(id)), [2, undefined, 1]);
});

testEach("keeps live queries in step through cuts", async (world) => {
  const [writer, reader] = ["writer", "reader"].map((label) =>
    new Replica(world.connect(world.owner, label))
  ) as [Replica, Replica];
  await writer.commit([DECLARE]);
  const sql = "SELECT body, n FROM entries ORDER BY n DESC, id LIMIT 7";
  reader.connection.watchQuery(1, query(sql));
  await reader.connection.settled();
  for (let round = 0; round < 12; round++) {
    for (let n = 0; n < 6; n++) writer.exec(HANDLE, [insert(`${round}/${n}`, (n * 7 + round) % 5)]);
    if (round % 3 === 2) {
      writer.exec(HANDLE, [{ sql: "DELETE FROM entries WHERE n = 4" }]);
      await writer.connection.settled();
    }
    world.cut();
  }
  await writer.connection.settled();
  const fresh = new Replica(world.connect(world.owner, "fresh"));
  fresh.connection.watchQuery(1, query(sql));
  await fresh.connection.settled();
  const expected = fresh.rows.get(1);
  await reader.until(() => isDeepStrictEqual(reader.rows.get(1), expected));
  assert.equal(expected!.length, 7);
});

Deno.test("a label used again goes on counting where the earlier connection ended", async () => {
  const world = await kind.open();
  const first = new Replica(world.connect(world.owner, "tab"));
  await first.commit([append("first")]);
  await first.commit([append("second")]);
  await first.connection.close();
  const second = new Replica(world.connect(world.owner, "tab"));
  assert.equal(second.connection.session, first.connection.session);
  const answer = await second.commit([append("third")]);
  assert.ok(answer.ok);
  assert.deepEqual(replay(world).get("of:list"), ["first", "second", "third"]);
  await world.close();
});

Deno.test("a session opened elsewhere ends the older connection, and says so", async () => {
  const world = await kind.open();
  const first = new Replica(world.connect(world.owner, "tab"));
  await first.watch(["of:a"]);
  const { promise, resolve } = Promise.withResolvers<string>();
  first.connection.onError = (error) => resolve(error.code);
  const second = new Replica(world.connect(world.owner, "tab"));
  await second.watch(["of:a"]);
  assert.equal(await promise, "session-taken");
  assert.equal(first.connection.status, "closed");
  await world.close();
});

type Step =
  | { readonly do: "commit"; readonly client: number; readonly operation: Operation }
  | { readonly do: "stale"; readonly client: number; readonly id: string }
  | { readonly do: "cut" }
  | { readonly do: "wait"; readonly client: number };

const id = fc.constantFrom("of:0", "of:1", "of:2");
const client = fc.nat(2);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant("set" as const), id, value: fc.nat() }),
  fc.record({ op: fc.constant("delete" as const), id }),
  fc.record({
    op: fc.constant("append" as const),
    id,
    path: fc.constant(["items"]),
    values: fc.array(fc.nat(), { maxLength: 2 }),
  }),
  fc.record({ op: fc.constant("increment" as const), id, path: fc.constant(["n"]), by: fc.nat(9) }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("commit" as const), client, operation }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stale" as const), client, id }) },
  { weight: 2, arbitrary: fc.constant({ do: "cut" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), client }) },
);

async function runHistory(world: World, steps: readonly Step[]): Promise<void> {
  const ids = ["of:0", "of:1", "of:2"];
  const replicas = [0, 1, 2].map((n) => new Replica(world.connect(world.owner, `client ${n}`)));
  for (const replica of replicas) await replica.watch(ids);
  for (const step of steps) {
    switch (step.do) {
      case "commit":
        replicas[step.client]!.send([step.operation]);
        break;
      case "stale": {
        const replica = replicas[step.client]!;
        const set: Operation = { op: "set", id: step.id, value: "after read" };
        replica.send([set], [replica.read(step.id)]);
        break;
      }
      case "cut":
        world.cut();
        break;
      case "wait":
        await replicas[step.client]!.connection.settled();
    }
  }
  for (const replica of replicas) await replica.connection.settled();
  const expected = replay(world);
  const lastSeq = new Map<string, number>();
  for (const { record } of world.space.log()) {
    for (const { key } of record.operations) lastSeq.set(key, record.seq);
  }
  for (const replica of replicas) {
    for (const id of ids) {
      await replica.seen(id, lastSeq.get(id) ?? 0);
      assert.deepEqual(replica.value(id), expected.get(id), `${id} at a client`);
    }
  }
  const accepted = replicas.flatMap(({ answers }) => [...answers.values()])
    .filter((answer) => answer.ok).map((answer) => answer.seq);
  const logged = [...world.space.log()].filter(({ record }) => record.operations.length > 0)
    .map(({ record }) => record.seq);
  assert.deepEqual(accepted.toSorted((a, b) => a - b), logged, "every log entry is one receipt");
}

for (const [grace, graceMs] of Object.entries(GRACES)) {
  Deno.test(`random histories with cuts over ${grace} equal a replay of the log`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = await kind.open(":memory:", { graceMs });
        try {
          await runHistory(world, steps);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 25 },
    );
  });
}
