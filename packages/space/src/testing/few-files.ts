/**
 * The program that the test of few descriptors runs under a low limit: it queries the database in its
 * first argument while it holds every descriptor itself, and prints what became of the queries.
 */

import { dirname } from "node:path";
import { CfError } from "@cf/utils";
import { ReadPool } from "../pool/read-pool.ts";

const [file] = Deno.args as [string];
const pool = new ReadPool({ folders: [dirname(file)], readers: 3 });

async function ask(): Promise<unknown> {
  try {
    const { rows } = await pool.query({ file, declaration: null, sql: "select body from notes" });
    return rows[0]![0];
  } catch (error) {
    if (!(error instanceof CfError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

function takeAll(): Deno.FsFile[] {
  const taken: Deno.FsFile[] = [];
  for (;;) {
    try {
      taken.push(Deno.openSync("/dev/null"));
    } catch {
      return taken;
    }
  }
}

const before = takeAll();
const none = await ask();
for (const one of before) one.close();
const first = await ask();
const beside = takeAll();
const shared = await Promise.all(Array.from({ length: 9 }, ask));
for (const one of beside) one.close();
const later = await Promise.all(Array.from({ length: 9 }, ask));
const { readers } = pool.statistics();
await pool.close();
const each = (answers: readonly unknown[]) => [...new Set(answers)];
console.log(JSON.stringify({ none, first, shared: each(shared), later: each(later), readers }));
