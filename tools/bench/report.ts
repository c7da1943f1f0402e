/** Orders and prints figures: ratios first, each with its target and a mark where it is missed. */

import { TARGETS } from "./targets.ts";

/** Named measurements; a ratio has no unit. */
export type Figures = Readonly<Record<string, number>>;

/** Whether a name stands for a ratio: it ends in `vs…`, as in `commit.row.vsRaw`. */
export function isRatio(name: string): boolean {
  return /\.\w*vs[A-Z0-9]\w*$/.test(name);
}

/** The same figures, ratios first, each kind by name. */
export function ordered(figures: Figures): Figures {
  const names = Object.keys(figures).sort((a, b) =>
    Number(isRatio(b)) - Number(isRatio(a)) || (a < b ? -1 : 1)
  );
  return Object.fromEntries(names.map((name) => [name, figures[name]!]));
}

/** The names whose figure is above its target. */
export function missedTargets(figures: Figures): string[] {
  return Object.keys(figures).filter((name) => figures[name]! > (TARGETS[name] ?? Infinity));
}

/** A table for people: name, figure, target, and a mark. */
export function formatTable(figures: Figures): string {
  const missed = new Set(missedTargets(figures));
  const rows = Object.entries(ordered(figures)).map(([name, value]) => {
    const target = TARGETS[name];
    const bound = target === undefined ? "" : `at most ${target}`;
    return [name, formatFigure(value), bound, missed.has(name) ? "MISSED" : ""] as const;
  });
  const widths = [0, 1, 2].map((column) => Math.max(6, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `${row[0]!.padEnd(widths[0]!)}  ${row[1]!.padStart(widths[1]!)}  ${
      row[2]!.padEnd(widths[2]!)
    }  ${row[3]!}`.trimEnd();
  return [line(["figure", "value", "target", ""]), ...rows.map(line)].join("\n");
}

/** Three significant digits, without an exponent for the sizes that occur. */
export function formatFigure(value: number): string {
  if (value === 0 || Math.abs(value) >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
