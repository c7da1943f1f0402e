/** A full disk under a lent file: its commits are refused, the others go on, and nothing is lost. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSession, TestStore } from "../testing/test-space.ts";
import { canMount, SmallDisk } from "../testing/small-disk.ts";

for (const mode of ["delete", "wal"]) {
  Deno.test({
    name: `a full disk under a lent file in mode ${mode} refuses its commits and no others`,
    ignore: !canMount,
    fn: async () => {
      using disk = SmallDisk.mount("3m")!;
      const path = join(disk.folder, "lent.db");
      const database = new DatabaseSync(path);
      database.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE t (id INTEGER PRIMARY KEY, x)`);
      database.close();
      const ballast = join(disk.folder, "ballast");
      Deno.writeFileSync(ballast, new Uint8Array(1 << 20));
      await using store = new TestStore({ sourceFolders: [disk.folder] });
      const space = store.open();
      const { id, value } = await space.operator.lendFile(path, { writable: true });
      const session = openSession(space);
      session.commit({ operations: [{ op: "set", id, value }] });
      const insert = (x: string) =>
        session.commit({
          operations: [{ op: "increment", id: "of:rows", path: [], by: 1 }],
          sqlite: {
            handle: { id, scope: "space" },
            statements: [{ sql: "INSERT INTO t (x) VALUES (?)", params: [x] }],
          },
        });
      insert("first");
      await session.connection.settled();
      const large = insert("y".repeat(4 << 20));
      const small = insert("small");
      const other = session.commit({ operations: [{ op: "set", id: "of:other", value: 1 }] });
      await session.connection.settled();
      const refusals = session.frames.flatMap((frame) => frame.refusals);
      equal(refusals[0]!.local, large);
      match(refusals[0]!.error.message, /full|disk I\/O/);
      const receipts = session.frames.flatMap((frame) => frame.receipts.map(({ local }) => local));
      ok(receipts.includes(other));
      ok(receipts.includes(small));
      let count = 2;
      while (session.frames.flatMap((frame) => frame.refusals).length === 1) {
        insert("z".repeat(50_000));
        count++;
        await session.connection.settled();
      }
      Deno.removeSync(ballast);
      insert("last");
      await session.connection.settled();
      equal(session.frames.flatMap((frame) => frame.refusals).length, 2);
      const rows = new DatabaseSync(path);
      equal(rows.prepare("SELECT count(*) AS n FROM t").get()!.n, count);
      rows.close();
      const reader = openSession(space);
      const [rowsCell] = reader.connection.watch([{ id: "of:rows", scope: "space" }]);
      equal(rowsCell!.value, count);
      deepEqual(await space.operator.verifyLog(), []);
    },
  });
}
