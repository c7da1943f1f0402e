/**
 * The program that the test of few descriptors runs under a low limit: it queries and writes while it
 * holds nearly every descriptor itself, and prints what became of that.
 */

import { CfError } from "@cf/utils";
import { ReadPool } from "../pool/read-pool.ts";
import { openSession, TestStore } from "./test-space.ts";

/** What the system itself may need at any moment. */
const LEFT = 3;

function takeAll(): Deno.FsFile[] {
  const taken: Deno.FsFile[] = [];
  for (;;) {
    try {
      taken.push(Deno.openSync("/dev/null"));
    } catch {
      for (const one of taken.splice(-LEFT)) one.close();
      return taken;
    }
  }
}

/** What `work` gives while no process can be started. */
async function starved<T>(work: () => Promise<T>): Promise<T> {
  const taken = takeAll();
  try {
    return await work();
  } finally {
    for (const one of taken) one.close();
  }
}

await using store = new TestStore();
const session = openSession(store.open(), { session: "one" });
session.exec("insert into entries (body) values ('one'), ('two'), ('three')");
await session.connection.settled();

const [file] = [...Deno.readDirSync(store.path(""))].map(({ name }) => name)
  .filter((name) => /^db-.*\.sqlite$/.test(name)).map((name) => store.path(name));
const pool = new ReadPool({ folders: [store.folder], readers: 3 });

async function ask(): Promise<unknown> {
  try {
    const sql = "select body from entries order by id limit 1";
    const { rows } = await pool.query({ file: file!, declaration: null, sql });
    return rows[0]![0];
  } catch (error) {
    if (!(error instanceof CfError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** A write that another process has to run; gives why it was refused. */
async function write(): Promise<unknown> {
  const local = session.exec(
    "insert into entries (at) select count(*) from entries a, entries b, entries c, " +
      "entries d, entries e, entries f, entries g, entries h, entries i, entries j",
  );
  await session.connection.settled();
  const refusals = session.frames.flatMap((frame) => frame.refusals);
  const error = refusals.find((one) => one.local === local)?.error;
  return error === undefined ? "done" : `${error.code}: ${error.message}`;
}

const askAll = async () => [...new Set(await Promise.all(Array.from({ length: 9 }, ask)))];
const none = await starved(ask);
const unwritten = await starved(write);
const first = await ask();
const shared = await starved(askAll);
const later = await askAll();
const written = await write();
const { readers } = pool.statistics();
await pool.close();
console.log(JSON.stringify({ none, unwritten, first, shared, later, written, readers }));
