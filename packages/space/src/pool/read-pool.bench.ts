/** Reads through the pool of processes against the same reads on an open connection. */

import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { ReadPool } from "./read-pool.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    rows: {
      columns: { id: "integer primary key", title: "text", at: "integer", weight: "real" },
    },
  },
});

/** Ratios, and the round trip of a point read in microseconds. */
export async function figures(): Promise<Record<string, number>> {
  const folder = Deno.makeTempDirSync();
  const file = `${folder}/db.sqlite`;
  const writer = new DatabaseSync(file);
  writer.exec("pragma journal_mode = wal; begin");
  ensureSchema(writer, "main", DECLARATION);
  const rows = Array.from({ length: 5000 }, (_, i) => [`a title of some length ${i}`, i, i / 3]);
  const insert = { sql: "insert into rows (title, at, weight) values (?, ?, ?)", rows };
  runStatements(writer, "main", DECLARATION, [insert]);
  writer.exec("commit");

  const pool = new ReadPool({ folders: [folder], readers: 1 });
  const query = (sql: string, params: number[] = []) =>
    pool.query({ file, declaration: DECLARATION, sql, params });
  const direct = (sql: string) => {
    const statement = writer.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const point = "select id, title, at, weight from rows where id = ?";
  const thousand = "select id, title, at, weight from rows limit 1000";
  const directPoint = direct(point);
  const directThousand = direct(thousand);
  for (let i = 0; i < 300; i++) await query(point, [i + 1]);
  for (let i = 0; i < 50; i++) await query(thousand);
  const [pooledPoint, openPoint] = await inTurns(1500, [
    (i) => query(point, [(i % 5000) + 1]),
    (i) => directPoint.all((i % 5000) + 1),
  ]);
  const [pooledThousand, openThousand] = await inTurns(400, [
    () => query(thousand),
    () => directThousand.all(),
  ]);
  await pool.close();
  writer.close();
  Deno.removeSync(folder, { recursive: true });
  return {
    "query.pool.vsDirect": pooledPoint / openPoint,
    "sqlite.pool.point.vsDirect": pooledPoint / openPoint,
    "sqlite.pool.rows1000.vsDirect": pooledThousand / openThousand,
    "sqlite.pool.point.us": pooledPoint,
    "sqlite.pool.rows1000.us": pooledThousand,
  };
}

/** Median times of two kinds of work taken in turns, so that both meet the same machine. */
async function inTurns(
  times: number,
  works: readonly [(i: number) => unknown, (i: number) => unknown],
): Promise<[number, number]> {
  const samples: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    for (const which of [0, 1] as const) {
      const start = performance.now();
      await works[which](i);
      samples[which].push((performance.now() - start) * 1000);
    }
  }
  const [first, second] = samples.map((list) => list.sort((a, b) => a - b)[times >> 1]!);
  return [first!, second!];
}

if (import.meta.main) console.log(await figures());
