/** Which random histories a simulation runs. */

/** The usual seeds, or those that a variable of the environment names as `from-to`, `to` left out. */
export function seedsOf(variable: string, usual: readonly number[]): readonly number[] {
  const [from, to] = (Deno.env.get(variable) ?? "").split("-").map(Number);
  if (!from || !to) return usual;
  return Array.from({ length: to - from }, (_, n) => from + n);
}
