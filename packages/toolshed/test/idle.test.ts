/** Spaces that nobody uses are closed, those that are only listed are not opened. */

import assert from "node:assert/strict";
import { createIdentity, type Identity } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { type Server, startServer } from "../mod.ts";
import { Caller } from "./caller.ts";
import { ManualClock } from "@cf/utils/manual-clock";
import { Replica } from "./replica.ts";

const IDLE_MS = 60_000;

interface Setting {
  readonly clock: ManualClock;
  readonly identity: Identity;
  /** Resolves with the next line of an event. */
  logged(event: string): Promise<void>;
  readonly store: string;
  start(): Promise<Server>;
}

async function withStore(run: (setting: Setting) => Promise<void>): Promise<void> {
  const store = await Deno.makeTempDir({ prefix: "cf-idle-" });
  const identity = await createIdentity();
  const clock = new ManualClock(Date.now());
  const waiting: { event: string; resolve: () => void }[] = [];
  let server: Server | undefined;
  try {
    await run({
      clock,
      identity,
      logged: (event) => new Promise((resolve) => waiting.push({ event, resolve })),
      store,
      async start() {
        await server?.close();
        return server = await startServer({
          store,
          identity,
          clock,
          limits: { spaceIdleMs: IDLE_MS },
          writeLog(line) {
            const { event } = JSON.parse(line);
            for (const one of waiting) if (one.event === event) one.resolve();
          },
        });
      },
    });
  } finally {
    await server?.close();
    await Deno.remove(store, { recursive: true });
  }
}

Deno.test("GET /api/spaces opens no space, and one damaged file hides no other", async () => {
  await withStore(async ({ identity, store, start }) => {
    const caller = new Caller((await start()).url, identity);
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      made.push((await caller.send("POST", "/api/spaces", {})).body.space);
    }
    const server = await start();
    const later = new Caller(server.url, identity);
    const { spaces } = (await later.send("GET", "/api/spaces")).body;
    assert.deepEqual(
      spaces,
      made.toSorted().map((space) => ({ space, seq: 1, capability: "own" })),
    );
    const all = (await later.send("GET", "/api/operator/spaces")).body.spaces;
    assert.deepEqual(all.map(({ space }: { space: string }) => space), made.toSorted());
    assert.equal(server.spaces.openCount, 0);
    await Deno.writeTextFile(`${store}/${made[0]}/space.sqlite`, "no database at all");
    const rest = (await later.send("GET", "/api/spaces")).body.spaces;
    assert.equal(rest.length, 2);
    const stranger = new Caller(server.url, await createIdentity());
    assert.deepEqual((await stranger.send("GET", "/api/spaces")).body.spaces, []);
  });
});

Deno.test("a space is closed when its last client was gone for a time, and opens again", async () => {
  await withStore(async ({ clock, identity, logged, start }) => {
    const server = await start();
    const caller = new Caller(server.url, identity);
    const { space } = (await caller.send("POST", "/api/spaces", {})).body;
    const open = () =>
      new Replica(connectWebSocket({ host: server.url, space, identity, label: "one" }));
    const session = open();
    await session.commit([{ op: "set", id: "of:n", value: 1 }]);
    clock.advance(10 * IDLE_MS);
    assert.equal(server.spaces.openCount, 1, "a client has it open");
    const ended = logged("session-end");
    await session.connection.close();
    await ended;
    clock.advance(IDLE_MS / 2);
    assert.equal(server.spaces.openCount, 1, "it was just used");
    const closed = logged("space-idle");
    clock.advance(IDLE_MS);
    await closed;
    assert.equal(server.spaces.openCount, 0);
    const again = open();
    await again.watch(["of:n"]);
    assert.equal(again.value({ id: "of:n", scope: "space" }), 1);
    await again.connection.close();
  });
});
