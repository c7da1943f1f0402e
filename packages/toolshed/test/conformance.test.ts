/** What every `SpaceConnection` does alike: each case runs against each implementation. */

import assert from "node:assert/strict";
import { createIdentity, type Operation, toSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { Replica } from "./replica.ts";
import { type World, WORLDS } from "./worlds.ts";

function testEach(name: string, run: (world: World) => Promise<void>): void {
  for (const kind of WORLDS) {
    Deno.test(`SpaceConnection (${kind.name}) ${name}`, async () => {
      const world = await kind.open();
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  }
}

function clients(world: World, count: number): Replica[] {
  return Array.from(
    { length: count },
    (_, index) => new Replica(world.connect(world.owner, `client ${index}`)),
  );
}

function set(id: string, value: Json): Operation {
  return { op: "set", id, value };
}

testEach("answers commits in the order they were sent", async (world) => {
  const [client] = clients(world, 1) as [Replica];
  const locals = Array.from({ length: 300 }, (_, n) => client.send([set(`of:${n % 7}`, n)]));
  await client.connection.settled();
  assert.deepEqual([...client.answers.keys()], locals);
  const seqs = [...client.answers.values()].map((answer) => answer.ok ? answer.seq : -1);
  assert.deepEqual(seqs, seqs.toSorted((a, b) => a - b));
  assert.equal(client.value("of:0"), 294);
});

testEach("commits a number once, however often it is sent", async (world) => {
  const [client, reader] = clients(world, 2) as [Replica, Replica];
  const append: Operation = { op: "append", id: "of:list", path: [], values: ["x"] };
  const answer = await client.commit([append]);
  const before = world.space.stats.seq;
  client.answers.clear();
  client.sendCommit({ local: 1, reads: [], operations: [append] });
  assert.deepEqual(await client.answerTo(1), answer);
  assert.equal(world.space.stats.seq, before);
  await reader.watch(["of:list"]);
  assert.deepEqual(reader.value("of:list"), ["x"]);
});

testEach("refuses a commit whose read was overwritten, and names the place", async (world) => {
  const [first, second] = clients(world, 2) as [Replica, Replica];
  await first.commit([set("of:a", { x: 1, y: 1 })]);
  await second.watch(["of:a"]);
  await first.commit([{
    op: "patch",
    id: "of:a",
    patches: [{ op: "replace", path: ["x"], value: 2 }],
  }]);
  const stale = { id: "of:a", scope: "space", path: ["x"], seq: 2 } as const;
  const answer = await second.commit([set("of:b", 1)], [stale]);
  assert.ok(!answer.ok);
  assert.equal(answer.code, "conflict");
  assert.match(answer.message, /of:a at \/x/);
  const untouched = await second.commit([set("of:b", 1)], [{ ...stale, path: ["y"] }]);
  assert.ok(untouched.ok);
});

testEach("rolls back all of a refused commit, and what depends on it", async (world) => {
  const [first, second, reader] = clients(world, 3) as [Replica, Replica, Replica];
  await first.commit([set("of:a", 1)]);
  await second.watch(["of:a"]);
  const stale = second.read("of:a");
  await first.commit([set("of:a", 2)]);
  const refused = second.send([set("of:b", 1), set("of:c", 1)], [stale]);
  const dependent = second.send([set("of:d", 1)], [
    { id: "of:b", scope: "space", path: [], seq: 0, pending: refused },
  ]);
  const independent = second.send([set("of:e", 1)]);
  assert.equal((await second.answerTo(refused)).ok, false);
  assert.equal((await second.answerTo(dependent)).ok, false);
  assert.equal((await second.answerTo(independent)).ok, true);
  await reader.watch(["of:b", "of:c", "of:d", "of:e"]);
  const values = ["of:b", "of:c", "of:d", "of:e"].map((id) => reader.value(id));
  assert.deepEqual(values, [undefined, undefined, undefined, 1]);
});

testEach("accepts a chain of commits that read one another before any answer", async (world) => {
  const [client] = clients(world, 1) as [Replica];
  await client.commit([set("of:a", 0)]);
  const seq = client.documents.get("of:a")!.seq;
  for (let n = 1; n <= 20; n++) {
    const pending = n + 1 - 1;
    const read = { id: "of:a", scope: "space", path: [], seq, pending } as const;
    client.send([set("of:a", n)], [n === 1 ? client.read("of:a") : read]);
  }
  await client.connection.settled();
  assert.ok([...client.answers.values()].every((answer) => answer.ok));
  assert.equal(client.value("of:a"), 20);
});

testEach("brings along what is reachable through links, up to the budget", async (world) => {
  const [writer, all, some] = clients(world, 3) as [Replica, Replica, Replica];
  const chain = Array.from(
    { length: 10 },
    (_, n) => set(`of:${n}`, { next: toSigil({ id: `of:${n + 1}` }) } as never),
  );
  await writer.commit(chain);
  await all.watch(["of:0"]);
  assert.equal(all.documents.size, 11);
  await some.watch(["of:0"], 3);
  assert.equal(some.documents.size, 4);
  const answer = await writer.commit([set("of:9", "end")]);
  assert.ok(answer.ok);
  await all.seen("of:9", answer.seq);
  assert.equal(all.value("of:9"), "end");
});

testEach("brings along what comes within reach later, in the same frame", async (world) => {
  const [writer, reader] = clients(world, 2) as [Replica, Replica];
  await writer.commit([set("of:new", "hello")]);
  await reader.watch(["of:list"]);
  const link = toSigil({ id: "of:new" });
  const answer = await writer.commit([
    { op: "append", id: "of:list", path: [], values: [link as never] },
  ]);
  assert.ok(answer.ok);
  await reader.seen("of:list", answer.seq);
  assert.equal(reader.value("of:new"), "hello");
  const later = await writer.commit([set("of:new", "changed")]);
  assert.ok(later.ok);
  await reader.seen("of:new", later.seq);
});

testEach("tells one commit in one frame, to its author and to others", async (world) => {
  const [writer, reader] = clients(world, 2) as [Replica, Replica];
  await writer.watch(["of:a", "of:b"]);
  await reader.watch(["of:a", "of:b"]);
  const answer = await writer.commit([set("of:a", 1), set("of:b", 1)]);
  assert.ok(answer.ok);
  await reader.seen("of:b", answer.seq);
  for (const client of [writer, reader]) {
    const telling = client.frames.filter((frame) => frame.changes.length > 0);
    assert.equal(telling.length, 1);
    assert.deepEqual(telling[0]!.changes.map(({ id }) => id).toSorted(), ["of:a", "of:b"]);
  }
  assert.deepEqual(
    writer.frames.flatMap((frame) => frame.changes.map(({ own, operations }) => [own, operations])),
    [[1, []], [1, []]],
  );
});

testEach("stops telling after unwatch()", async (world) => {
  const [writer, reader] = clients(world, 2) as [Replica, Replica];
  await reader.watch(["of:a", "of:b"]);
  reader.connection.unwatch([{ id: "of:a", scope: "space" }]);
  // The answer to a later watch shows that the unwatch has arrived.
  await reader.watch(["of:c"]);
  await writer.commit([set("of:a", 1)]);
  const answer = await writer.commit([set("of:b", 1)]);
  assert.ok(answer.ok);
  await reader.seen("of:b", answer.seq);
  assert.equal(reader.value("of:a"), undefined);
});

testEach("keeps user and session scopes apart", async (world) => {
  const other = await createIdentity();
  await world.space.access.set(world.owner.did, other.did, "write");
  const same = new Replica(world.connect(world.owner, "one"));
  const sibling = new Replica(world.connect(world.owner, "two"));
  const stranger = new Replica(world.connect(other, "one"));
  const scopes = ["space", "user", "session"] as const;
  await same.commit(scopes.map((scope) => ({ op: "set", id: "of:a", scope, value: scope })));
  const addresses = scopes.map((scope) => ({ id: "of:a", scope }));
  for (const client of [same, sibling, stranger]) await client.watch(addresses);
  const seenBy = (client: Replica) => addresses.map((address) => client.value(address));
  assert.deepEqual(seenBy(same), ["space", "user", "session"]);
  assert.deepEqual(seenBy(sibling), ["space", "user", undefined]);
  assert.deepEqual(seenBy(stranger), ["space", undefined, undefined]);
});

testEach("converges under mergeable operations of several clients", async (world) => {
  const writers = clients(world, 4);
  for (const writer of writers) await writer.watch(["of:n", "of:list"]);
  for (let n = 0; n < 25; n++) {
    for (const [index, writer] of writers.entries()) {
      writer.send([
        { op: "increment", id: "of:n", path: [], by: 1 },
        { op: "append", id: "of:list", path: [], values: [`${index}/${n}`] },
      ]);
    }
  }
  for (const writer of writers) await writer.connection.settled();
  const { seq } = world.space.stats;
  for (const writer of writers) await writer.seen("of:list", seq);
  for (const writer of writers) {
    assert.equal(writer.value("of:n"), 100);
    assert.deepEqual(writer.value("of:list"), writers[0]!.value("of:list"));
    assert.equal(new Set(writer.value("of:list") as string[]).size, 100);
  }
});

testEach("lets a reader read, refuses its commits, and a stranger everything", async (world) => {
  const [guest, stranger] = [await createIdentity(), await createIdentity()];
  await world.space.access.set(world.owner.did, guest.did, "read");
  const [owner] = clients(world, 1) as [Replica];
  await owner.commit([set("of:a", 1)]);
  const reader = new Replica(world.connect(guest, "guest"));
  await reader.watch(["of:a"]);
  assert.equal(reader.value("of:a"), 1);
  const answer = await reader.commit([set("of:a", 2)]);
  assert.ok(!answer.ok);
  assert.equal(answer.code, "not-allowed");
  await assert.rejects(async () => {
    const outsider = new Replica(world.connect(stranger, "stranger"));
    await outsider.watch(["of:a"]);
  });
});

testEach("ends a session whose right was taken, and tells it so", async (world) => {
  const guest = await createIdentity();
  await world.space.access.set(world.owner.did, guest.did, "read");
  const reader = new Replica(world.connect(guest, "guest"));
  await reader.watch(["of:a"]);
  const { promise, resolve } = Promise.withResolvers<string>();
  reader.connection.onError = (error) => resolve(error.code);
  await world.space.access.set(world.owner.did, guest.did, null);
  assert.equal(await promise, "not-allowed");
});

testEach("settled() waits for every commit that was sent", async (world) => {
  const [client] = clients(world, 1) as [Replica];
  await client.connection.settled();
  for (let n = 0; n < 50; n++) client.send([set("of:a", n)]);
  await client.connection.settled();
  assert.equal(client.answers.size, 50);
});

testEach("carries big and odd documents unchanged", async (world) => {
  const [writer, reader] = clients(world, 2) as [Replica, Replica];
  const value = {
    text: "ü😀\u2028\ud800".repeat(1000),
    deep: Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], 0),
    "": null,
    number: 1e-300,
    list: Array.from({ length: 20_000 }, (_, n) => ({ n, text: `item ${n}` })),
  } as never;
  await writer.commit([
    set("of:big", value),
    JSON.parse('{"op":"set","id":"of:proto","value":{"__proto__":{"a":1}}}'),
  ]);
  await reader.watch(["of:big", "of:proto"]);
  assert.deepEqual(reader.value("of:big"), value);
  assert.equal(JSON.stringify(reader.value("of:proto")), '{"__proto__":{"a":1}}');
});
