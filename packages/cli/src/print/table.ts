/** Tables for people: columns aligned, numbers to the right, no frames. */

/** Lays out rows under a head. Cells that are numbers align right; an empty table is its head. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const widths = head.map((title, column) =>
    rows.reduce((width, row) => Math.max(width, String(row[column] ?? "").length), title.length)
  );
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return typeof cell === "number" ? String(cell).padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd();
  return [line(head), ...rows.map(line)].join("\n");
}

/** A time in milliseconds as people and programs both read it. */
export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A size with the unit that keeps it short. */
export function formatBytes(sizeBytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = sizeBytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A number of things: `1 row`, `2 rows`. */
export function formatCount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
