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

Deno.test("startServer() keeps as much of the log as it is told", async () => {
  const store = await Deno.makeTempDir();
  const identity = await createIdentity();
  const retention = { commits: 10, batch: 5 };
  const server = await startServer({ store, identity, retention, writeLog: () => {} });
  const space = server.spaces.create(identity.did, identity.did);
  const connection = space.connect({ principal: identity.did });
  for (let local = 1; local <= 40; local++) {
    connection.commit({ local, reads: [], operations: [{ op: "set", id: "of:a", value: local }] });
    await connection.settled();
  }
  await server.close();
  const again = await startServer({ store, identity, writeLog: () => {} });
  const [first] = again.spaces.get(identity.did).log();
  assert.ok(first!.record.seq > 20, `the log begins at ${first!.record.seq}`);
  await again.close();
  await Deno.remove(store, { recursive: true });
});
