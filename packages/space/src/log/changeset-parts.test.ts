import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { PatternFiles } from "../commit/pattern-files.ts";
import { SpaceStore } from "../store/space-store.ts";
import { ChangesetPartTable } from "./changeset-parts.ts";

const CHECKPOINTED = "PRAGMA main.wal_checkpoint(NOOP)";

Deno.test("parts of an import are neither synced nor brought into the main file one by one", () => {
  const folder = Deno.makeTempDirSync({ prefix: "cf-parts-" });
  const space = "did:key:zSpace";
  const store = SpaceStore.open({ space, folder, synchronous: "full", create: true, time: 0 });
  try {
    const parts = new ChangesetPartTable(store);
    const files = new PatternFiles(store, { holdersMax: 2 });
    const modes: unknown[] = [];
    const run = store.run.bind(store);
    store.run = (sql, ...values) => {
      modes.push(store.get<{ synchronous: number }>("PRAGMA main.synchronous")!.synchronous);
      return run(sql, ...values);
    };
    files.checkpointStore();
    const number = parts.begin();
    // More than the thousand pages after which a commit would do it.
    for (let part = 0; part < 12; part++) {
      files.withoutCheckpoint(() => parts.add(number, part, new Uint8Array(512 << 10)));
    }
    deepEqual(new Set(modes), new Set([1]));
    const { log, checkpointed } = store.get<{ log: number; checkpointed: number }>(CHECKPOINTED)!;
    ok(log > 1000, `${log} pages`);
    equal(checkpointed, 0);
    throws(() => files.withoutCheckpoint(() => parts.add(number, 0, new Uint8Array())), /UNIQUE/);
    equal(store.get<{ synchronous: number }>("PRAGMA main.synchronous")!.synchronous, 2);
    const { wal_autocheckpoint: pages } = store.get<{ wal_autocheckpoint: number }>(
      "PRAGMA wal_autocheckpoint",
    )!;
    equal(pages, 1000);
  } finally {
    store.close();
    Deno.removeSync(folder, { recursive: true });
  }
});
