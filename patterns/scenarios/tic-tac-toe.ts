/** A game on a list that may hold nothing at a place, with a history of whole boards. */

import { type Cell, cell, Default, handler, ifElse, lift, pattern, str } from "commonfabric";
type Mark = "X" | "O" | null;
const LINES = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [
  2,
  4,
  6,
]] as const;
const winnerOf = (b: readonly Mark[]): Mark => {
  for (const [x, y, z] of LINES) if (b[x] && b[x] === b[y] && b[y] === b[z]) return b[x]!;
  return null;
};
const play = handler(
  (
    e: { at?: number } | undefined,
    { board, history, state }: {
      board: Cell<Mark[]>;
      history: Cell<Mark[][]>;
      state: { turn: "X" | "O"; over: boolean };
    },
  ) => {
    const at = e?.at;
    if (at === undefined || state.over || board.get()[at] !== null) return;
    history.push([...board.get()]);
    board.key(at).set(state.turn);
  },
);
const undo = handler(
  (_: unknown, { board, history }: { board: Cell<Mark[]>; history: Cell<Mark[][]> }) => {
    const past = history.get();
    if (past.length === 0) return;
    board.set([...past[past.length - 1]!]);
    history.set(past.slice(0, -1));
  },
);
export const ticTacToe = pattern<
  { board: Default<Mark[], [null, null, null, null, null, null, null, null, null]> }
>(({ board }) => {
  const history = cell<Mark[][]>([]);
  const state = lift((b: Mark[]) => {
    const winner = winnerOf(b);
    const filled = b.filter((m) => m !== null).length;
    return {
      winner,
      over: winner !== null || filled === 9,
      turn: (filled % 2 === 0 ? "X" : "O") as "X" | "O",
    };
  })(board);
  return {
    board,
    history,
    state,
    message: ifElse(
      state.winner,
      str`${state.winner} wins`,
      ifElse(state.over, "Draw", str`${state.turn} to move`),
    ),
    rows: lift((b: Mark[]) =>
      [0, 3, 6].map((i) => b.slice(i, i + 3).map((m) => m ?? "-").join(""))
    )(board),
    play: play({ board, history, state }),
    undo: undo({ board, history }),
  };
});
