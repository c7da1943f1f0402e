/**
 * Splits SQL into tokens exactly as SQLite's own tokenizer does.
 *
 * Used for the grammar of declared columns, to find where a second statement starts or where a
 * keyword stands, and to count what preparing a statement costs. It never decides what a statement
 * may touch; that is SQLite's authorizer's. What it takes for one token must be one to SQLite: else
 * words would hide from the count. Three corners are easily missed: a byte order mark is white space
 * before a token and a letter within one, a vertical tab is white space behind other white space
 * alone, and a named parameter may end in parentheses that hold anything but white space, as in
 * `:x(')`.
 */

/** One token; comments and white space are no tokens. `text` is the source slice. */
export interface SqlToken {
  readonly kind: "word" | "quoted" | "string" | "number" | "blob" | "parameter" | "operator";
  readonly text: string;
  /** A word in lower case, a quoted name or a string without its quotes; else `text`. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly [SqlToken["kind"] | "skip", RegExp][] = [
  ["skip", /(?:[ \t\n\f\r][ \t\n\v\f\r]*|\ufeff|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))/y],
  ["blob", /[xX]'[0-9a-fA-F]*'/y],
  ["string", /'(?:[^']|'')*'/y],
  ["quoted", /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ["number", /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)/y],
  [
    "parameter",
    /\?\d*|[:@#$](?:::)*[\w$\u0080-\uffff](?:[\w$\u0080-\uffff]|::)*(?:\([^\t-\r )]*\))?/y,
  ],
  ["word", /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y],
  ["operator", /->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=(),.;!]/y],
];

/** The tokens of `sql`, or the position of the first character that is none. */
export function tokenize(sql: string): { tokens: readonly SqlToken[]; badAt: number | undefined } {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const found = matchAt(sql, at);
    if (found === undefined) return { tokens, badAt: at };
    const text = sql.slice(at, found.end);
    if (found.kind !== "skip") {
      tokens.push({
        kind: found.kind,
        text,
        value: valueOf(found.kind, text),
        start: at,
        end: found.end,
      });
    }
    at = found.end;
  }
  return { tokens, badAt: undefined };
}

function matchAt(sql: string, at: number) {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    if (pattern.test(sql)) return { kind, end: pattern.lastIndex };
  }
  return undefined;
}

function valueOf(kind: SqlToken["kind"], text: string): string {
  if (kind === "word") return text.toLowerCase();
  if (kind === "string") return text.slice(1, -1).replaceAll("''", "'");
  if (kind !== "quoted") return text;
  const quote = text[0]!;
  const inner = text.slice(1, -1);
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote);
}

/** The position of the first token after the first statement's semicolon, if there is one. */
export function secondStatementAt(sql: string): number | undefined {
  const { tokens } = tokenize(sql);
  const end = tokens.findIndex((token) => token.text === ";");
  if (end < 0) return undefined;
  return tokens.slice(end).find((token) => token.text !== ";")?.start;
}

/** `sql` without the semicolons and comments that follow its one statement. */
export function statementText(sql: string): string {
  if (!/;|--|\/\*/.test(sql)) return sql;
  return sql.slice(0, tokenize(sql).tokens.findLast((token) => token.text !== ";")?.end ?? 0);
}

/** `name` as a quoted SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `text` as an SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
