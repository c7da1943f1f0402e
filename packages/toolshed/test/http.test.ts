/** The HTTP interface: signatures, spaces, access lists, compiling, notices, pages, health. */

import assert from "node:assert/strict";
import { createIdentity, type Notice, type RunFailure, signRequest } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { type Server, type ServerOptions, startServer } from "../mod.ts";
import { Caller } from "./caller.ts";
import { ManualClock } from "@cf/utils/manual-clock";

async function withServer(
  options: Partial<ServerOptions>,
  run: (setting: { server: Server; operator: Caller; caller: Caller }) => Promise<void>,
): Promise<void> {
  const identity = await createIdentity();
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {}, ...options });
  try {
    const operator = new Caller(server.url, identity);
    const caller = new Caller(server.url, await createIdentity());
    await run({ server, operator, caller });
  } finally {
    await server.close();
  }
}

Deno.test("a request needs a fresh signature of exactly itself", async () => {
  await withServer({}, async ({ server, caller }) => {
    const url = new URL("/api/spaces", server.url);
    const get = async (authorization: string, path = "/api/spaces") => {
      const response = await fetch(new URL(path, server.url), { headers: { authorization } });
      return [response.status, (await response.json()).error?.code];
    };
    const authorization = await signRequest(caller.identity, { method: "GET", url });
    assert.deepEqual(await get(authorization), [200, undefined]);
    assert.deepEqual(await get(authorization), [401, "not-authenticated"], "replayed");
    assert.deepEqual(await get(""), [401, "not-authenticated"]);
    assert.deepEqual(await get("Bearer token"), [401, "not-authenticated"]);
    const other = await signRequest(caller.identity, { method: "GET", url });
    assert.deepEqual(await get(other, "/api/spaces?x=1"), [401, "not-authenticated"]);
    const foreign = new URL("/api/spaces", "https://elsewhere.example");
    const relayed = await signRequest(caller.identity, { method: "GET", url: foreign });
    assert.deepEqual(await get(relayed), [401, "wrong-audience"]);
  });
});

Deno.test("a space belongs to whoever made it, and is shared by its access list", async () => {
  await withServer({}, async ({ operator, caller, server }) => {
    const { body: made } = await caller.send("POST", "/api/spaces", {});
    assert.deepEqual([made.seq, made.capability], [1, "own"]);
    const at = `/api/spaces/${made.space}`;
    const refusal = await operator.send("GET", at);
    assert.deepEqual([refusal.status, refusal.body.error.code], [403, "not-allowed"]);
    assert.deepEqual((await operator.send("GET", "/api/spaces")).body.spaces, []);
    const guest = new Caller(server.url, await createIdentity());
    const line = `${at}/access/${guest.identity.did}`;
    assert.equal((await guest.send("PUT", line, { capability: "own" })).status, 403);
    assert.equal((await caller.send("PUT", line, { capability: "write" })).status, 204);
    assert.equal((await guest.send("GET", at)).body.capability, "write");
    assert.equal((await guest.send("GET", `${at}/access`)).status, 403);
    assert.equal((await caller.send("GET", `${at}/access`)).body.access.length, 2);
    assert.equal((await caller.send("DELETE", line)).status, 204);
    assert.equal((await guest.send("GET", at)).status, 403);
    const own = `${at}/access/${caller.identity.did}`;
    const last = await caller.send("DELETE", own);
    assert.deepEqual([last.status, last.body.error.code], [409, "last-owner"]);
    assert.equal((await caller.send("PUT", `${at}/access/*`, { capability: "read" })).status, 204);
    assert.equal((await guest.send("GET", at)).body.capability, "read");
    const unknown = await guest.send("GET", `/api/spaces/${guest.identity.did}`);
    assert.deepEqual([unknown.status, unknown.body.error.code], [404, "unknown-space"]);
    const again = await caller.send("POST", "/api/spaces", { space: made.space });
    assert.equal(again.body.error.code, "space-exists");
    const bad = await caller.send("POST", "/api/spaces", { space: "../../etc" });
    assert.equal(bad.body.error.code, "bad-space-id");
  });
});

Deno.test("only the operator makes spaces where the server says so, and sees metrics", async () => {
  const options = { create: "operator", metricsToken: "scrape-me" } as const;
  await withServer(options, async ({ server, operator, caller }) => {
    assert.equal((await caller.send("POST", "/api/spaces", {})).status, 403);
    assert.equal((await operator.send("POST", "/api/spaces", {})).status, 200);
    assert.equal((await caller.fetch("GET", "/metrics").then(drained)).status, 403);
    const scrape = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await drained(await fetch(`${server.url}/metrics`, { headers }))).status;
    };
    assert.deepEqual([await scrape("scrape-me"), await scrape("scrape"), await scrape("")], [
      200,
      401,
      401,
    ]);
    const metrics = await operator.fetch("GET", "/metrics");
    const text = await metrics.text();
    assert.match(text, /^cf_sessions 0$/m);
    assert.match(
      text,
      /cf_http_seconds_count\{method="POST",route="\/api\/spaces",status="403"\} 1/,
    );
  });
});

Deno.test("a body that is no JSON, too big or of another shape is refused", async () => {
  await withServer({}, async ({ server, caller }) => {
    const wrong = await caller.send("POST", "/api/spaces", { space: 7 });
    assert.deepEqual([wrong.status, wrong.body.error.code], [400, "bad-request"]);
    const extra = await caller.send("POST", "/api/spaces", { owner: "me" });
    assert.equal(extra.body.error.code, "bad-request");
    const url = new URL("/api/spaces", server.url);
    const body = new TextEncoder().encode("{");
    const authorization = await signRequest(caller.identity, { method: "POST", url, body });
    const response = await fetch(url, { method: "POST", headers: { authorization }, body });
    assert.equal((await response.json()).error.code, "bad-request");
    const big = new Uint8Array(17 * 1024 * 1024);
    const unsigned = await fetch(url, { method: "POST", body: big });
    assert.equal((await unsigned.json()).error.code, "not-authenticated");
    const signed = await signRequest(caller.identity, {
      method: "POST",
      url,
      body: new Uint8Array(),
    });
    const headers = { authorization: signed };
    const tooBig = await fetch(url, { method: "POST", headers, body: big });
    assert.deepEqual([tooBig.status, (await tooBig.json()).error.code], [413, "body-too-large"]);
  });
});

Deno.test("a principal beyond its rate is refused for a moment, others are not", async () => {
  const clock = new ManualClock();
  // Signatures are dated by the real clock, so this one starts there.
  clock.advance(Date.now() - clock.now());
  await withServer({ clock, limits: { requestsPerSecond: 5 } }, async ({ caller, operator }) => {
    const list = async (who: Caller) => (await who.send("GET", "/api/spaces")).status;
    for (let n = 0; n < 5; n++) assert.equal(await list(caller), 200);
    const refused = await caller.send("GET", "/api/spaces");
    assert.deepEqual([refused.status, refused.body.error.code], [429, "too-many-requests"]);
    assert.equal(await list(operator), 200);
    clock.advance(refused.body.error.data.waitMs);
    assert.equal(await list(caller), 200);
  });
});

Deno.test("/api/compile gives modules, schemas and diagnostics, the same one twice", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-compile-" });
  try {
    await withServer({ cacheFolder: folder }, async ({ caller }) => {
      const files = {
        "/main.tsx": 'import { pattern } from "commonfabric";\nimport { two } from "./two.ts";\n' +
          "export default pattern<{ n: number }, { n: number }>(({ n }) => ({ n: n * two }));\n",
        "/two.ts": "export const two = 2;\n",
      };
      const first = await caller.send("POST", "/api/compile", { main: "/main.tsx", files });
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.deepEqual(Object.keys(first.body.program.modules).sort(), ["/main.tsx", "/two.ts"]);
      assert.deepEqual(first.body.diagnostics, []);
      const again = await caller.send("POST", "/api/compile", { main: "/main.tsx", files });
      assert.deepEqual(again.body, first.body);
      const broken = { "/main.tsx": "export default ;" };
      const syntax = await caller.send("POST", "/api/compile", {
        main: "/main.tsx",
        files: broken,
      });
      assert.equal(syntax.body.program, undefined);
      assert.equal(syntax.body.diagnostics[0].severity, "error");
      const stray = { main: "/main.tsx", files: { "/../etc/passwd": "" } };
      assert.equal((await caller.send("POST", "/api/compile", stray)).status, 400);
    });
    const kept = [...Deno.readDirSync(`${folder}/compiled`)];
    assert.ok(kept.length > 0, "compiled programs are on disk");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a program cannot read the server's files through the compiler", async () => {
  const secret = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(secret, 'export const secret: "xyzzy" = "xyzzy";\n');
  try {
    await withServer({}, async ({ caller }) => {
      const files = {
        "/main.ts": `/// <reference path="${secret}" />\nimport { secret } from "${secret}";\n` +
          `import data from "${secret.replace(".ts", "")}";\nexport const n: number = secret;\n`,
      };
      const { body } = await caller.send("POST", "/api/compile", { main: "/main.ts", files });
      assert.equal(JSON.stringify(body).includes("xyzzy"), false);
    });
  } finally {
    await Deno.remove(secret);
  }
});

Deno.test("notices reach open pages, and findings those that open later", async () => {
  await withServer({}, async ({ server, caller }) => {
    const { space } = (await caller.send("POST", "/api/spaces", {})).body;
    const open = () => {
      const connection = connectWebSocket({
        host: server.url,
        space,
        identity: caller.identity,
      });
      const notices: Notice[] = [];
      const waiting: ((notice: Notice) => void)[] = [];
      connection.onNotice = (notice) => {
        notices.push(notice);
        waiting.shift()?.(notice);
      };
      const next = () => new Promise<Notice>((resolve) => waiting.push(resolve));
      return { connection, notices, next };
    };
    const first = open();
    await first.connection.watch([{ id: "of:a", scope: "space" }]);
    const path = `/api/spaces/${space}/notices`;
    const finding = { code: "TS2322", file: "a.tsx", line: 3 };
    const notice: Notice = { kind: "diagnostics", file: "a.tsx", diagnostics: [finding] };
    const arrived = first.next();
    assert.equal((await caller.send("POST", path, notice)).status, 204);
    assert.deepEqual(await arrived, notice);
    const second = open();
    assert.deepEqual(await second.next(), notice);
    const solved: Notice = { kind: "diagnostics", file: "a.tsx", diagnostics: [] };
    server.notify(space, solved);
    const third = open();
    await third.connection.watch([{ id: "of:a", scope: "space" }]);
    assert.deepEqual(third.notices, []);
    const stranger = new Caller(server.url, await createIdentity());
    assert.equal((await stranger.send("POST", path, notice)).status, 403);
    const bad = await caller.send("POST", path, { kind: "program", piece: 1 });
    assert.equal(bad.body.error.code, "bad-message");
    await Promise.all([first, second, third].map(({ connection }) => connection.close()));
  });
});

Deno.test("pages are told that somebody listens, and what they tell arrives", async () => {
  const heard: [string, RunFailure][] = [];
  const onFailure = (space: string, failure: RunFailure) => void heard.push([space, failure]);
  await withServer({ onFailure }, async ({ server, caller }) => {
    const { space } = (await caller.send("POST", "/api/spaces", {})).body;
    const page = connectWebSocket({ host: server.url, space, identity: caller.identity });
    const told = new Promise<Notice>((resolve) => page.onNotice = resolve);
    assert.deepEqual(await told, { kind: "listening" });
    const path = `/api/spaces/${space}/failures`;
    const position = { path: "/main.tsx", line: 3, column: 4 };
    const failure = { code: "pattern-error", message: "no", where: "post", position };
    assert.equal((await caller.send("POST", path, failure)).status, 204);
    assert.deepEqual(heard, [[space, failure]]);
    const stranger = new Caller(server.url, await createIdentity());
    assert.equal((await stranger.send("POST", path, failure)).status, 403);
    const bad = { ...failure, position: { ...position, line: 0 } };
    assert.equal((await caller.send("POST", path, bad)).status, 400);
    assert.equal(heard.length, 1);
    await page.close();
  });
});

Deno.test("pages come with a strict policy, files with theirs, and nothing else", async () => {
  const files = new Map([
    ["/assets/app.1a2b.js", { content: "1", contentType: "text/javascript", isImmutable: true }],
    ["/assets/worker.js", { content: "2", contentType: "text/javascript", isWorker: true }],
  ]);
  const shell = () => ({ document: "<!doctype html><title>Shell</title>", files });
  await withServer({ shell }, async ({ server }) => {
    const get = async (path: string) => await drained(await fetch(new URL(path, server.url)));
    const page = await get("/did:key:zSpace/piece:one");
    assert.match(page.headers.get("content-type")!, /text\/html/);
    const policy = page.headers.get("content-security-policy")!;
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    const file = await get("/assets/app.1a2b.js");
    assert.match(file.headers.get("cache-control")!, /immutable/);
    const worker = await get("/assets/worker.js");
    assert.match(worker.headers.get("content-security-policy")!, /'unsafe-eval'/);
    assert.equal((await get("/assets/missing.js")).status, 404);
    assert.equal((await get("/api/nothing")).status, 404);
    assert.equal((await get("/healthz")).status, 200);
    assert.equal((await get("/readyz")).status, 200);
  });
});

Deno.test("a view loads pictures from where requests may go, and from nowhere else", async () => {
  const shell = () => ({ document: "", files: new Map() });
  const sourcesOf = async (outward: ServerOptions["outward"]) => {
    let sources: string | undefined;
    await withServer(
      { shell, ...(outward === undefined ? {} : { outward }) },
      async ({ server }) => {
        const page = await drained(await fetch(server.url));
        const policy = page.headers.get("content-security-policy")!;
        sources = /(?:^|; )img-src ([^;]*)/.exec(policy)?.[1];
        assert.equal(/media-src ([^;]*)/.exec(policy)?.[1], sources);
      },
    );
    return sources;
  };
  const own = "'self' data: blob:";
  assert.equal(await sourcesOf(undefined), `${own} https:`);
  assert.equal(await sourcesOf({ publicHosts: false }), own);
  const hosts = ["img.example.com", "*.cdn.example", "10.0.0.0/8"];
  assert.equal(
    await sourcesOf({ publicHosts: false, hosts }),
    `${own} https://img.example.com http://img.example.com https://*.cdn.example http://*.cdn.example`,
  );
});

Deno.test("the page of a space is the shell, with all its files", async () => {
  await withServer({}, async ({ server }) => {
    const page = await fetch(new URL("/did:key:zSpace", server.url));
    const document = await page.text();
    assert.equal(page.status, 200, document);
    const paths = [...document.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1]!);
    assert.ok(paths.length >= 2, document);
    for (const path of paths) {
      assert.equal((await drained(await fetch(new URL(path, server.url)))).status, 200, path);
    }
  });
});

Deno.test("the API describes itself", async () => {
  await withServer({}, async ({ server }) => {
    const api = await (await fetch(`${server.url}/api/openapi.json`)).json();
    assert.equal(api.openapi, "3.1.0");
    const create = api.paths["/api/spaces"].post;
    assert.deepEqual(create.security, [{ signature: [] }]);
    const { schema } = create.requestBody.content["application/json"];
    assert.deepEqual(Object.keys(schema.properties), ["space"]);
    const ids = Object.values(api.paths).flatMap((path) => Object.values(path as object))
      .map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
    const page = await (await fetch(`${server.url}/api/docs`)).text();
    assert.match(page, /\/api\/compile/);
    assert.doesNotMatch(page, /<script/);
  });
});

async function drained(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
