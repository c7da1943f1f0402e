/** Names and values as SQL text, and rows as the formats that an export can have. */

/** A name in double quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value as an SQL literal. */
export function quoteValue(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "NULL";
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) {
    return `x'${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}'`;
  }
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** One line of comma-separated values, quoted where need be (RFC 4180). */
export function csvLine(values: readonly unknown[]): string {
  return values.map((value) => {
    if (value === null || value === undefined) return "";
    const text = String(value);
    // An empty field is NULL; an empty text has quotes.
    return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",");
}
