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
