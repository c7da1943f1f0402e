/** The turns of a player: to join, to place a tile, to lay a word. */

import { handler, type Writable } from "commonfabric";
import {
  BINGO,
  createTileBag,
  extractWords,
  type GameEvent,
  type Letter,
  type PlacedTile,
  type Player,
  PLAYER_COLORS,
  seededShuffle,
  validatePlacement,
} from "./rules.ts";

const RACK = 7;

/** What all players share. */
export interface GameState {
  board: Writable<PlacedTile[]>;
  bag: Writable<Letter[]>;
  bagIndex: Writable<number>;
  players: Writable<Player[]>;
  racks: Writable<Record<string, Letter[]>>;
  log: Writable<GameEvent[]>;
}

function draw(state: Pick<GameState, "bag" | "bagIndex">, count: number): Letter[] {
  const from = state.bagIndex.get();
  const drawn = state.bag.get().slice(from, from + count);
  state.bagIndex.set(from + drawn.length);
  return drawn.map((l) => ({ ...l }));
}

function note(
  log: Writable<GameEvent[]>,
  type: GameEvent["type"],
  player: string,
  details: string,
) {
  log.push({ id: `${type}-${log.get().length}`, type, player, details, timestamp: Date.now() });
}

/** Gives a newcomer a colour and a rack. */
export const joinGame = handler<{ name: string }, GameState>(({ name }, state) => {
  const trimmed = name.trim();
  const players = state.players.get() ?? [];
  if (
    !trimmed || players.find((p) => p.name === trimmed) || players.length >= PLAYER_COLORS.length
  ) return;
  if (state.bag.get().length === 0) state.bag.set(seededShuffle(createTileBag(), 7));
  state.players.push({
    name: trimmed,
    color: PLAYER_COLORS[players.length],
    score: 0,
    joinedAt: Date.now(),
  });
  state.racks.key(trimmed).set(draw(state, RACK));
  note(state.log, "join", trimmed, `${trimmed} joined`);
});

/** Lays the placed tiles for good, if they make words, and refills the rack. */
export const submitWord = handler<
  unknown,
  GameState & { placed: Writable<PlacedTile[]>; message: Writable<string>; myName: string }
>((_event, { placed, message, myName, ...state }) => {
  const mine = placed.get();
  const board = state.board.get();
  const valid = validatePlacement(board, mine);
  if (!valid.ok) {
    message.set(valid.reason);
    return;
  }
  const words = extractWords(board, mine);
  if (words.length === 0) {
    message.set("No word");
    return;
  }
  const total = words.reduce((n, w) => n + w.points, 0) + (mine.length === RACK ? BINGO : 0);
  for (const tile of mine) state.board.push(tile);
  const index = state.players.get().findIndex((p) => p.name === myName);
  if (index >= 0) {
    state.players.key(index).key("score").increment(total);
  }
  const used = new Set(mine.map((t) => t.letter.id));
  const rack = state.racks.key(myName);
  rack.set([...(rack.get() ?? []).filter((l) => !used.has(l.id)), ...draw(state, mine.length)]);
  placed.set([]);
  message.set(`${words.map((w) => `${w.word} (${w.points})`).join(" + ")} = ${total}`);
  note(state.log, "word", myName, words.map((w) => w.word).join(","));
});

/** Puts a tile of the rack on a square; a blank one becomes a letter. */
export const placeTile = handler<
  { row: number; col: number; id: string; as?: string },
  {
    placed: Writable<PlacedTile[]>;
    racks: Writable<Record<string, Letter[]>>;
    myName: string;
    message: Writable<string>;
  }
>(({ row, col, id, as }, { placed, racks, myName, message }) => {
  const letter = racks.get()[myName]?.find((l) => l.id === id);
  if (!letter) return message.set(`No tile ${id}`);
  if (placed.get().some((t) => t.letter.id === id)) return;
  placed.push({
    row,
    col,
    letter: letter.isBlank ? { ...letter, char: (as ?? "?").toUpperCase() } : letter,
  });
  message.set("");
});
