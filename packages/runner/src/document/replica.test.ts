/** What a replica holds when messages of its space arrive in one turn. */

import assert from "node:assert/strict";
import { createIdentity, type DocSnapshot, type Frame, type Operation } from "@cf/protocol";
import { FakeHost } from "../connection/test/fake-host.ts";
import { connectWebSocket } from "../connection/websocket.ts";
import { NotReady } from "../errors.ts";
import { Replica } from "./replica.ts";
import { Transaction } from "./transaction.ts";

const identity = await createIdentity();
const A = { id: "of:a", scope: "space" } as const;
const B = { id: "of:b", scope: "space" } as const;

function changed(address: typeof A | typeof B, seq: number, operation: Operation): Frame {
  const change = { ...address, seq, operations: [operation] };
  return { seq, changes: [change], snapshots: [], queries: [], receipts: [], refusals: [] };
}

async function loading() {
  const host = new FakeHost();
  const space = identity.did;
  const connection = connectWebSocket({
    host: "http://127.0.0.1:8000",
    space,
    identity,
    socket: host.connect,
  });
  const replica = new Replica(connection);
  const socket = await host.welcome();
  const a = replica.document(A);
  assert.throws(() => replica.require(a), NotReady);
  await Promise.resolve();
  const answer = (snapshots: DocSnapshot[]) =>
    socket.deliver({ type: "watched", m: 1, n: 1, got: 1, snapshots });
  const tell = (n: number, frame: Frame) => socket.deliver({ type: "frame", n, got: 1, frame });
  return { replica, connection, a, answer, tell };
}

Deno.test("changes in the same turn as the answer that a document is not there build on that", async () => {
  const { connection, a, answer, tell } = await loading();
  answer([{ ...A, seq: 0 }]);
  tell(2, changed(A, 1, { op: "set", id: A.id, value: { first: 1 } }));
  tell(
    3,
    changed(A, 2, {
      op: "patch",
      id: A.id,
      patches: [{ op: "add", path: ["second"], value: 2 }],
    }),
  );
  await a.ready;
  assert.deepEqual(a.value, { first: 1, second: 2 });
  await connection.close();
});

Deno.test("changes of what an answer brought along are not missed in the same turn", async () => {
  const { replica, connection, a, answer, tell } = await loading();
  answer([{ ...A, seq: 1, value: "a" }, { ...B, seq: 1, value: { n: 1 } }]);
  tell(2, changed(B, 2, { op: "increment", id: B.id, path: ["n"], by: 1 }));
  await a.ready;
  tell(3, changed(B, 3, { op: "increment", id: B.id, path: ["n"], by: 1 }));
  assert.deepEqual(replica.document(B).value, { n: 3 });
  await connection.close();
});

Deno.test("Replica.end() undoes and fails what was not answered, and later commits fail", async () => {
  const { replica, connection, a, answer } = await loading();
  answer([{ ...A, seq: 1, value: { n: 1 } }]);
  await a.ready;
  const write = (n: number) => {
    const transaction = new Transaction(`write ${n}`);
    transaction.write(replica, a, { op: "set", id: A.id, value: { n } });
    return replica.commit(transaction);
  };
  const waiting = assert.rejects(write(2), /gone/);
  assert.deepEqual(a.value, { n: 2 });
  await connection.close();
  replica.end(new Error("gone"));
  await waiting;
  assert.deepEqual(a.value, { n: 1 });
  await assert.rejects(write(3), { code: "connection-closed" });
  assert.deepEqual([a.value, replica.pendingCommits], [{ n: 1 }, 0]);
});
