/**
 * The space's list of pieces, and the sources of their programs.
 *
 * ```
 * space:root        { "pieces": [link to each piece] }
 * program:<hash>    { "main": path, "files": { path: text } }
 * ```
 *
 * A program is stored once, under the hash of its content, before the first piece that names it.
 * Listing a piece and taking it off runs none: one that fails keeps no other away.
 */

import { isRecord, type Json } from "@cf/utils";
import { type DocAddress, fromSigil, toSigil } from "@cf/protocol";
import { CellState } from "../cell/state.ts";
import { DocTarget } from "../cell/target.ts";
import { setAt } from "../cell/write.ts";
import { addLink, removeLink } from "../cell/write-list.ts";
import type { Runtime } from "../runtime.ts";

/** The document that lists a space's pieces. */
export const ROOT_ID = "space:root";

/** The sources of a program as stored. */
export interface StoredProgram {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
}

function rootState(runtime: Runtime, space: string): CellState {
  return new CellState(runtime, new DocTarget(space, ROOT_ID, "space"), [], undefined, undefined);
}

/** The document of a listed piece; those that the list has behind it are asked for with it. */
export function listedRecord(
  runtime: Runtime,
  id: string,
  space = runtime.homeSpace,
): Json | undefined {
  const list = runtime.load(new DocTarget(space, ROOT_ID, "space"));
  return runtime.raw({ space, id, scope: "space" }, list);
}

function programState(runtime: Runtime, space: string, hash: string): CellState {
  const target = new DocTarget(space, `program:${hash}`, "space");
  return new CellState(runtime, target, [], undefined, undefined);
}

/** Sources, the hash that names them, and the space (default: the runtime's own). */
export interface ProgramToStore {
  readonly hash: string;
  readonly source: StoredProgram;
  readonly space?: string;
}

/** Stores a program's sources, unless the space has them. */
export async function storeProgram(
  runtime: Runtime,
  { hash, source, space = runtime.homeSpace }: ProgramToStore,
): Promise<void> {
  const state = programState(runtime, space, hash);
  const known = await runtime.whenReady(() => runtime.raw(state.target as DocTarget));
  if (known !== undefined) return;
  runtime.transact(
    "store program",
    () => setAt(state, { main: source.main, files: { ...source.files } }),
  );
}

/** Gives a space the sources of a program that another one has; within a transaction. */
export function copyProgram(
  runtime: Runtime,
  hash: string,
  { from, to }: { from: string; to: string },
): void {
  const there = programState(runtime, to, hash);
  if (runtime.raw(there.target as DocTarget) !== undefined) return;
  const source = runtime.raw(programState(runtime, from, hash).target as DocTarget);
  if (source !== undefined) setAt(there, source);
}

/** The sources of a program, or `undefined` when the space has none under that hash. */
export async function readProgram(
  runtime: Runtime,
  hash: string,
  space = runtime.homeSpace,
): Promise<StoredProgram | undefined> {
  const { target } = programState(runtime, space, hash);
  const stored = await runtime.whenReady(() => runtime.raw(target as DocTarget));
  return isRecord(stored) ? (stored as unknown as StoredProgram) : undefined;
}

/** Adds a piece to the space's list. */
export async function listPiece(
  runtime: Runtime,
  id: string,
  space = runtime.homeSpace,
): Promise<void> {
  const pieces = rootState(runtime, space).child("pieces");
  await runtime.whenReady(() =>
    runtime.transact("list piece", () => addLink(pieces, toSigil({ id })))
  );
}

/**
 * Takes a piece off the space's list and deletes the given documents, such as the handles of its
 * databases: both or nothing.
 */
export async function unlistPiece(
  runtime: Runtime,
  id: string,
  documents: readonly DocAddress[] = [],
): Promise<void> {
  const space = runtime.homeSpace;
  const pieces = rootState(runtime, space).child("pieces");
  const deleted = documents.map((each) => {
    const target = new DocTarget(space, each.id, each.scope);
    return new CellState(runtime, target, [], undefined, undefined);
  });
  await runtime.whenReady(() =>
    runtime.transact("unlist piece", () => {
      removeLink(pieces, toSigil({ id }));
      for (const state of deleted) setAt(state, undefined);
    })
  );
}

/** The ids of the space's pieces, oldest first. Inside an effect it follows the list. */
export function listedPieces(runtime: Runtime, space = runtime.homeSpace): string[] {
  const root = runtime.raw(new DocTarget(space, ROOT_ID, "space")) as { pieces?: Json } | undefined;
  if (!Array.isArray(root?.pieces)) return [];
  return root.pieces.map((link) => fromSigil(link)?.id).filter((id) => id !== undefined);
}
