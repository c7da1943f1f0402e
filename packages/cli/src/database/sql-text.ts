/** Names and values as SQL text, and rows as the formats that an export can have. */

/** A name in double quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * An SQL expression for the literal of a column's value. SQLite's own words for a value are exact;
 * only a text ends in them at a NUL character.
 */
export function literalOf(column: string): string {
  const name = quoteName(column);
  return `CASE WHEN typeof(${name}) = 'text' AND instr(${name}, char(0)) > 0 ` +
    `THEN 'cast(x''' || hex(${name}) || ''' AS TEXT)' ELSE quote(${name}) END`;
}

/** Bytes as a field of CSV. */
export const BYTES_FIELD = /^x'((?:[0-9a-f]{2})*)'$/i;

/**
 * One line of comma-separated values, quoted where need be (RFC 4180). A field without quotes is NULL
 * if it is empty, and bytes if it says `x'00ff'`; the same in quotes is text.
 */
export function csvLine(values: readonly unknown[]): string {
  return values.map((value) => {
    if (value === null || value === undefined) return "";
    if (value instanceof Uint8Array) return `x'${value.toHex()}'`;
    if (typeof value === "number" && !Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999";
    const text = String(value);
    return text === "" || /[",\r\n]/.test(text) || BYTES_FIELD.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  }).join(",");
}
