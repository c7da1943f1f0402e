/** Days as `YYYY-MM-DD`, without times and zones, so that none is skipped or doubled. */

const DAY_MS = 86_400_000;

/** The day in a text or number; `undefined` where there is none. */
export function dayOf(value: unknown): string | undefined {
  if (typeof value === "number") return text(value);
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(String(value ?? "")) ?? [];
  return day !== undefined && text(Date.parse(day)) === day ? day : undefined;
}

/** This day, where the page's clock is. */
export function today(): string {
  const now = new Date();
  return text(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()))!;
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return text(Date.parse(day) + days * DAY_MS)!;
}

/** The same day of another month, or its last where that is shorter. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + months, Math.min(date, last)))!;
}

/** The weeks, from Monday on, that hold the month of a day. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`;
  const weekday = (new Date(Date.parse(first)).getUTCDay() + 6) % 7;
  const next = addMonths(first, 1);
  const weeks: string[][] = [];
  for (let start = addDays(first, -weekday); start < next; start = addDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, n) => addDays(start, n)));
  }
  return weeks;
}

function text(time: number): string | undefined {
  return Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : undefined;
}
