/** Pieces that the server runs: calls, budgets, and code that will not end. */

import assert from "node:assert/strict";
import { createIdentity, toSigil } from "@cf/protocol";
import { connectWebSocket, Runtime, unlistPiece } from "@cf/runner";
import { type RunBudgets, startServer } from "../mod.ts";
import { Caller } from "./caller.ts";
import { ManualTimers } from "@cf/utils/manual-clock";
import { Replica } from "./replica.ts";

const COUNTER = `
import { handler, NAME, pattern, Default, Stream, Writable, computed } from "commonfabric";

const add = handler<{ by: number }, { count: Writable<number> }>(({ by }, { count }) => {
  count.set(count.get() + by);
});
const spin = handler<void, { count: Writable<number> }>((_event, { count }) => {
  count.set(-1);
  console.log("spinning");
  while (true) {}
});
const fail = handler<void, { count: Writable<number> }>((_event, { count }) => {
  count.set(-1);
  throw new Error("no such luck");
});
const hoard = handler<void, { count: Writable<number> }>((_event, { count }) => {
  const all: number[][] = [];
  for (let n = 0; n < 1e9; n++) all.push(Array.from({ length: 100_000 }, () => n + 0.5));
  count.set(all.length);
});

interface Output {
  [NAME]: string;
  count: number;
  double: number;
  add: Stream<{ by: number }>;
  spin: Stream<void>;
  fail: Stream<void>;
  hoard: Stream<void>;
}

export default pattern<{ count: Writable<number | Default<0>> }, Output>(({ count }) => {
  return {
    [NAME]: computed(() => \`Counter at \${count.get()}\`),
    count,
    double: computed(() => count.get() * 2),
    add: add({ count }),
    spin: spin({ count }),
    fail: fail({ count }),
    hoard: hoard({ count }),
  };
});
`;

/** That of the server's compiler. */
const COMPILE_DEADLINE_MS = 30_000;

interface Setting {
  readonly owner: Caller;
  readonly space: string;
  readonly piece: string;
  readonly at: (verb: string) => string;
  readonly url: string;
  readonly clock: ManualTimers;
  /** Resolves when a piece has written to the console. */
  readonly said: Promise<void>;
}

async function withCounter(
  budgets: Partial<RunBudgets>,
  run: (setting: Setting) => Promise<void>,
): Promise<void> {
  const identity = await createIdentity();
  const clock = new ManualTimers();
  const said = Promise.withResolvers<void>();
  const server = await startServer({
    store: ":memory:",
    identity,
    budgets,
    clock,
    writeLog: (line) => {
      if (JSON.parse(line).event === "piece-console") said.resolve();
    },
  });
  try {
    const owner = new Caller(server.url, identity);
    const { space } = (await owner.send("POST", "/api/spaces", {})).body;
    const made = await owner.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/counter.tsx", files: { "/counter.tsx": COUNTER } },
      argument: { count: 3 },
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { piece } = made.body;
    const at = (verb: string) => `/api/spaces/${space}/pieces/${encodeURIComponent(piece)}/${verb}`;
    await run({ owner, space, piece, at, url: server.url, clock, said: said.promise });
  } finally {
    await server.close();
  }
}

Deno.test("a piece is made, listed, read, called and written over HTTP", async () => {
  await withCounter({}, async ({ owner, space, piece, at }) => {
    const { body } = await owner.send("GET", `/api/spaces/${space}/pieces?names=true`);
    const [listed] = body.pieces;
    assert.deepEqual(body.pieces, [{ id: piece, name: "Counter at 3", pattern: listed.pattern }]);
    assert.match(listed.pattern, /\.tsx$/);
    const called = await owner.send("POST", at("call"), { path: "add", event: { by: 4 } });
    assert.equal(called.status, 200, JSON.stringify(called.body));
    assert.deepEqual((await owner.send("POST", at("get"), { path: "double" })).body, { value: 14 });
    assert.equal((await owner.send("POST", at("set"), { path: "count", value: 1 })).status, 204);
    assert.deepEqual((await owner.send("POST", at("get"), { path: "double" })).body, { value: 2 });
  });
});

Deno.test("a piece that was removed is read and called no more, though a process has it open", async () => {
  await withCounter({}, async ({ owner, space, piece, at, url }) => {
    assert.equal((await owner.send("POST", at("get"), { path: "double" })).status, 200);
    const { identity } = owner;
    const runtime = new Runtime({ connection: connectWebSocket({ host: url, space, identity }) });
    await unlistPiece(runtime, piece);
    await runtime.idle();
    await runtime.dispose();
    const asked = { get: { path: "double" }, call: { path: "add", event: { by: 1 } } };
    for (const [verb, request] of Object.entries(asked)) {
      const { status, body } = await owner.send("POST", at(verb), request);
      assert.deepEqual([status, body.error?.code], [404, "unknown-piece"], verb);
    }
  });
});

Deno.test("a list runs no piece unless names are asked for", async () => {
  await withCounter({}, async ({ owner, space, piece, url }) => {
    const guest = new Caller(url, await createIdentity());
    const line = `/api/spaces/${space}/access/${guest.identity.did}`;
    await owner.send("PUT", line, { capability: "write" });
    // The guest's process is its own, so nothing runs there yet.
    const list = async (query: string) => {
      const path = `/api/spaces/${space}/pieces${query}`;
      return (await guest.send("GET", path)).body.pieces.map((one: { name: unknown }) => one.name);
    };
    assert.deepEqual(await list(""), [null]);
    assert.deepEqual(await list("?names=true"), ["Counter at 3"]);
    assert.deepEqual(await list(""), ["Counter at 3"], `${piece} runs now`);
  });
});

Deno.test("an error of a handler reaches the caller, and its writes are undone", async () => {
  await withCounter({}, async ({ owner, at }) => {
    const failed = await owner.send("POST", at("call"), { path: "fail" });
    assert.equal(failed.status, 422);
    assert.match(failed.body.error.message, /no such luck/);
    assert.deepEqual((await owner.send("POST", at("get"), { path: "count" })).body, { value: 3 });
    const missing = await owner.send("POST", at("call"), { path: "nothing" });
    assert.equal(missing.body.error.code, "no-stream");
  });
});

Deno.test("a handler that never ends is stopped, and the server and the piece go on", async () => {
  await withCounter({ computationMs: 200 }, async ({ owner, at, url }) => {
    const spinning = owner.send("POST", at("call"), { path: "spin" });
    assert.equal(await (await fetch(`${url}/healthz`)).text(), "ok\n");
    const stopped = await spinning;
    assert.equal(stopped.status, 422, JSON.stringify(stopped.body));
    assert.deepEqual((await owner.send("POST", at("get"), { path: "count" })).body, { value: 3 });
  });
});

Deno.test("a child that does not answer is killed at the deadline, and replaced", async () => {
  const budgets = { computationMs: 600_000, deadlineMs: 1_500, pongMs: 50 };
  await withCounter(budgets, async ({ owner, at, clock, said }) => {
    const spinning = owner.send("POST", at("call"), { path: "spin" });
    await said;
    const reading = owner.send("POST", at("get"), { path: "count" });
    await clock.armed(budgets.deadlineMs, 2);
    clock.advance(budgets.deadlineMs);
    clock.advance(budgets.pongMs);
    assert.equal((await spinning).body.error.code, "run-timeout");
    assert.deepEqual((await reading).body, { value: 3 }, "the innocent is run again");
  });
});

Deno.test("a deadline does not count the start of the process", async () => {
  const identity = await createIdentity();
  const clock = new ManualTimers();
  const budgets = { idleMs: 54_321, deadlineMs: 9_876 };
  const server = await startServer({
    store: ":memory:",
    identity,
    clock,
    budgets,
    writeLog: () => {},
  });
  const owner = new Caller(server.url, identity);
  const { space } = (await owner.send("POST", "/api/spaces", {})).body;
  const listed = owner.send("GET", `/api/spaces/${space}/pieces?names=true`);
  // It has been started by now, and has not begun.
  await clock.armed(budgets.idleMs);
  clock.advance(budgets.deadlineMs);
  assert.deepEqual((await listed).body, { pieces: [] });
  await server.close();
});

Deno.test("a deadline does not count the compilation of what a piece runs", async () => {
  const identity = await createIdentity();
  const store = await Deno.makeTempDir({ prefix: "cf-pieces-" });
  const clock = new ManualTimers();
  const budgets = { deadlineMs: 9_876 };
  const start = () => startServer({ store, identity, clock, budgets, writeLog: () => {} });
  const first = await start();
  const maker = new Caller(first.url, identity);
  const { space } = (await maker.send("POST", "/api/spaces", {})).body;
  const { piece } = (await maker.send("POST", `/api/spaces/${space}/pieces`, {
    program: { main: "/counter.tsx", files: { "/counter.tsx": COUNTER } },
    argument: { count: 3 },
  })).body;
  await first.close();
  const server = await start();
  const reader = new Caller(server.url, identity);
  const count = reader.send("POST", `/api/spaces/${space}/pieces/${piece}/get`, { path: "count" });
  await clock.armed(COMPILE_DEADLINE_MS);
  clock.advance(budgets.deadlineMs);
  assert.deepEqual((await count).body, { value: 3 });
  await server.close();
  await Deno.remove(store, { recursive: true });
});

Deno.test("a piece that uses up its memory ends its own process alone", async () => {
  const budgets = { computationMs: 600_000, deadlineMs: 60_000, memoryMb: 128 };
  await withCounter(budgets, async ({ owner, at }) => {
    const hoarding = await owner.send("POST", at("call"), { path: "hoard" });
    assert.equal(hoarding.body.error.code, "run-memory", JSON.stringify(hoarding.body));
    assert.deepEqual((await owner.send("POST", at("get"), { path: "count" })).body, { value: 3 });
  });
});

Deno.test("a piece runs with its caller's rights, in the caller's own process", async () => {
  await withCounter({}, async ({ owner, space, at, url }) => {
    const guest = new Caller(url, await createIdentity());
    assert.equal((await guest.send("POST", at("get"), { path: "count" })).status, 403);
    const access = `/api/spaces/${space}/access/${guest.identity.did}`;
    assert.equal((await owner.send("PUT", access, { capability: "read" })).status, 204);
    assert.deepEqual((await guest.send("POST", at("get"), { path: "count" })).body, { value: 3 });
    const refused = await guest.send("POST", at("call"), { path: "add", event: { by: 1 } });
    assert.equal(refused.body.error.code, "not-allowed", JSON.stringify(refused.body));
    assert.deepEqual((await owner.send("POST", at("get"), { path: "count" })).body, { value: 3 });
  });
});

Deno.test("a watched value is streamed, and follows calls", async () => {
  await withCounter({}, async ({ owner, at }) => {
    const response = await owner.fetch("GET", `${at("watch")}?path=double`);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader.read()).value, "data: 6\n\n");
    await owner.send("POST", at("call"), { path: "add", event: { by: 1 } });
    assert.equal((await reader.read()).value, "data: 8\n\n");
    await reader.cancel();
  });
});

Deno.test("a piece reads through links into another space, as far as its caller may", async () => {
  await withCounter({}, async ({ owner, space, url }) => {
    const { space: other } = (await owner.send("POST", "/api/spaces", {})).body;
    const { identity } = owner;
    const elsewhere = new Replica(connectWebSocket({ host: url, space: other, identity }));
    await elsewhere.commit([{ op: "set", id: "of:shared", value: 41 }]);
    await elsewhere.connection.close();
    const made = await owner.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/counter.tsx", files: { "/counter.tsx": COUNTER } },
      argument: { count: toSigil({ id: "of:shared", space: other }) },
    });
    const double = `/api/spaces/${space}/pieces/${made.body.piece}/get`;
    assert.deepEqual((await owner.send("POST", double, { path: "double" })).body, { value: 82 });
    const guest = new Caller(url, await createIdentity());
    await owner.send("PUT", `/api/spaces/${space}/access/*`, { capability: "read" });
    const refused = await guest.send("POST", double, { path: "double" });
    assert.notEqual(refused.body.value, 82, JSON.stringify(refused.body));
  });
});

Deno.test("a program with errors is refused with its diagnostics", async () => {
  await withCounter({}, async ({ owner, space }) => {
    const files = { "/main.tsx": "const n: number = 'text';\nexport default n;\n" };
    const refused = await owner.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/main.tsx", files },
    });
    assert.equal(refused.body.error.code, "program-refused");
    const [diagnostic] = refused.body.error.data.diagnostics;
    assert.deepEqual([diagnostic.file, diagnostic.line, diagnostic.code], [
      "/main.tsx",
      1,
      "TS2322",
    ]);
    const unknown = await owner.send("POST", `/api/spaces/${space}/pieces/piece:none/get`, {});
    assert.equal(unknown.body.error.code, "unknown-piece");
  });
});
