/**
 * What the pieces of a space called themselves when they were last seen, kept in this browser: a
 * list shows it until the pieces, which have to run for it, say their names anew.
 */

import type { PieceInfo } from "../messages.ts";

const KEY = "cf-names";
/** Spaces beyond these are forgotten, the longest unseen first. */
const SPACES_MAX = 20;
const NAMES_MAX = 200;

type Names = Readonly<Record<string, string>>;

/** The list with the names that are known for pieces that have not said theirs yet. */
export function withKnownNames(
  pieces: readonly PieceInfo[],
  space: string,
  storage: Storage,
): readonly PieceInfo[] {
  if (pieces.every(({ isNamed }) => isNamed)) return pieces;
  const names = new Map(stored(storage)).get(space) ?? {};
  return pieces.map((info) => ({
    ...info,
    name: info.isNamed ? info.name : names[info.piece] ?? info.name,
  }));
}

/** Keeps what the pieces of a list have called themselves; pieces that are gone are forgotten. */
export function rememberNames(
  pieces: readonly PieceInfo[],
  space: string,
  storage: Storage,
): void {
  const all = stored(storage);
  const before = new Map(all).get(space) ?? {};
  const names: Record<string, string> = {};
  for (const { piece, name, isNamed } of pieces.slice(0, NAMES_MAX)) {
    const known = isNamed ? name : before[piece];
    if (known !== undefined) names[piece] = known;
  }
  const others = all.filter(([other]) => other !== space).slice(0, SPACES_MAX - 1);
  try {
    storage.setItem(KEY, JSON.stringify([[space, names], ...others]));
  } catch {
    // A browser that keeps nothing shows the names a moment later.
  }
}

function stored(storage: Storage): [space: string, names: Names][] {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, Names] {
  if (!Array.isArray(entry) || typeof entry[0] !== "string") return false;
  const names: unknown = entry[1];
  return typeof names === "object" && names !== null &&
    Object.values(names).every((name) => typeof name === "string");
}
