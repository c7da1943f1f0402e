/** `cf piece inspect`: what is stored of a piece: its pattern, its program and its argument. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { choosePiece, pieceIds, readDocument, withConnection } from "../../server/session.ts";

export const about = {
  name: "piece inspect",
  summary: "Show what is stored of a piece.",
  examples: [["cf piece inspect 3kq2", "prints pattern, program and argument as JSON"]],
} as const;

export const options = {
  piece: argument("piece", "a piece, or any part of its id"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { argumentId } = await import("@cf/runner");
  await withConnection(values, io, async (connection) => {
    const id = choosePiece(await pieceIds(connection), values.piece);
    const record = await readDocument(connection, id) as PieceRecord | undefined;
    const program = record?.pattern.program ?? "";
    const source = await readDocument(connection, `program:${program}`) as SourceRecord | undefined;
    const shown = {
      piece: id,
      pattern: record?.pattern ?? null,
      files: Object.keys(source?.files ?? {}),
      argument: await readDocument(connection, argumentId(id)) ?? null,
    };
    io.result(shown, JSON.stringify(shown, null, 2));
  });
}

interface PieceRecord {
  readonly pattern: { readonly program: string; readonly module: string; readonly name: string };
}

interface SourceRecord {
  readonly files: Readonly<Record<string, string>>;
}
