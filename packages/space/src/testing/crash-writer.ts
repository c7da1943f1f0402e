/**
 * The program that the crash test kills: opens the store in its first argument, and commits cells
 * and rows of two databases and of a lent file, its second argument, without end, in groups of varying
 * size. It prints a line per answered commit, so that the test knows what was acknowledged.
 */

import { dirname } from "node:path";
import { assert, type JsonObject } from "@cf/utils";
import { SpaceHost } from "../space-host.ts";
import { openSession, OWNER, SPACE, TABLES } from "./test-space.ts";

const [store, lent] = Deno.args as [string, string];
const host = SpaceHost.open(store, { sourceFolders: [dirname(lent)] });
const space = host.has(SPACE) ? host.get(SPACE) : host.create(SPACE, OWNER);
const sessions = [0, 1, 2].map((n) => openSession(space, { session: `writer-${n}` }));
const encoder = new TextEncoder();

/** The handle of one of the two databases. */
function handle(n: number) {
  return { id: `of:${"ab"[n]!.repeat(26)}`, scope: "space" } as const;
}

for (const { connection } of sessions) {
  connection.onFrame = (frame) => {
    assert(frame.refusals.length === 0, "no commit of this program conflicts");
    const lines = frame.receipts.map(({ local, seq }) => `${connection.session} ${local} ${seq}\n`);
    Deno.stdout.writeSync(encoder.encode(lines.join("")));
  };
}

const [first] = sessions;
for (const n of [0, 1]) {
  const { id } = handle(n);
  const value = { id, tables: TABLES, rev: 0 };
  if (first!.connection.watch([handle(n)])[0]!.value === undefined) {
    first!.commit({ operations: [{ op: "set", id, value }] });
  }
}

const known = space.operator.lentFiles()[0];
const source = known ?? await space.operator.lendFile(lent, { writable: true });
if ("value" in source) {
  first!.commit({ operations: [{ op: "set", id: source.id, value: source.value as JsonObject }] });
}

for (let round = 0;; round++) {
  for (let i = 0; i < round % 3; i++) {
    sessions[i]!.commit({
      operations: [{ op: "increment", id: "of:count-lent", path: ["n"], by: 1 }],
      sqlite: {
        handle: { id: source.id, scope: "space" },
        statements: [
          { sql: "INSERT INTO items (body) VALUES (?)", params: [`${round} ${i}`] },
          { sql: "UPDATE items SET body = hex(randomblob(8)) WHERE id % 7 = ?", params: [i] },
        ],
      },
    });
  }
  for (let i = 0; i <= round % 5; i++) {
    const session = sessions[(round + i) % 3]!;
    const name = session.connection.session;
    const n = (round >> 3) % 2;
    session.commit({
      operations: [{ op: "increment", id: `of:count-${n}`, path: ["n"], by: 1 }],
      sqlite: {
        handle: handle(n),
        statements: [
          { sql: "INSERT INTO entries (body, at) VALUES (?, ?)", params: [name, round] },
          { sql: "UPDATE entries SET body = hex(randomblob(8)) WHERE id % 7 = ?", params: [i] },
        ],
      },
    });
  }
  for (const { connection } of sessions) await connection.settled();
}
