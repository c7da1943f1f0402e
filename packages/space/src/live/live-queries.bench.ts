/**
 * Live queries against running them again: 1,000 live top-20 queries over 100,000 rows, one write.
 * Everything runs in one process on one file, so that the ratios compare work and not transport.
 */

import { DatabaseSync } from "node:sqlite";
import type { RowChange, SqlValue } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { runStatements } from "../database/statements.ts";
import { writeWatermark } from "../database/watermark.ts";
import { LocalReader } from "../pool/local-reader.ts";
import { LiveQueries } from "./live-queries.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    posts: {
      columns: { id: "integer primary key", thread: "integer", ts: "integer", body: "text" },
      options: { indexes: [["thread", "ts"]] },
    },
    quiet: { columns: { id: "integer primary key", body: "text" } },
    authors: { columns: { id: "integer primary key", name: "text" } },
  },
});
const KEY = { id: "bench", scope: "space" } as const;
const ROWS = 100_000;
const QUERIES = 1_000;
const TOP = "select id, ts, body from posts where thread = ? order by ts desc limit 20";
const FEED = "select p.id, p.body, a.name from posts p join authors a on a.id = p.thread " +
  "where p.body like 'body%' order by p.ts desc, p.id limit 20";
const GROUPS = "select thread, count(*), sum(ts), avg(ts) from posts group by thread";

class Bench {
  readonly folder = Deno.makeTempDirSync();
  readonly file = `${this.folder}/db.sqlite`;
  readonly writer = new DatabaseSync(":memory:");
  readonly reader = new LocalReader({ open: (file) => new DatabaseSync(file) });
  readonly live = new LiveQueries<string>({ reader: this.reader, deliver: () => {} });
  seq = 0;
  /** Of the last write: its statement and the capture of its rows, without the commit. */
  capturedUs = 0;

  constructor() {
    this.writer.exec(`attach '${this.file}' as pattern; pragma pattern.journal_mode = wal;
      pragma pattern.synchronous = normal`);
    const rows: SqlValue[][] = [];
    for (let i = 0; i < ROWS; i++) rows.push([i % QUERIES, i, `body of row ${i}`]);
    this.write("insert into posts (thread, ts, body) values (?, ?, ?)", rows);
  }

  /** One commit as the write path makes it; returns its row changes. */
  write(sql: string, rows: readonly (readonly SqlValue[])[]): RowChange[] {
    this.writer.exec("begin immediate");
    if (this.seq === 0) ensureSchema(this.writer, "pattern", DECLARATION);
    const start = performance.now();
    const result = runStatements(this.writer, "pattern", DECLARATION, [{ sql, rows }], {
      rowsFor: this.live.watchedTables(KEY),
    });
    this.capturedUs = (performance.now() - start) * 1000;
    writeWatermark(this.writer, "pattern", { seq: ++this.seq, hash: new Uint8Array(32) });
    this.writer.exec("commit");
    return result.rows;
  }

  insert(i: number): RowChange[] {
    return this.write("insert into posts (thread, ts, body) values (?, ?, ?)", [
      [i % QUERIES, ROWS + i, "fresh"],
    ]);
  }

  watch(number: number, sql: string, params: SqlValue[] = []): void {
    const { file } = this;
    const spec = { file, databaseKey: KEY, declaration: DECLARATION, sql, params };
    this.live.watch("client", number, { ...spec, rights: "", live: true });
  }

  query(sql: string, params: SqlValue[] = []): void {
    this.reader.querySync({ file: this.file, declaration: DECLARATION, sql, params });
  }

  close(): void {
    void this.reader.close();
    this.writer.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** Times of two kinds of work taken in turns, so that both meet the same machine. */
function inTurns(times: number, first: () => void, second: () => void): [number, number] {
  const samples: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    [first, second].forEach((work, which) => samples[which]!.push(timeUs(work)));
  }
  return [median(samples[0]), median(samples[1])];
}

function timeUs(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1000;
}

function median(samples: number[]): number {
  return samples.sort((a, b) => a - b)[samples.length >> 1]!;
}

function times(count: number, work: () => number): number {
  return median(Array.from({ length: count }, work));
}

/** Median figures of several kinds of work, measured one after another in each round. */
function inRounds<const Works extends readonly (() => number)[]>(
  rounds: number,
  works: Works,
): { -readonly [K in keyof Works]: number } {
  const figures = works.map((): number[] => []);
  for (let i = 0; i < rounds; i++) works.forEach((work, which) => figures[which]!.push(work()));
  return figures.map(median) as { -readonly [K in keyof Works]: number };
}

/** Ratios, and the cost of one write with live queries in microseconds. */
export function figures(): Promise<Record<string, number>> {
  const bench = new Bench();
  let next = 0;
  for (let i = 0; i < QUERIES; i++) bench.watch(i, TOP, [i]);
  const quiet = () => bench.write("insert into quiet (body) values (?)", [["x"]]);
  const watched = () => void bench.live.afterCommit(bench.seq, KEY, quiet());
  inTurns(300, quiet, watched);
  const [plain, missed] = inTurns(2000, quiet, watched);

  // The whole write: statements, capture, watermark, commit, and the changes of the one query.
  const insert = () => bench.live.afterCommit(bench.seq, KEY, bench.insert(next++));
  for (let i = 0; i < 200; i++) insert();
  const [written, applied, rerunAll] = inRounds(9, [
    () => times(110, () => timeUs(insert)),
    () =>
      times(110, () => {
        const rows = bench.insert(next++);
        const capturedUs = bench.capturedUs;
        return capturedUs + timeUs(() => void bench.live.afterCommit(bench.seq, KEY, rows));
      }),
    () =>
      timeUs(() => {
        for (let i = 0; i < QUERIES; i++) bench.query(TOP, [i]);
      }),
  ]);

  bench.live.close("client");
  bench.watch(0, GROUPS);
  const [grouped, rerunGroups] = inRounds(15, [
    () =>
      times(20, () => {
        const rows = bench.insert(next++);
        return timeUs(() => void bench.live.afterCommit(bench.seq, KEY, rows));
      }),
    () => timeUs(() => bench.query(GROUPS)),
  ]);

  bench.live.close("client");
  bench.write("insert into authors (name) values (?)", Array.from({ length: 500 }, () => ["Ann"]));
  bench.watch(0, FEED);
  const behind = () =>
    bench.write("insert into posts (thread, ts, body) values (?, -1, 'body')", [[3]]);
  const unseen = () => bench.write("update authors set name = name || ? where id = 3", [["!"]]);
  const [joined, rerunJoin] = inRounds(15, [
    () =>
      times(20, () => {
        const rows = [...behind(), ...unseen()];
        return timeUs(() => void bench.live.afterCommit(bench.seq, KEY, rows));
      }),
    () => timeUs(() => bench.query(FEED)),
  ]);
  bench.close();
  return Promise.resolve({
    // The statement with the capture of its row, route, window; the durable write is not in it.
    "sqlite.live.route.vsRerunAll": applied / rerunAll,
    // The whole insert, from its statement to the difference, the durable write included.
    "sqlite.live.route.writeIncluded.vsRerunAll": written / rerunAll,
    "sqlite.live.miss.vsWrite": missed / plain,
    "sqlite.live.groupby.vsRerun": grouped / rerunGroups,
    // Rows that a page of joined rows does not show, against running it.
    "sqlite.live.join.unseen.vsRerun": joined / rerunJoin,
    "sqlite.live.route.us": applied,
    "sqlite.live.write.us": written,
    "sqlite.live.groupby.us": grouped,
    "sqlite.live.join.us": joined,
  });
}

if (import.meta.main) console.log(await figures());
