/** `execMany` with capture of every row against a prepared statement in a loop, same transaction. */

import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    rows: {
      columns: { id: "integer primary key", title: "text", at: "integer", weight: "real" },
      options: { indexes: ["at"] },
    },
  },
});
const SQL = "insert into rows (title, at, weight) values (?, ?, ?)";
const COUNT = 1000;

/** The ratio for 1,000 rows per commit, on disk, in WAL mode, each commit synced. */
export function figures(): Promise<Record<string, number>> {
  const folder = Deno.makeTempDirSync();
  const open = (name: string) => {
    const connection = new DatabaseSync(`${folder}/${name}.sqlite`);
    connection.exec("pragma journal_mode = wal; pragma synchronous = full");
    ensureSchema(connection, "main", DECLARATION);
    return connection;
  };
  const raw = open("raw");
  const guarded = open("guarded");
  const insert = raw.prepare(SQL);
  let at = 0;
  const rawRun = () => {
    raw.exec("begin immediate");
    for (let i = 0; i < COUNT; i++) insert.run(`title ${i}`, BigInt(++at), i / 3);
    raw.exec("commit");
  };
  const guardedRun = () => {
    const rows = Array.from({ length: COUNT }, (_, i) => [`title ${i}`, ++at, i / 3]);
    guarded.exec("begin immediate");
    runStatements(guarded, "main", DECLARATION, [{ sql: SQL, rows }], { rowsFor: () => false });
    guarded.exec("commit");
  };
  // Taken in turn, so that both meet the same disk.
  const samples: [number[], number[]] = [[], []];
  for (let i = 0; i < 40; i++) {
    [rawRun, guardedRun].forEach((run, which) => {
      const start = performance.now();
      run();
      samples[which]!.push(performance.now() - start);
    });
  }
  raw.close();
  guarded.close();
  Deno.removeSync(folder, { recursive: true });
  const [rawMs, guardedMs] = samples.map((list) => list.sort((a, b) => a - b)[20]!);
  return Promise.resolve({
    "sqlite.execMany.vsRaw": guardedMs! / rawMs!,
    "sqlite.execMany.rowUs": (guardedMs! * 1000) / COUNT,
  });
}

if (import.meta.main) console.log(await figures());
