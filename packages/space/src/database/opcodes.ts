/** One row of `EXPLAIN`, the listing of the program that SQLite compiled a statement to. */
export interface Opcode {
  readonly addr: number;
  readonly opcode: string;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
  readonly p4: string | null;
  readonly p5: number;
}

const CALLS = new Set(["Function", "PureFunc", "AggStep", "AggStep1"]);

/** The function that an instruction calls: its `p4` is `name(arguments)`. `undefined`: none. */
export function functionCalled({ opcode, p4 }: Opcode): string | undefined {
  return CALLS.has(opcode) ? (p4 ?? "").replace(/\(-?\d+\)$/, "").toLowerCase() : undefined;
}
