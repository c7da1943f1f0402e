/** The text of a wish: `#name`, `#now/N`, `#tag/path/to/part`. */

/** A wish, taken apart. */
export interface WishQuery {
  /** In lower case, without `#`; `default` for `/`. */
  readonly name: string;
  readonly path: readonly string[];
}

/** The parts of a query, or `undefined` for what is none. */
export function parseQuery(text: string): WishQuery | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const [head, ...path] = trimmed.split("/").map((part) => part.trim());
  const parts = path.filter((part) => part !== "");
  if (head === "") return { name: "default", path: parts };
  const name = head!.replace(/^#/, "").toLowerCase();
  return /^[\p{L}\p{N}_-]+$/u.test(name) ? { name, path: parts } : undefined;
}
