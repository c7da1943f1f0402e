/** Points a piece at other code. What the piece stores is found again by the names in that code. */

import type { Fabric, ReadyProgram } from "@cf/fabric";
import type { SpaceConnection } from "@cf/protocol";
import { type LoadedProgram, storeProgram } from "@cf/runner";
import { CliError } from "../frame/errors.ts";
import { commitOnce } from "./session.ts";

/** What to run instead, and a connection for the change that nothing else commits on. */
export interface Replacement {
  readonly ready: ReadyProgram;
  readonly exportName?: string | undefined;
  readonly connection: SpaceConnection;
}

/** Stores the program and commits the new pattern of `piece`. Errors: `missing-export`. */
export async function replaceCode(
  fabric: Fabric,
  piece: string,
  { ready, exportName = "default", connection }: Replacement,
): Promise<void> {
  const { hash, main } = ready.program;
  const loaded = fabric.runtime.programs.load(ready.program);
  const pattern = referenceTo(loaded, { hash, main, exportName });
  await storeProgram(fabric.runtime, { hash, source: ready.source });
  await fabric.idle();
  const patches = [{ op: "replace", path: ["pattern"], value: pattern }] as const;
  await commitOnce(connection, { operations: [{ op: "patch", id: piece, patches }] });
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
