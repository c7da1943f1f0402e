/** Pieces that the server keeps running: who may ask for it, a killed process, a new server. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "../mod.ts";
import { Caller } from "./caller.ts";
import { Replica } from "./replica.ts";

/** It writes how often it has started where everybody can see it. */
const STARTER = `
import { computed, pattern, Default, Writable } from "commonfabric";

export default pattern<{ word: Writable<string | Default<"">> }, { loud: string }>(({ word }) => ({
  loud: computed(() => {
    console.log("runs " + word.get());
    return word.get().toUpperCase();
  }),
}));
`;

/** Waits for lines of a server's log. */
class LogLines {
  readonly #lines: string[] = [];
  #wake = Promise.withResolvers<void>();
  readonly write = (line: string) => {
    this.#lines.push(line);
    this.#wake.resolve();
  };

  async until(text: string): Promise<void> {
    while (!this.#lines.splice(0).some((line) => line.includes(text))) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers<void>();
    }
  }
}

Deno.test("a background piece runs with nobody looking, and again on the next server", async () => {
  const store = await Deno.makeTempDir({ prefix: "cf-background-" });
  const identity = await createIdentity();
  const log = new LogLines();
  const start = () => startServer({ store, identity, writeLog: log.write, budgets: { idleMs: 1 } });
  let server = await start();
  const owner = new Caller(server.url, identity);
  const { space } = (await owner.send("POST", "/api/spaces", {})).body;
  const { body: { piece } } = await owner.send("POST", `/api/spaces/${space}/pieces`, {
    program: { main: "/starter.tsx", files: { "/starter.tsx": STARTER } },
    argument: { word: { "/": { "link@1": { id: "of:word" } } } },
  });
  const say = async (url: string, word: string) => {
    const replica = new Replica(connectWebSocket({ host: url, space, identity }));
    await replica.commit([{ op: "set", id: "of:word", value: word }]);
    await replica.connection.close();
    await log.until(`runs ${word}`);
  };
  const path = `/api/spaces/${space}/pieces/${encodeURIComponent(piece)}/background`;
  const guest = new Caller(server.url, await createIdentity());
  assert.equal((await guest.send("PUT", path)).status, 403);
  const marked = await owner.send("PUT", path);
  assert.equal(marked.status, 200, JSON.stringify(marked.body));
  assert.deepEqual(marked.body, { space, piece, principal: identity.did });
  await say(server.url, "one");
  await server.close();
  server = await start();
  await say(server.url, "two");
  const again = new Caller(server.url, identity);
  assert.equal((await again.send("GET", `/api/spaces/${space}/background`)).body.pieces.length, 1);
  assert.equal((await again.send("DELETE", path)).status, 204);
  assert.deepEqual((await again.send("GET", `/api/spaces/${space}/background`)).body.pieces, []);
  await server.close();
  await Deno.remove(store, { recursive: true });
});
