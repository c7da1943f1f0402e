/** Tiles, squares and words of a crossword game with letters, and how many points they give. */
import { Default } from "commonfabric";

export interface Letter {
  char: string;
  points: number;
  id: string;
  isBlank: boolean;
}
export interface PlacedTile {
  letter: Letter;
  row: number;
  col: number;
}
export interface Player {
  name: string;
  color: string;
  score: number;
  joinedAt: number;
}
export interface GameEvent {
  id: string;
  type: "word" | "join" | "pass" | "swap";
  player: string;
  details: string;
  timestamp: number;
}
export type BonusType = "DW" | "TW" | "DL" | "TL" | "STAR" | null;
export interface Position {
  row: number;
  col: number;
}
export interface WordInfo {
  word: string;
  tiles: PlacedTile[];
  points: number;
}

export const BOARD_SIZE = 15;
export const BINGO = 50;

export const LETTER_DATA: [string, number, number][] = [
  ["A", 9, 1],
  ["B", 2, 3],
  ["C", 2, 3],
  ["D", 4, 2],
  ["E", 12, 1],
  ["F", 2, 4],
  ["G", 3, 2],
  ["H", 2, 4],
  ["I", 9, 1],
  ["J", 1, 8],
  ["K", 1, 5],
  ["L", 4, 1],
  ["M", 2, 3],
  ["N", 6, 1],
  ["O", 8, 1],
  ["P", 2, 3],
  ["Q", 1, 10],
  ["R", 6, 1],
  ["S", 4, 1],
  ["T", 6, 1],
  ["U", 4, 1],
  ["V", 2, 4],
  ["W", 2, 4],
  ["X", 1, 8],
  ["Y", 2, 4],
  ["Z", 1, 10],
  ["", 2, 0],
];

const POINTS: Map<string, number> = new Map(LETTER_DATA.map(([c, , p]) => [c, p]));
export const pointsOf = (char: string): number => POINTS.get(char.toUpperCase()) ?? 0;

export function createTileBag(): Letter[] {
  const bag: Letter[] = [];
  let n = 0;
  for (const [char, count, points] of LETTER_DATA) {
    for (let i = 0; i < count; i++) {
      bag.push({ char, points, id: `tile-${n++}`, isBlank: char === "" });
    }
  }
  return bag;
}

/** A shuffle that gives the same order for the same seed. */
export function seededShuffle<T>(items: readonly T[], seed: number): T[] {
  const out = [...items];
  let s = seed >>> 0;
  for (let i = out.length - 1; i > 0; i--) {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    const j = s % (i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

const key = ({ row, col }: Position): `${number},${number}` => `${row},${col}`;
const TW = new Set(["0,0", "0,7", "0,14", "7,0", "7,14", "14,0", "14,7", "14,14"]);
const DL = new Set([
  "0,3",
  "0,11",
  "2,6",
  "2,8",
  "3,0",
  "3,7",
  "3,14",
  "6,2",
  "6,6",
  "6,8",
  "6,12",
  "7,3",
  "7,11",
]);
const TL = new Set([
  "1,5",
  "1,9",
  "5,1",
  "5,5",
  "5,9",
  "5,13",
  "9,1",
  "9,5",
  "9,9",
  "9,13",
  "13,5",
  "13,9",
]);

export function getBonus(row: number, col: number): BonusType {
  const k = key({ row, col });
  if (row === 7 && col === 7) return "STAR";
  if (TW.has(k)) return "TW";
  if (TL.has(k)) return "TL";
  if (DL.has(k) || DL.has(key({ row: col, col: row }))) return "DL";
  if ((row === col || row + col === 14) && ![0, 5, 6, 7, 8, 9, 14].includes(row)) return "DW";
  return null;
}

export const BONUS_LABEL: Record<NonNullable<BonusType>, string> = {
  DW: "2×W",
  TW: "3×W",
  DL: "2×L",
  TL: "3×L",
  STAR: "★",
};

export function validatePlacement(
  board: readonly PlacedTile[],
  placed: readonly PlacedTile[],
): { ok: true } | { ok: false; reason: string } {
  if (placed.length === 0) return { ok: false, reason: "Place at least one tile" };
  const rows = new Set(placed.map((t) => t.row));
  const cols = new Set(placed.map((t) => t.col));
  if (rows.size > 1 && cols.size > 1) return { ok: false, reason: "Tiles must be in one line" };
  const at = new Map<string, PlacedTile>();
  for (const t of board) at.set(key(t), t);
  for (const t of placed) {
    if (at.has(key(t))) return { ok: false, reason: "That square is taken" };
  }
  for (const t of placed) at.set(key(t), t);
  if (board.length === 0) {
    if (!at.has("7,7")) return { ok: false, reason: "First word must cover the star" };
  } else {
    const touches = placed.some(({ row, col }) =>
      [[row - 1, col], [row + 1, col], [row, col - 1], [row, col + 1]].some(([r, c]) =>
        board.some((b) => b.row === r && b.col === c)
      )
    );
    if (!touches) return { ok: false, reason: "Word must connect" };
  }
  const horizontal = rows.size === 1;
  const line = placed.map((t) => (horizontal ? t.col : t.row));
  for (let i = Math.min(...line); i <= Math.max(...line); i++) {
    if (
      !at.has(
        horizontal ? key({ row: placed[0].row, col: i }) : key({ row: i, col: placed[0].col }),
      )
    ) return { ok: false, reason: "No gaps allowed" };
  }
  return { ok: true };
}

export function extractWords(
  board: readonly PlacedTile[],
  placed: readonly PlacedTile[],
): WordInfo[] {
  const at = new Map<string, PlacedTile>();
  [...board, ...placed].forEach((t) => at.set(key(t), t));
  const fresh = new Set(placed.map(key));
  const seen = new Set<string>();
  const words: WordInfo[] = [];
  const run = (row: number, col: number, dr: number, dc: number) => {
    let r = row, c = col;
    while (at.has(key({ row: r - dr, col: c - dc }))) {
      r -= dr;
      c -= dc;
    }
    const id = `${r},${c},${dr}`;
    if (seen.has(id)) return;
    seen.add(id);
    const tiles: PlacedTile[] = [];
    for (; at.has(key({ row: r, col: c })); r += dr, c += dc) {
      tiles.push(at.get(key({ row: r, col: c }))!);
    }
    if (tiles.length < 2) return;
    let sum = 0, factor = 1;
    for (const t of tiles) {
      let p = t.letter.points;
      if (fresh.has(key(t))) {
        switch (getBonus(t.row, t.col)) {
          case "DL":
            p *= 2;
            break;
          case "TL":
            p *= 3;
            break;
          case "DW":
          case "STAR":
            factor *= 2;
            break;
          case "TW":
            factor *= 3;
            break;
        }
      }
      sum += p;
    }
    words.push({ word: tiles.map((t) => t.letter.char).join(""), tiles, points: sum * factor });
  };
  for (const { row, col } of placed) {
    run(row, col, 0, 1);
    run(row, col, 1, 0);
  }
  return words;
}

export const PLAYER_COLORS = ["#3b82f6", "#ef4444", "#10b981", "#f59e0b"] as const;
export const EMPTY_PLAYERS: Player[] = [];
export type Seed = number | Default<42>;
