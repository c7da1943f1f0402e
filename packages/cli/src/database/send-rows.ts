/**
 * Taking the rows of an SQLite file into a database: through the server that has the store open, or in
 * the store itself when no server has. The file may be of any size; its rows are one commit.
 */

import { isRecord } from "@cf/utils";
import { loadSettings } from "../config/settings.ts";
import { chooseSpace } from "../config/store.ts";
import type { Io } from "../frame/io.ts";
import { allSpaces, type Operated, type OperatorFlags, withOperated } from "../server/operator.ts";

/** What is taken in. */
export interface SentRows {
  /** A database, or any part of its name. */
  readonly database: string;
  /** An SQLite file whose content is all in it. */
  readonly file: string;
  /** What messages and the log call it. */
  readonly source: string;
  readonly mode: "add" | "replace";
}

/** What came of it. */
export interface TakenRows {
  readonly database: string;
  /** The commit; `null` when the rows were all there already. */
  readonly seq: number | null;
  readonly tables: Readonly<
    Record<string, { readonly rows: number; readonly added: number; readonly removed: number }>
  >;
}

/** Sends the rows, and resolves when they are committed. Errors: the server's, and those of the space. */
export async function sendRows(flags: OperatorFlags, io: Io, sent: SentRows): Promise<TakenRows> {
  return await withOperated(flags, io, async (operated) => {
    const space = await spaceOf(flags, io, operated);
    if (operated.kind === "server") {
      const { database, file, ...query } = sent;
      const names = [space, database].map(encodeURIComponent);
      const path = `/api/spaces/${names[0]}/databases/${names[1]}/rows`;
      return await operated.client.upload(path, file, query) as TakenRows;
    }
    const { findDatabase } = await import("@cf/toolshed");
    return await operated.host.use(space, async (opened) => {
      const principal = "operator of the store";
      const key = findDatabase(opened, sent.database, { principal, isOperator: true });
      const { file: path, source, mode } = sent;
      const report = await opened.operator.takeRowsIn({ key, path, source, mode, by: principal });
      return { database: key.id, ...report };
    });
  });
}

/** The space in force: a whole DID needs no operator to tell which there are. */
async function spaceOf(flags: OperatorFlags, io: Io, operated: Operated): Promise<string> {
  const { space } = await loadSettings(flags, io);
  if (space?.startsWith("did:")) return space;
  return chooseSpace((await allSpaces(operated)).map((each) => each.space), space);
}

/** Where in a file the row is that an error is about. */
export function badRowOf(error: unknown): { row: number; problem: string } | undefined {
  if (!isRecord(error) || error.code !== "bad-import" || !isRecord(error.data)) return undefined;
  const { row, problem } = error.data;
  return typeof row === "number" ? { row, problem: String(problem) } : undefined;
}
