/** The end of the engine's present turn, at which it tells of promises that nobody waits for. */

/** Resolves when what this turn started has been done, and what it left behind was told. */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
