import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { ServerClient } from "./client.ts";

Deno.test("ServerClient.ready() gives up on a server that accepts and says nothing", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  // It may give up before it is connected.
  const accepted = listener.accept().then((connection) => connection.close(), () => {});
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const client = new ServerClient(url, await createIdentity());
  const said: string[] = [];
  const options = {
    stop: new AbortController().signal,
    say: (line: string) => void said.push(line),
  };
  await assert.rejects(client.ready({ ...options, wait: false, limitMs: 20 }), {
    code: "server-unreachable",
  });
  listener.close();
  await accepted;
  assert.deepEqual(said, []);
});
