/**
 * How long to wait before dialling again: doubling from a quarter second to 15 s, with half of
 * each delay random, so that the clients of a host that restarts do not arrive all at once.
 */

const FIRST_MS = 250;
const LIMIT_MS = 15_000;

/** The delay before retry `attempt` (0 for the first); `random` gives numbers in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(LIMIT_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
  return ceiling / 2 + random() * (ceiling / 2);
}
