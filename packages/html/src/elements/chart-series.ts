/** Series of numbers from whatever a pattern gives, and the scales of a chart. */

import { isRecord } from "@cf/utils";

/** How a series is drawn. */
export type MarkType = "line" | "area" | "bar" | "dot";

/** One series. */
export interface Series {
  readonly type: MarkType;
  readonly label: string;
  readonly color: string;
  readonly points: readonly Point[];
}

/** One value with the text of its horizontal place. */
export interface Point {
  readonly x: string;
  readonly y: number;
}

/** What a chart is given. */
export interface ChartInput {
  readonly data: unknown;
  readonly marks: unknown;
  readonly type: string | undefined;
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly color: string | undefined;
}

const COLORS = [
  "var(--cf-accent)",
  "light-dark(#a2571b, #e4a368)",
  "light-dark(#3b5fa8, #8fb0f0)",
  "light-dark(#8a3f7e, #d793cb)",
  "light-dark(#5f6b15, #c0cc6c)",
];

/** The series of a chart. */
export function seriesOf(input: ChartInput): Series[] {
  const { data, marks, type, x, y, color } = input;
  const given = Array.isArray(marks) && marks.length > 0 ? marks : [{}];
  return given.map((mark, index) => {
    const own = isRecord(mark) ? mark : {};
    const xKey = textOr(own.x, x);
    const yKey = textOr(own.y, y);
    return {
      type: markType(own.type ?? type),
      label: textOr(own.label, yKey) ?? "Value",
      color: cssColor(own.color ?? color) ?? COLORS[index % COLORS.length]!,
      points: pointsOf(own.data ?? data, xKey, yKey),
    };
  });
}

function pointsOf(data: unknown, x: string | undefined, y: string | undefined): Point[] {
  if (!Array.isArray(data)) return [];
  return data.map((item, index) => {
    if (!isRecord(item)) return { x: String(index + 1), y: Number(item) };
    const key = y ?? Object.keys(item).find((name) => typeof item[name] === "number") ?? "value";
    const label = x === undefined ? item.label ?? item.name ?? index + 1 : item[x];
    return { x: String(label ?? ""), y: Number(item[key]) };
  }).filter((point) => Number.isFinite(point.y));
}

/** Round values from at most the least to at least the greatest, zero among them. */
export function ticksOf(series: readonly Series[], countMax = 5): number[] {
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const rough = span / (countMax - 1);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough)! * magnitude;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function markType(type: unknown): MarkType {
  return type === "area" || type === "bar" || type === "dot" ? type : "line";
}

/** A colour as a pattern may name one; anything that is not just a colour is ignored. */
function cssColor(color: unknown): string | undefined {
  return typeof color === "string" &&
      /^(?:[a-z]+|#[0-9a-f]{3,8}|(?:rgb|hsl|oklch)\([\d\s.,%/deg-]+\)|var\(--[\w-]+\))$/i
        .test(color)
    ? color
    : undefined;
}

function textOr(value: unknown, fallback: string | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : fallback;
}
