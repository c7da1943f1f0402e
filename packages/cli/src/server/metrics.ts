/** Reads Prometheus' text format, as far as a server of ours writes it. */

/** The value of each series, by its name with labels. */
export function readMetrics(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split("\n")) {
    const series = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)/.exec(line);
    if (series !== null) found.set(series[1]!, Number(series[2]));
  }
  return found;
}

/** The sum of a metric over all its labels. */
export function sumOf(metrics: ReadonlyMap<string, number>, name: string): number {
  let sum = 0;
  for (const [series, value] of metrics) {
    if (series === name || series.startsWith(`${name}{`)) sum += value;
  }
  return sum;
}

/** How much a counter grew in a second; empty without an earlier reading. */
export function rateOf(
  name: string,
  { metrics, before, seconds }: {
    metrics: ReadonlyMap<string, number>;
    before: ReadonlyMap<string, number> | undefined;
    seconds: number;
  },
): number | string {
  if (before === undefined || seconds === 0) return "";
  return Math.round((sumOf(metrics, name) - sumOf(before, name)) / seconds * 10) / 10;
}
