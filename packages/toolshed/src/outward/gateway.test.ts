/** What one principal, and all together, may ask of the network: rates, places, times. */

import assert from "node:assert/strict";
import { ManualClock } from "@cf/utils/manual-clock";
import { DEFAULT_OUTWARD_LIMITS, OutwardGateway, type OutwardLimits } from "./gateway.ts";
import { OutwardPolicy } from "./policy.ts";

interface Caller {
  readonly principal?: string;
  readonly signal?: AbortSignal;
}

interface Setting {
  readonly clock: ManualClock;
  /** How many requests the site was asked, and what lets those to `/late` go on. */
  readonly asked: string[];
  readonly release: () => void;
  open(path: string, options?: Caller): Promise<ReadableStream<Uint8Array>>;
  fetch(path: string, options?: Caller): Promise<string>;
  readonly gateway: OutwardGateway;
}

/** A gateway with a standing clock, and a site that answers at once or when it is let. */
async function withGateway(
  limits: Partial<OutwardLimits>,
  run: (setting: Setting) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const late = Promise.withResolvers<void>();
  const site = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      if (pathname === "/late") await late.promise;
      if (pathname !== "/quiet") return new Response(pathname);
      const parts = (async function* () {
        yield new TextEncoder().encode("first");
        await late.promise;
      })();
      return new Response(ReadableStream.from(parts));
    },
  );
  const host = `127.0.0.1:${site.addr.port}`;
  const clock = new ManualClock();
  const gateway = new OutwardGateway({
    hosting: { info: () => ({ space: "s", seq: 0, capability: "own" }), requireWrite: () => {} },
    policy: new OutwardPolicy({ hosts: [host] }),
    model: undefined,
    limits: { ...DEFAULT_OUTWARD_LIMITS, ...limits },
    clock,
  });
  const open: Setting["open"] = async (path, options = {}) => {
    const { principal = "did:key:one", signal = new AbortController().signal } = options;
    const url = `http://${host}${path}`;
    const request = { url, method: "GET", headers: {}, redirect: "error" } as const;
    return (await gateway.fetch({ space: "s", principal }, request, signal)).body;
  };
  const fetch: Setting["fetch"] = async (path, options) =>
    await new Response(await open(path, options) as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  try {
    await run({ clock, asked, release: late.resolve, open, fetch, gateway });
    assert.equal(gateway.active, 0, "every place was given back");
    assert.equal(clock.waiting, 0, "no timer is left");
  } finally {
    late.resolve();
    await site.shutdown();
  }
}

/** Lets everything run that waits for nothing else. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

Deno.test("OutwardGateway begins so many requests of a principal per second", async () => {
  await withGateway({ fetchesPerSecond: 2 }, async ({ clock, asked, fetch }) => {
    assert.deepEqual(await Promise.all([fetch("/1"), fetch("/2")]), ["/1", "/2"]);
    const third = fetch("/3");
    await turns();
    assert.equal(await fetch("/other", { principal: "did:key:two" }), "/other");
    assert.deepEqual(asked.toSorted(), ["/1", "/2", "/other"]);
    clock.advance(499);
    await turns();
    assert.equal(asked.includes("/3"), false);
    clock.advance(1);
    assert.equal(await third, "/3");
  });
});

Deno.test("OutwardGateway lets a request that waits for its turn be given up", async () => {
  await withGateway({ fetchesPerSecond: 1 }, async ({ asked, fetch }) => {
    await fetch("/1");
    const stop = new AbortController();
    const second = fetch("/2", { signal: stop.signal });
    await turns();
    stop.abort(new Error("page closed"));
    await assert.rejects(second, /page closed/);
    assert.deepEqual(asked, ["/1"]);
  });
});

Deno.test("OutwardGateway refuses what would wait behind too many, and what all are too many", async () => {
  const limits = { atOnceMax: 1, waitingMax: 1, serverAtOnceMax: 2 };
  await withGateway(limits, async ({ release, fetch }) => {
    const first = fetch("/late");
    const second = fetch("/2");
    await assert.rejects(fetch("/3"), { code: "limit-exceeded", message: /waiting/ });
    const other = fetch("/late", { principal: "did:key:two" });
    await assert.rejects(fetch("/5", { principal: "did:key:three" }), {
      code: "limit-exceeded",
      message: /at once/,
    });
    release();
    assert.deepEqual(await Promise.all([first, second, other]), ["/late", "/2", "/late"]);
  });
});

Deno.test("OutwardGateway ends what does not begin, and what falls silent", async () => {
  await withGateway({ headMs: 1_000, quietMs: 5_000 }, async ({ clock, open, fetch, gateway }) => {
    const late = fetch("/late");
    await turns();
    assert.equal(gateway.active, 1);
    clock.advance(1_000);
    await assert.rejects(late, { code: "fetch-failed", message: /no answer within 1000 ms/ });
    const reader = (await open("/quiet")).getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), "first");
    const second = reader.read();
    await turns();
    clock.advance(5_000);
    await assert.rejects(second, { code: "fetch-failed", message: /nothing came for 5000 ms/ });
  });
});
