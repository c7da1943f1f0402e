/** Dates without a clock: texts such as `2025-03-03`, and times of a day in minutes. */

const pad = (n: number): string => n < 10 ? "0" + n : String(n);
export const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
export const daysIn = (y: number, m: number) =>
  [31, isLeap(y) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]!;
export function parse(date: string): [number, number, number] {
  const [y, m, d] = date.split("-").map(Number);
  return [y!, m!, d!];
}
export function addDays(date: string, n: number): string {
  let [y, m, d] = parse(date);
  d += n;
  while (d > daysIn(y, m)) {
    d -= daysIn(y, m);
    if (++m > 12) {
      m = 1;
      y++;
    }
  }
  while (d < 1) {
    if (--m < 1) {
      m = 12;
      y--;
    }
    d += daysIn(y, m);
  }
  return `${y}-${pad(m)}-${pad(d)}`;
}
/** The day of the week by Zeller's congruence: 0 is Monday. */
export function weekday(date: string): number {
  let [y, m, d] = parse(date);
  if (m < 3) {
    m += 12;
    y -= 1;
  }
  const k = y % 100, j = Math.floor(y / 100);
  const h =
    (d + Math.floor((13 * (m + 1)) / 5) + k + Math.floor(k / 4) + Math.floor(j / 4) + 5 * j) % 7;
  return (h + 5) % 7;
}
export const mondayOf = (date: string) => addDays(date, -weekday(date));
export const minutes = (t: string) => {
  const [h, m] = t.split(":").map(Number);
  return h! * 60 + (m ?? 0);
};
export const clock = (min: number) => `${pad(Math.floor(min / 60))}:${pad(min % 60)}`;
export const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export type DayName = typeof DAY_NAMES[number];
export class Span {
  constructor(readonly start: number, readonly end: number) {}
  get length() {
    return this.end - this.start;
  }
  overlaps(o: Span) {
    return this.start < o.end && o.start < this.end;
  }
  static of(s: string, e: string) {
    return new Span(minutes(s), minutes(e));
  }
}
