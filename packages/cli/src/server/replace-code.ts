/** Points a piece at other code. What the piece stores is found again by the names in that code. */

import type { Fabric } from "@cf/fabric";
import { type LoadedProgram, storeProgram } from "@cf/runner";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import type { ConnectionFlags } from "./client.ts";
import { compileReady } from "./deploy.ts";
import { commitOnce, withConnection } from "./session.ts";

/** What to run instead, and how to reach the space. */
export interface Replacement {
  /** The main module. */
  readonly path: string;
  readonly exportName?: string | undefined;
  readonly flags: ConnectionFlags;
  readonly io: Io;
}

/** Compiles, stores the program and commits the new pattern of `piece`. */
export async function replaceCode(
  fabric: Fabric,
  piece: string,
  { path, exportName = "default", flags, io }: Replacement,
): Promise<{ piece: string; program: string }> {
  const ready = await compileReady(path, io);
  const { hash, main } = ready.program;
  const pattern = referenceTo(fabric.runtime.programs.load(ready.program), {
    hash,
    main,
    exportName,
  });
  await storeProgram(fabric.runtime, hash, ready.source);
  await fabric.idle();
  await withConnection(flags, io, async (connection) => {
    await commitOnce(connection, [{
      op: "patch",
      id: piece,
      patches: [{ op: "replace", path: ["pattern"], value: pattern }],
    }]);
  });
  return { piece, program: hash };
}

/** Where the exported pattern is found again: the module that declares it, and its name there. */
function referenceTo(
  loaded: LoadedProgram,
  { hash, main, exportName }: { hash: string; main: string; exportName: string },
): { program: string; module: string; name: string } {
  const factory = loaded.exports[main]?.[exportName];
  for (const [key, known] of loaded.factories) {
    if (known !== factory) continue;
    const colon = key.lastIndexOf(":");
    return { program: hash, module: key.slice(0, colon), name: key.slice(colon + 1) };
  }
  const names = Object.keys(loaded.exports[main] ?? {}).join(", ");
  throw new CliError(
    "missing-export",
    `Cannot run '${exportName}' of ${main}: it is no pattern`,
    names === "" ? "The module exports nothing." : `--export takes one of ${names}.`,
  );
}
