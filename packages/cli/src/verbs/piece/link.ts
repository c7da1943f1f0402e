/** `cf piece link`: makes an input of a piece follow a value of another, or an SQLite file. */

import type { Fabric } from "@cf/fabric";
import { isRecord } from "@cf/utils";
import { connectionOptions } from "../../config/settings.ts";
import { CliError, UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, flag, type ValuesOf } from "../../frame/verb.ts";
import { choosePiece, withFabric } from "../../server/session.ts";
import { clearLink } from "../../server/clear-link.ts";
import { lendFile } from "../../server/lend-file.ts";
import { parseTarget } from "../../server/target.ts";

export const about = {
  name: "piece link",
  summary: "Feed a piece from another, or from an SQLite file.",
  examples: [
    ["cf piece link 3kq2/items 7xyz/items", "the second piece's input is the first one's value"],
    [
      "cf piece link sqlite:/srv/data/people.db 7xyz/db",
      "feeds a file of the server's disk; the operator allows its folder with --allow-folder",
    ],
  ],
} as const;

const FILE = "sqlite:";

export const options = {
  source: argument("source", "piece/path in a piece's result, or sqlite:/absolute/path.db"),
  target: argument("piece/input", "the input to feed, in a piece's argument"),
  writable: flag("--writable", "let the piece write to the SQLite file; its tables need keys"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  if (values.source.startsWith(FILE)) return await linkFile(values, io);
  if (values.writable) throw new UsageError("Cannot link: --writable is for sqlite: sources");
  const source = parseTarget(values.source);
  const target = parseTarget(values.target);
  await withFabric(values, io, async (fabric) => {
    const ids = await fabric.pieces();
    const from = fabric.piece(choosePiece(ids, source.piece));
    const to = fabric.piece(choosePiece(ids, target.piece));
    // Read first: a link to what is not there would only show as an empty input.
    if (await from.get(source.path) === undefined) await requireField(fabric, from.id, source.path);
    await to.requireInput(target.path);
    await clearLink({ piece: to.id, path: target.path }, values, io);
    await to.setArgument(target.path, from.reference(source.path));
    io.result({ source: [from.id, ...source.path], target: [to.id, ...target.path] }, "");
    io.say(`${[to.id, ...target.path].join("/")} follows ${[from.id, ...source.path].join("/")}.`);
  });
}

/** A field may hold nothing yet, but it has to be there. */
async function requireField(
  fabric: Fabric,
  piece: string,
  [first]: readonly string[],
): Promise<void> {
  const { rawResult } = await import("@cf/runner");
  const { runtime } = fabric;
  const result = await runtime.whenReady(() => rawResult(runtime, piece));
  const known = isRecord(result) ? Object.keys(result).filter((key) => !key.startsWith("$")) : [];
  if (first === undefined || first.startsWith("$") || known.includes(first)) return;
  throw new CliError(
    "no-field",
    `Cannot link '${first}': the result of ${piece} has no such field`,
    known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`,
  );
}

async function linkFile(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const path = values.source.slice(FILE.length);
  if (!path.startsWith("/") && !/^[A-Za-z]:[\\/]/.test(path)) {
    throw new UsageError(
      `Cannot link ${values.source}: the path is one of the server's machine and must be absolute, ` +
        `such as ${FILE}/srv/data/people.db`,
    );
  }
  const target = parseTarget(values.target);
  await withFabric(values, io, async (fabric) => {
    const piece = fabric.piece(choosePiece(await fabric.pieces(), target.piece));
    // Nothing is lent for an input that is not there.
    await piece.requireInput(target.path);
    const id = await lendFile({ path, writable: values.writable }, values, io);
    const handle = fabric.runtime.cellAt({ id }, fabric.space, undefined);
    await clearLink({ piece: piece.id, path: target.path }, values, io);
    await piece.setArgument(target.path, handle);
    io.result({ source: values.source, target: [piece.id, ...target.path] }, "");
    io.say(
      `${[piece.id, ...target.path].join("/")} ${
        values.writable ? "reads and writes" : "reads"
      } ${path}.`,
    );
  });
}
