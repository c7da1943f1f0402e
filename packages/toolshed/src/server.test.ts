import assert from "node:assert/strict";
import { createIdentity, type Frame } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "./server.ts";

Deno.test("startServer() carries a commit of one client to another", async () => {
  const identity = await createIdentity();
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {} });
  server.spaces.create(identity.did, identity.did);
  const options = { host: server.url, space: identity.did, identity };
  const writer = connectWebSocket(options);
  const reader = connectWebSocket(options);
  const address = { id: "of:a", scope: "space" } as const;
  assert.deepEqual(await reader.watch([address]), [{ ...address, seq: 0 }]);
  const frames: Frame[] = [];
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  reader.onFrame = (frame) => {
    frames.push(frame);
    resolve();
  };
  writer.commit({ local: 1, reads: [], operations: [{ op: "set", id: "of:a", value: [1] }] });
  await writer.settled();
  await seen;
  assert.deepEqual(frames[0]!.changes.map(({ operations }) => operations), [
    [{ op: "set", id: "of:a", value: [1] }],
  ]);
  await Promise.all([writer.close(), reader.close()]);
  await server.close();
});
