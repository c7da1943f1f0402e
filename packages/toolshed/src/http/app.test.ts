import assert from "node:assert/strict";
import { Metrics } from "../observe/metrics.ts";
import { Log } from "../observe/log.ts";
import { createApp } from "./app.ts";
import { Origins } from "./origins.ts";
import { route } from "./routes.ts";

/** An app with one route, which says that it was reached. */
function appThat({ isReady }: { isReady: boolean }) {
  const none = () => 0;
  const reads = () => ({}) as never;
  const app = createApp({
    routes: [route({
      method: "get",
      path: "/api/reached",
      summary: "Says so",
      access: "anyone",
      codes: [],
      handle: () => new Response("reached"),
    })],
    pages: { answer: () => Promise.resolve(new Response("page")) } as never,
    sockets: { upgrade: () => new Response("upgraded") } as never,
    authenticator: {} as never,
    origins: () => new Origins(8000, "127.0.0.1", []),
    operator: "did:key:zOperator",
    metrics: new Metrics({
      sessions: none,
      sockets: none,
      processes: none,
      openSpaces: none,
      reads,
    }),
    metricsToken: undefined,
    log: new Log(() => {}, "error"),
    isReady: () => isReady,
    bodyBytesMax: 1000,
  });
  return async (path: string) => {
    const response = await app.fetch(
      new Request(`http://127.0.0.1:8000${path}`, {
        headers: { host: "127.0.0.1:8000" },
      }),
    );
    return [response.status, await response.text()] as const;
  };
}

Deno.test("a server that stops is healthy and not ready, and takes no requests and sockets", async () => {
  const ask = appThat({ isReady: false });
  assert.deepEqual(await ask("/healthz"), [200, "ok\n"]);
  assert.deepEqual(await ask("/readyz"), [503, "not ready\n"]);
  for (const path of ["/api/reached", "/api/connect"]) {
    const [status, body] = await ask(path);
    assert.equal(status, 503, path);
    assert.equal(JSON.parse(body).error.code, "shutting-down");
  }
  const ready = appThat({ isReady: true });
  assert.deepEqual(await ready("/readyz"), [200, "ready\n"]);
  assert.deepEqual(await ready("/api/reached"), [200, "reached"]);
  assert.deepEqual(await ready("/api/connect"), [200, "upgraded"]);
});
