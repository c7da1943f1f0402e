/**
 * Many pattern databases in one space, in random use: few descriptors, every row in its file.
 * `CF_DATABASES` sets how many (150 unless set).
 */

import { deepEqual, ok } from "node:assert/strict";
import { contentOf, openSession, TABLES, TestStore } from "../testing/test-space.ts";

const DATABASES = Number(Deno.env.get("CF_DATABASES") ?? 150);
const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function handle(n: number) {
  const tail = LETTERS[n % 26]! + LETTERS[Math.floor(n / 26) % 26]! + LETTERS[Math.floor(n / 676)]!;
  return { id: `of:${"a".repeat(23)}${tail}`, scope: "space" } as const;
}

function descriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

Deno.test({
  name: `${DATABASES} databases in one space take few descriptors and keep their rows`,
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using store = new TestStore({ holdersMax: 16 });
    const before = descriptors();
    const space = store.open();
    const session = openSession(space);
    const rows = new Map<number, number>();
    let seed = 1;
    for (let i = 0; i < 3 * DATABASES; i++) {
      seed = (seed * 48271) % 0x7fffffff;
      const n = seed % DATABASES;
      const { id } = handle(n);
      const value = { id, tables: TABLES, rev: 0 };
      session.commit({
        operations: rows.has(n) ? [] : [{ op: "set", id, value }],
        sqlite: { handle: handle(n), statements: [{ sql: INSERT, params: ["row", i] }] },
      });
      rows.set(n, (rows.get(n) ?? 0) + 1);
      if (i % 8 === 0) await session.connection.settled();
    }
    await session.connection.settled();
    deepEqual(session.frames.flatMap((frame) => frame.refusals), []);
    ok(descriptors() - before < 5 * 16, `${descriptors() - before} descriptors`);
    await store.close();
    for (const [n, count] of rows) {
      const content = contentOf(store.path(`db-${handle(n).id.slice(3)}.sqlite`));
      ok(content.entries!.length === count);
    }
  },
});
