/** A sea battle for two at one screen, who hand it to each other between the turns. */
import {
  action,
  computed,
  handler,
  ifElse,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import {
  areAllShipsSunk,
  buildShipPositions,
  COLS,
  emptyGrid,
  findShipAt,
  type GameState,
  INITIAL,
  isShipSunk,
  type PassInput,
  type PlayerBoard,
  ROWS,
  SHIP_NAMES,
  ships,
  type SquareState,
} from "./sea-battle/fleet.ts";

interface PassOutput {
  [NAME]: string;
  [UI]: VNode;
  game: GameState;
  fire: Stream<{ row: number; col: number }>;
  playerReady: Stream<void>;
  pass: Stream<void>;
  reset: Stream<void>;
}

const fireShot = handler<{ row: number; col: number }, { game: Writable<GameState> }>(
  ({ row, col }, { game }) => {
    const state = game.get();
    if (state.phase === "finished" || state.awaitingPass) return;
    const isP1 = state.currentTurn === 1;
    const targetKey = isP1 ? "player2" : "player1";
    const target: PlayerBoard = state[targetKey];
    if (target.shots[row][col] !== "empty") return;
    const hitShip = findShipAt(target.ships, { row, col });
    const newShots = target.shots.map((r, ri) =>
      r.map((s, ci): SquareState => (ri === row && ci === col ? (hitShip ? "hit" : "miss") : s))
    );
    const allSunk = areAllShipsSunk(target.ships, newShots);
    let message: string;
    if (!hitShip) message = "Miss!";
    else if (isShipSunk(hitShip, newShots)) {
      message = `Hit! You sunk their ${SHIP_NAMES[hitShip.type]}!`;
    } else message = "Hit!";
    game.set({
      ...state,
      [targetKey]: { ...target, shots: newShots },
      phase: allSunk ? "finished" : "playing",
      winner: allSunk ? state.currentTurn : null,
      lastMessage: allSunk ? `Player ${state.currentTurn} wins!` : message,
      awaitingPass: !allSunk,
    } as GameState);
  },
);

const Board = pattern<
  {
    board: PlayerBoard;
    showShips: boolean;
    onFire?: Stream<{ row: number; col: number }>;
    label: string;
  },
  { [UI]: VNode }
>(({ board, showShips, label }) => {
  const positions = computed(() => buildShipPositions(board.ships));
  return {
    [UI]: (
      <div class="board" aria-label={label}>
        <div class="head">{["", ...COLS].map((c) => <span>{c}</span>)}</div>
        {ROWS.map((row) => (
          <div class="row">
            <span>{row + 1}</span>
            {COLS.map((_c, col) => (
              <i
                class="sq"
                style={{
                  background: board.shots[row][col] === "hit"
                    ? "red"
                    : board.shots[row][col] === "miss"
                    ? "gray"
                    : showShips && positions[`${row},${col}`]
                    ? "navy"
                    : "skyblue",
                }}
              >
                {board.shots[row][col] === "hit"
                  ? "X"
                  : board.shots[row][col] === "miss"
                  ? "•"
                  : ""}
              </i>
            ))}
          </div>
        ))}
      </div>
    ),
  };
});

export default pattern<PassInput, PassOutput>(({ game }) => {
  const playerReady = action(() => {
    const s = game.get();
    game.set({
      ...s,
      viewingAs: s.currentTurn,
      awaitingPass: false,
      lastMessage: `Player ${s.currentTurn}'s turn - fire!`,
    });
  });
  const pass = action(() => {
    const s = game.get();
    if (!s.awaitingPass) return;
    const next = s.currentTurn === 1 ? 2 : 1;
    game.update({ currentTurn: next, viewingAs: null });
  });
  const reset = action(() =>
    game.set({
      ...INITIAL,
      player1: { ships: ships(1), shots: emptyGrid() },
      player2: { ships: ships(2), shots: emptyGrid() },
    })
  );
  const isFinished = computed(() => game.get().phase === "finished");
  const hidden = computed(() => game.get().viewingAs === null);
  const enemy = computed(() =>
    game.get().currentTurn === 1 ? game.get().player2 : game.get().player1
  );
  const own = computed(() =>
    game.get().currentTurn === 1 ? game.get().player1 : game.get().player2
  );
  return {
    [NAME]: "Sea battle",
    [UI]: (
      <div>
        <p class="msg">{game.get().lastMessage}</p>
        {ifElse(isFinished, <h1>Player {game.get().winner} wins 🎉</h1>, null)}
        {hidden
          ? <button class="ready" onClick={playerReady}>I'm Player {game.get().currentTurn}</button>
          : (
            <section>
              <Board board={enemy} showShips={false} label="enemy" />
              <Board board={own} showShips label="own" />
            </section>
          )}
      </div>
    ),
    game,
    fire: fireShot({ game }),
    playerReady,
    pass,
    reset,
  };
});
