/** Ships, boards and shots of a sea battle, and what a shot does. */

import type { Writable } from "commonfabric";

export type ShipType = "carrier" | "battleship" | "cruiser" | "submarine" | "destroyer";
export type SquareState = "empty" | "miss" | "hit";
export interface Coordinate {
  row: number;
  col: number;
}
export interface Ship {
  type: ShipType;
  start: Coordinate;
  orientation: "horizontal" | "vertical";
}
export interface PlayerBoard {
  ships: Ship[];
  shots: SquareState[][];
}
export interface GameState {
  phase: "playing" | "finished";
  currentTurn: 1 | 2;
  player1: PlayerBoard;
  player2: PlayerBoard;
  winner: 1 | 2 | null;
  lastMessage: string;
  viewingAs: 1 | 2 | null;
  awaitingPass: boolean;
}
export const SHIP_SIZES: Readonly<Record<ShipType, number>> = {
  carrier: 5,
  battleship: 4,
  cruiser: 3,
  submarine: 3,
  destroyer: 2,
};
export const SHIP_NAMES: { [K in ShipType]: string } = {
  carrier: "Carrier",
  battleship: "Battleship",
  cruiser: "Cruiser",
  submarine: "Submarine",
  destroyer: "Destroyer",
};
export const BOARD_SIZE = 10;
export const COLS = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
export const ROWS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
export const emptyGrid = (): SquareState[][] => ROWS.map(() => COLS.map(() => "empty" as const));
export const ships = (seed: 1 | 2): Ship[] =>
  (Object.keys(SHIP_SIZES) as ShipType[]).map((type, i) => ({
    type,
    start: { row: seed === 1 ? i * 2 : i * 2 + 1, col: seed - 1 },
    orientation: "horizontal",
  }));
export const INITIAL: GameState = {
  phase: "playing",
  currentTurn: 1,
  player1: { ships: ships(1), shots: emptyGrid() },
  player2: { ships: ships(2), shots: emptyGrid() },
  winner: null,
  lastMessage: "Player 1's turn - fire at the enemy fleet!",
  viewingAs: null,
  awaitingPass: true,
};
export function getShipCoordinates(ship: Ship): Coordinate[] {
  return Array.from(
    { length: SHIP_SIZES[ship.type] },
    (_, i) =>
      ship.orientation === "horizontal"
        ? { row: ship.start.row, col: ship.start.col + i }
        : { row: ship.start.row + i, col: ship.start.col },
  );
}
export const findShipAt = (list: readonly Ship[], at: Coordinate) =>
  list.find((s) => getShipCoordinates(s).some((c) => c.row === at.row && c.col === at.col));
export const isShipSunk = (ship: Ship, shots: readonly (readonly SquareState[])[]) =>
  getShipCoordinates(ship).every((c) => shots[c.row][c.col] === "hit");
export const areAllShipsSunk = (
  list: readonly Ship[],
  shots: readonly (readonly SquareState[])[],
) => list.every((s) => isShipSunk(s, shots));
export function buildShipPositions(list: readonly Ship[]): Record<string, ShipType> {
  const map: Record<string, ShipType> = {};
  list.forEach((s) =>
    getShipCoordinates(s).forEach((c) => {
      map[`${c.row},${c.col}`] = s.type;
    })
  );
  return map;
}
export interface PassInput {
  game: Writable<GameState>;
}
