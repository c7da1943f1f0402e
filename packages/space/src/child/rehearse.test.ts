import { equal } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { WRITE_LIMITS } from "../commit/rehearsals.ts";
import { createUndoTable } from "../commit/undo-table.ts";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { writeWatermark } from "../database/watermark.ts";
import { endRehearsal } from "./open-transaction.ts";
import { rehearse } from "./rehearse.ts";

const SOURCE = {
  tables: { items: { columns: { id: "integer primary key", body: "text" } } },
  rev: 0,
};

Deno.test("a large change goes to the write-ahead log alone, as a backup needs it", () => {
  const folder = Deno.makeTempDirSync({ prefix: "cf-rehearse-" });
  const path = join(folder, "db.sqlite");
  // The space's own process keeps the file open.
  const holder = new DatabaseSync(path);
  holder.exec("PRAGMA journal_mode = WAL");
  ensureSchema(holder, "main", prepareDeclaration(SOURCE as never));
  createUndoTable(holder, "main");
  writeWatermark(holder, "main", { seq: 1, hash: new Uint8Array([1]) });
  holder.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const before = Deno.readFileSync(path);
  const rows = Array.from({ length: 8000 }, (_, i) => [`${i}`.padEnd(1000, "x")]);
  const { isOpen } = rehearse({
    ...WRITE_LIMITS,
    database: path,
    declaration: SOURCE as never,
    statements: [{ sql: "insert into items (body) values (?)", rows }],
    keptOpenBytes: 1000,
  });
  equal(isOpen, true);
  const hash = new Uint8Array([2]);
  endRehearsal({ logged: { seq: 2, hash, beforeSeq: 1, beforeHash: new Uint8Array([1]) } });
  equal(holder.prepare("SELECT count(*) AS n FROM items").get()!.n, 8000);
  const after = Deno.readFileSync(path);
  equal(after.length, before.length);
  equal(after.every((byte, i) => byte === before[i]), true);
  holder.close();
  Deno.removeSync(folder, { recursive: true });
});
