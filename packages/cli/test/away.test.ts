/** Servers that go away under a command. */

import assert from "node:assert/strict";
import { readLines } from "../src/frame/read-lines.ts";
import { type Serving, Workplace } from "./run-cf.ts";

Deno.test("cf watch --wait goes on when the server is back, and says nothing twice", async () => {
  await using workplace = new Workplace();
  let serving: Serving | undefined = await workplace.serve();
  try {
    await workplace.cf(["new", "mine"]);
    const made = await workplace.cf(["piece", "new", "mine/main.tsx", "--argument", '{"value":3}']);
    const piece = made.out.trim();
    const watching = workplace.spawn(["watch", `${piece}/value`, "--wait", "--changes", "2"]);
    const lines = readLines(watching.stdout);
    const talk = readLines(watching.stderr);
    assert.equal((await lines.next()).value, "3");
    const { port } = new URL(serving.url);
    await serving[Symbol.asyncDispose]();
    serving = undefined;
    assert.match((await talk.next()).value!, /^Waiting for the server at /);
    serving = await workplace.serve(["--port", port]);
    const called = await workplace.cf(["call", `${piece}/increment`, '{"amount":4}']);
    assert.equal(called.status, 0, called.err);
    assert.equal((await lines.next()).value, "7");
    assert.equal((await watching.status).code, 0);
    while ((await talk.next()).done !== true);
  } finally {
    await serving?.[Symbol.asyncDispose]();
  }
});

Deno.test("cf call says that nobody knows how it ended when its answer was lost", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["id", "new"]);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked: string[] = [];
  const serve = async () => {
    for await (const connection of listener) {
      const buffer = new Uint8Array(64 * 1024);
      const read = await connection.read(buffer);
      const request = new TextDecoder().decode(buffer.subarray(0, read ?? 0));
      const line = request.slice(0, request.indexOf("\r"));
      asked.push(line.split(" ")[0]!);
      if (line.startsWith("GET /healthz ")) {
        const answer = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nok\n";
        await connection.write(new TextEncoder().encode(answer));
      }
      connection.close();
    }
  };
  const serving = serve();
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const space = "did:key:z6MkExample";
  const call = ["call", "piece:one/add", "{}", "--url", url, "--space", space, "--json"];
  const { status, err } = await workplace.cf(call);
  listener.close();
  await serving;
  assert.equal(status, 1);
  const { error } = JSON.parse(err);
  assert.equal(error.code, "answer-lost");
  assert.match(error.message, /Cannot tell how call ended: the server at http:\S+ went away/);
  assert.equal(asked.filter((method) => method === "POST").length, 1, "it is not sent again");
});
