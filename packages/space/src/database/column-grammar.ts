/**
 * The grammar of a column definition, and of the parts of table definitions.
 *
 * ```text
 * column     = type? constraint*
 * type       = word{1,4} ( "(" signed ("," signed)? ")" )?
 * constraint = primary key (asc|desc)? conflict? autoincrement?  |  not null conflict?  |  null
 *            | unique conflict?  |  check "(" expr ")"  |  default (literal | signed | "(" expr ")")
 *            | collate (binary|nocase|rtrim)  |  (generated always)? as "(" expr ")" (stored|virtual)?
 *            | references name ("(" names ")")? (on (delete|update) action | deferrability)*
 * conflict   = on conflict (abort|ignore|replace|fail)
 * expr       = balanced tokens without ";", parameters or SELECT
 * ```
 *
 * What is not in this grammar is refused, so no declared text can carry another column, a table
 * option or a second statement into the DDL that is built from the parsed form. The same parser
 * reads the definitions that a file holds, so both sides of a comparison have one form.
 */

import { quoteName, type SqlToken, tokenize } from "./sql-tokens.ts";

/** A foreign key action in lower case. */
export type ForeignKeyAction = "cascade" | "set null" | "set default" | "restrict" | "no action";

/** The target of a foreign key. */
export interface ReferenceModel {
  readonly table: string;
  readonly columns: readonly string[];
  readonly onDelete: ForeignKeyAction;
  readonly onUpdate: ForeignKeyAction;
  readonly deferred: boolean;
}

/** A column in normal form; expressions are canonical text without the outer parentheses. */
export interface ColumnModel {
  readonly name: string;
  readonly type: string;
  readonly primaryKey: boolean;
  readonly descending: boolean;
  readonly autoincrement: boolean;
  readonly notNull: boolean;
  readonly unique: boolean;
  readonly conflict: string;
  readonly collate: string;
  readonly default: string | null;
  readonly checks: readonly string[];
  readonly references: ReferenceModel | null;
  readonly generated: { readonly expression: string; readonly stored: boolean } | null;
}

/** A definition outside the grammar; the caller adds where it stands. */
export class GrammarError extends Error {
  override readonly name = "GrammarError";
}

const CONSTRAINT_WORDS = new Set([
  "primary",
  "not",
  "null",
  "unique",
  "check",
  "default",
  "collate",
  "references",
  "generated",
  "as",
  "constraint",
]);
const ACTIONS = ["cascade", "set null", "set default", "restrict", "no action"] as const;

/** Walks tokens. Every method either consumes what it names or leaves the position alone. */
export class TokenReader {
  #at = 0;
  readonly #tokens: readonly SqlToken[];

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  /** A reader over `text`; throws `GrammarError` on a character SQLite does not know. */
  static of(text: string): TokenReader {
    const { tokens, badAt } = tokenize(text);
    if (badAt !== undefined) throw new GrammarError(`unexpected '${text[badAt]}'`);
    return new TokenReader(tokens);
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(offset = 0): SqlToken | undefined {
    return this.#tokens[this.#at + offset];
  }

  next(): SqlToken {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new GrammarError("it ends too early");
    this.#at++;
    return token;
  }

  /** Consumes the given unquoted words, all or none. */
  words(...expected: readonly string[]): boolean {
    const matches = expected.every((word, i) => {
      const token = this.peek(i);
      return token?.kind === "word" && token.value === word;
    });
    if (matches) this.#at += expected.length;
    return matches;
  }

  operator(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== "operator" || token.text !== text) return false;
    this.#at++;
    return true;
  }

  expectOperator(text: string): void {
    if (!this.operator(text)) throw new GrammarError(`'${text}' is needed ${this.where()}`);
  }

  name(): string {
    const token = this.next();
    if (token.kind !== "word" && token.kind !== "quoted") {
      throw new GrammarError(`a name is needed instead of '${token.text}'`);
    }
    return token.kind === "word" ? token.text : token.value;
  }

  /** A parenthesized list of names. */
  names(): string[] {
    this.expectOperator("(");
    const names = [this.name()];
    while (this.operator(",")) names.push(this.name());
    this.expectOperator(")");
    return names;
  }

  /** The canonical text of a parenthesized expression, without the outer parentheses. */
  expression(): string {
    this.expectOperator("(");
    const tokens: SqlToken[] = [];
    for (let depth = 1;;) {
      const token = this.next();
      if (token.text === "(") depth++;
      if (token.text === ")" && --depth === 0) break;
      tokens.push(token);
    }
    return canonicalExpression(tokens);
  }

  where(): string {
    const token = this.peek();
    return token === undefined ? "at the end" : `before '${token.text}'`;
  }
}

/** The canonical text of an expression; refuses what may not stand in a definition. */
export function canonicalExpression(tokens: readonly SqlToken[]): string {
  if (tokens.length === 0) throw new GrammarError("an expression is empty");
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth++;
    if (token.text === ")" && --depth < 0) throw new GrammarError("')' has no '('");
    if (token.text === ";") throw new GrammarError("';' cannot stand in an expression");
    if (token.kind === "parameter") {
      throw new GrammarError(`parameter '${token.text}' is not allowed`);
    }
    if (token.kind === "word" && ["select", "raise"].includes(token.value)) {
      throw new GrammarError(`${token.value.toUpperCase()} cannot stand in an expression`);
    }
  }
  if (depth !== 0) throw new GrammarError("'(' has no ')'");
  return tokens.map((token) => token.kind === "word" ? token.value : token.text).join(" ");
}

/** The canonical text of the expression in `text`. */
export function parseExpression(text: string): string {
  const { tokens, badAt } = tokenize(text);
  if (badAt !== undefined) throw new GrammarError(`unexpected '${text[badAt]}'`);
  return canonicalExpression(tokens);
}

/** Parses a whole column definition. Throws {@linkcode GrammarError}. */
export function parseColumn(name: string, definition: string): ColumnModel {
  const reader = TokenReader.of(definition);
  const column = readColumn(name, reader);
  if (!reader.done) throw new GrammarError(`unexpected '${reader.peek()!.text}'`);
  return column;
}

/** Reads a column definition up to what cannot belong to it. */
export function readColumn(name: string, reader: TokenReader): ColumnModel {
  const column: { -readonly [K in keyof ColumnModel]: ColumnModel[K] } = {
    name,
    type: readType(reader),
    primaryKey: false,
    descending: false,
    autoincrement: false,
    notNull: false,
    unique: false,
    conflict: "",
    collate: "binary",
    default: null,
    checks: [],
    references: null,
    generated: null,
  };
  for (;;) {
    if (reader.words("constraint")) reader.name();
    if (reader.words("primary", "key")) {
      column.primaryKey = true;
      column.descending = reader.words("desc");
      if (!column.descending) reader.words("asc");
      column.conflict ||= readConflict(reader);
      column.autoincrement = reader.words("autoincrement");
    } else if (reader.words("not", "null")) {
      column.notNull = true;
      column.conflict ||= readConflict(reader);
    } else if (reader.words("null")) {
      continue;
    } else if (reader.words("unique")) {
      column.unique = true;
      column.conflict ||= readConflict(reader);
    } else if (reader.words("check")) {
      column.checks = [...column.checks, reader.expression()];
    } else if (reader.words("default")) {
      column.default = readDefault(reader);
    } else if (reader.words("collate")) {
      column.collate = readCollation(reader);
    } else if (reader.words("references")) {
      column.references = readReference(reader);
    } else if (reader.words("generated", "always", "as") || reader.words("as")) {
      const expression = reader.expression();
      column.generated = { expression, stored: reader.words("stored") };
      if (!column.generated.stored) reader.words("virtual");
    } else {
      return column;
    }
  }
}

function readType(reader: TokenReader): string {
  const words: string[] = [];
  for (;;) {
    const token = reader.peek();
    if (token?.kind !== "word" || CONSTRAINT_WORDS.has(token.value)) break;
    if (words.length === 4) throw new GrammarError("the type has more than four words");
    words.push(reader.next().value);
  }
  if (words.length === 0) return "";
  if (!reader.operator("(")) return words.join(" ");
  const sizes = [readSigned(reader)];
  if (reader.operator(",")) sizes.push(readSigned(reader));
  reader.expectOperator(")");
  return `${words.join(" ")}(${sizes.join(",")})`;
}

function readSigned(reader: TokenReader): string {
  const sign = reader.operator("-") ? "-" : (reader.operator("+"), "");
  const token = reader.next();
  if (token.kind !== "number") {
    throw new GrammarError(`a number is needed instead of '${token.text}'`);
  }
  return sign + token.text;
}

function readDefault(reader: TokenReader): string {
  const token = reader.peek();
  if (token?.text === "(") return `(${reader.expression()})`;
  if (token?.text === "-" || token?.text === "+" || token?.kind === "number") {
    return readSigned(reader);
  }
  reader.next();
  if (token?.kind === "string" || token?.kind === "blob") return token.text;
  const words = ["null", "true", "false", "current_time", "current_date", "current_timestamp"];
  if (token?.kind === "word" && words.includes(token.value)) return token.value;
  throw new GrammarError(`'${token?.text}' is no default; write a literal or an expression in ( )`);
}

function readCollation(reader: TokenReader): string {
  const name = reader.name().toLowerCase();
  if (["binary", "nocase", "rtrim"].includes(name)) return name;
  throw new GrammarError(`collation '${name}' does not exist; use binary, nocase or rtrim`);
}

/** `on conflict …`; ROLLBACK would end a transaction that others share. */
export function readConflict(reader: TokenReader): string {
  if (!reader.words("on", "conflict")) return "";
  const action = reader.next().value;
  if (action === "abort") return "";
  if (["ignore", "replace", "fail"].includes(action)) return action;
  throw new GrammarError(`ON CONFLICT ${action.toUpperCase()} is not allowed`);
}

/** What follows `references`. */
export function readReference(reader: TokenReader): ReferenceModel {
  const table = reader.name();
  const columns = reader.peek()?.text === "(" ? reader.names() : [];
  let onDelete: ForeignKeyAction = "no action";
  let onUpdate: ForeignKeyAction = "no action";
  let deferred = false;
  for (;;) {
    if (reader.words("on", "delete")) onDelete = readAction(reader);
    else if (reader.words("on", "update")) onUpdate = readAction(reader);
    else if (reader.words("not", "deferrable")) readInitially(reader);
    else if (reader.words("deferrable")) deferred = readInitially(reader);
    else return { table, columns, onDelete, onUpdate, deferred };
  }
}

function readInitially(reader: TokenReader): boolean {
  if (!reader.words("initially")) return false;
  if (reader.words("deferred")) return true;
  if (reader.words("immediate")) return false;
  throw new GrammarError("DEFERRED or IMMEDIATE is needed after INITIALLY");
}

function readAction(reader: TokenReader): ForeignKeyAction {
  const action = ACTIONS.find((candidate) => reader.words(...candidate.split(" ")));
  if (action === undefined) {
    throw new GrammarError(`a foreign key action is needed ${reader.where()}`);
  }
  return action;
}

/** The definition of `column` as SQL, without its name. */
export function columnSql(column: ColumnModel): string {
  const conflict = column.conflict === "" ? "" : ` on conflict ${column.conflict}`;
  const parts = [column.type];
  if (column.primaryKey) {
    parts.push(
      `primary key${column.descending ? " desc" : ""}${conflict}` +
        (column.autoincrement ? " autoincrement" : ""),
    );
  }
  if (column.notNull) parts.push(`not null${column.primaryKey ? "" : conflict}`);
  if (column.unique) parts.push(`unique${column.primaryKey || column.notNull ? "" : conflict}`);
  if (column.collate !== "binary") parts.push(`collate ${column.collate}`);
  if (column.default !== null) parts.push(`default ${column.default}`);
  for (const check of column.checks) parts.push(`check (${check})`);
  if (column.references !== null) parts.push(referenceSql(column.references));
  if (column.generated !== null) {
    parts.push(
      `as (${column.generated.expression}) ${column.generated.stored ? "stored" : "virtual"}`,
    );
  }
  return parts.filter((part) => part !== "").join(" ");
}

/** `references …` as SQL. */
export function referenceSql(reference: ReferenceModel): string {
  const columns = reference.columns.length === 0
    ? ""
    : ` (${reference.columns.map(quoteName).join(", ")})`;
  return `references ${quoteName(reference.table)}${columns}` +
    (reference.onDelete === "no action" ? "" : ` on delete ${reference.onDelete}`) +
    (reference.onUpdate === "no action" ? "" : ` on update ${reference.onUpdate}`) +
    (reference.deferred ? " deferrable initially deferred" : "");
}
