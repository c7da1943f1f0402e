import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type OutwardRequest, outwardRequest } from "@cf/protocol";
import { openRequest } from "./open-request.ts";
import { OutwardPolicy } from "./policy.ts";

type Answer = (request: Request) => Response | Promise<Response>;

/** Runs `test` with a server that answers by `answer`, reached under names of the test's making. */
async function withServer(
  answer: Answer,
  test: (
    port: number,
    ask: (url: string, more?: Partial<OutwardRequest>) => Promise<Asked>,
  ) => Promise<void>,
): Promise<void> {
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  await using server = Deno.serve(options, answer);
  const { port } = server.addr;
  const hosts = [`allowed.example:${port}`, `other.example:${port}`];
  const policy = new OutwardPolicy({ hosts }, () => Promise.resolve(["127.0.0.1"]));
  const ask = async (url: string, more: Partial<OutwardRequest> = {}) => {
    const request = outwardRequest.parse({ url, ...more });
    const { head, body } = await openRequest(policy, request, new AbortController().signal);
    const headers = Object.fromEntries(head.headers);
    return { ...head, headers, text: await new Response(body).text() };
  };
  await test(port, ask);
}

interface Asked {
  readonly status: number;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly text: string;
}

Deno.test("openRequest() sends method, headers and body, and none of the connection's", async () => {
  const answer = async (request: Request) => {
    const { method, headers } = request;
    const body = await request.text();
    const seen = ["x-own", "host", "cookie", "sec-fetch-site", "authorization"].map((name) =>
      headers.get(name)
    );
    return Response.json({ method, body, seen }, { headers: { "set-cookie": "a=1" } });
  };
  await withServer(answer, async (port, ask) => {
    const { text, headers } = await ask(`http://allowed.example:${port}/x`, {
      method: "PUT",
      headers: { "X-Own": "1", Host: "evil", "sec-fetch-site": "none", authorization: "me" },
      body: "grüß",
    });
    assert.deepEqual(JSON.parse(text), {
      method: "PUT",
      body: "grüß",
      seen: ["1", `allowed.example:${port}`, null, null, "me"],
    });
    assert.equal(headers["set-cookie"], undefined);
  });
});

Deno.test("openRequest() judges where a redirection leads like the first address", async () => {
  const answer = (request: Request) => {
    const url = new URL(request.url);
    const to = url.searchParams.get("to");
    if (to !== null) return new Response(null, { status: 302, headers: { location: to } });
    return new Response(`${request.method} ${request.headers.get("authorization")}`);
  };
  await withServer(answer, async (port, ask) => {
    const from = `http://allowed.example:${port}/?to=`;
    const inner = ask(`${from}${encodeURIComponent(`http://127.0.0.1:${port}/secret`)}`);
    await assert.rejects(inner, { code: "address-refused", message: /127\.0\.0\.1/ });
    await assert.rejects(ask(`${from}file:///etc/passwd`), { code: "address-refused" });
    await assert.rejects(ask(`${from}${encodeURIComponent(from)}%2F`, { redirect: "error" }), {
      code: "fetch-failed",
    });
    const loop = `${from}${encodeURIComponent("/?to=/%3Fto=")}`;
    assert.equal((await ask(loop, { redirect: "manual" })).status, 302);
    const authorization = { headers: { authorization: "me" }, method: "POST", body: "x" };
    const same = await ask(`${from}/next`, authorization);
    assert.deepEqual([same.text, new URL(same.url).pathname], ["GET me", "/next"]);
    const other = await ask(`${from}http://other.example:${port}/`, authorization);
    assert.equal(other.text, "GET null", "the secret of one origin is not told to another");
  });
});

Deno.test("openRequest() follows no circle of redirections", async () => {
  const answer = () => new Response(null, { status: 307, headers: { location: "/again" } });
  await withServer(answer, async (port, ask) => {
    await assert.rejects(ask(`http://allowed.example:${port}/`), {
      code: "fetch-failed",
      message: /redirects more than 10 times/,
    });
  });
});

Deno.test("a name that points elsewhere the second time is connected to where it was judged", async () => {
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  await using server = Deno.serve(options, () => new Response("judged"));
  const { port } = server.addr;
  let asked = 0;
  const resolve = () => Promise.resolve([++asked === 1 ? "127.0.0.1" : "10.0.0.1"]);
  const policy = new OutwardPolicy({ hosts: ["127.0.0.0/8"] }, resolve);
  const request = outwardRequest.parse({ url: `http://rebinds.example:${port}/` });
  const ask = () => openRequest(policy, request, new AbortController().signal);
  const { body } = await ask();
  assert.equal(await new Response(body).text(), "judged");
  assert.equal(asked, 1, "the connection goes to the address that was judged");
  await assert.rejects(ask(), { code: "address-refused" });
});

Deno.test("openRequest() unpacks what is packed", async () => {
  const packed = () =>
    new Response(new Uint8Array(gzipSync("unpacked")), { headers: { "content-encoding": "gzip" } });
  await withServer(packed, async (port, ask) => {
    const { text, headers } = await ask(`http://allowed.example:${port}/`);
    assert.equal(text, "unpacked");
    assert.equal(headers["content-encoding"], undefined);
  });
});

Deno.test("an aborted request hangs up", async () => {
  const hungUp = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  await using server = Deno.serve(options, (request) => {
    request.signal.addEventListener("abort", () => hungUp.resolve());
    arrived.resolve();
    return hungUp.promise.then(() => new Response());
  });
  const policy = new OutwardPolicy({ hosts: [`127.0.0.1:${server.addr.port}`] });
  const request = outwardRequest.parse({ url: `http://127.0.0.1:${server.addr.port}/` });
  const abort = new AbortController();
  const opened = openRequest(policy, request, abort.signal);
  opened.catch(() => {});
  await arrived.promise;
  abort.abort(new DOMException("enough", "AbortError"));
  await assert.rejects(opened, { name: "AbortError" });
  await hungUp.promise;
});
