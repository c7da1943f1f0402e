/**
 * How much a statement grows while SQLite puts subqueries into the queries around them.
 *
 * A column of a subquery in FROM is replaced by its expression wherever it is named, in all levels at
 * once. Each level that names it twice doubles it, so that a statement of half a kilobyte takes
 * gigabytes and minutes, and nothing can interrupt a prepare:
 *
 * ```sql
 * select x + x as x from (select x + x as x from (select x + x as x from … t))
 * ```
 *
 * The words that this adds are counted before. A name counts as much as the largest column of what
 * stands in FROM beside it, or as the result column of that name, and a star as much as that times the
 * columns that it stands for; so the count may be too high, and is not too low.
 *
 * ```text
 * query  = (WITH definitions)? arm ((UNION ALL? | EXCEPT | INTERSECT) arm)*
 * arm    = SELECT items (FROM sources)? rest
 * ```
 */

import { columnPlaces } from "./column-places.ts";
import type { Declaration } from "./declaration.ts";
import type { SqlToken } from "./sql-tokens.ts";

const BEFORE_STAR = new Set(["select", "all", "distinct", "returning"]);
const ARMS = new Set(["union", "except", "intersect"]);
const AFTER_FROM = new Set(["where", "group", "having", "order", "limit", "returning"]);
/** What follows them in FROM names columns, and not only tables. */
const CONDITIONS = new Set(["on", "using"]);
/** A common table expression: its name, and where its query stands. */
export interface NamedQuery {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/** How many columns each table has, by name in lower case. */
export type TableWidths = ReadonlyMap<string, number>;

const known = new WeakMap<Declaration, TableWidths>();

/** The widths of declared tables and of their full-text indexes. */
export function tableWidths(declaration: Declaration): TableWidths {
  let widths = known.get(declaration);
  if (widths === undefined) {
    const tables = [...declaration.tables].flatMap(([name, { model, fts }]) =>
      [[name, model.columns.length], [`${name}_fts`, fts.length + 2]] as const
    );
    known.set(declaration, widths = new Map(tables));
  }
  return widths;
}

/**
 * The words that putting subqueries and columns in adds to a statement; `definitions` are those of its
 * WITH.
 */
export function wordsAdded(
  tokens: readonly SqlToken[],
  definitions: readonly NamedQuery[],
  widths: TableWidths,
): number {
  const sizes = new SubstitutionSizes(tokens, definitions, widths);
  const { words } = sizes.measure(0, tokens.length, 1);
  return Math.max(0, words - tokens.length);
}

/** What a query comes to once everything is put in. */
interface Size {
  /** The words of its largest column. */
  readonly column: number;
  readonly words: number;
  /** How many columns it has. */
  readonly columns: number;
}

const ONE: Size = { column: 1, words: 1, columns: 1 };
/** A query with more columns is refused before what stands around it is looked at. */
const COLUMNS_MAX = 2_000;
/** A column of a star takes as long as so many words. */
const STAR_WORDS = 3;
/** What is no declared table is a table-valued function, or is refused. */
const OTHER_COLUMNS = 20;

/** What names can stand for in a clause. */
interface Names {
  /** The words of a column of what stands in FROM, or of the query around it. */
  readonly source: number;
  /** The columns that a star stands for. */
  readonly star: number;
  readonly aliases?: ReadonlyMap<string, number>;
  /** Whether subqueries in the place of tables are left out, since they were measured. */
  readonly skipsSources?: boolean;
}

class SubstitutionSizes {
  readonly #tokens: readonly SqlToken[];
  readonly #ends: readonly number[];
  readonly #columns: readonly boolean[];
  readonly #widths: TableWidths;
  readonly #widest: number;
  /** Where definitions begin. */
  readonly #bodies: ReadonlySet<number>;
  readonly #byName = new Map<string, NamedQuery[]>();
  /** Of each common table expression; `null` while it is measured. */
  readonly #known = new Map<NamedQuery, Size | null>();

  constructor(
    tokens: readonly SqlToken[],
    definitions: readonly NamedQuery[],
    widths: TableWidths,
  ) {
    this.#tokens = tokens;
    this.#ends = closings(tokens);
    this.#columns = columnPlaces(tokens);
    this.#widths = widths;
    this.#widest = Math.max(OTHER_COLUMNS, ...widths.values());
    this.#bodies = new Set(definitions.map(({ from }) => from - 1));
    for (const definition of definitions) {
      const list = this.#byName.get(definition.name);
      if (list === undefined) this.#byName.set(definition.name, [definition]);
      else list.push(definition);
    }
  }

  /** The query between two places; a name of the query around it counts `outer`. */
  measure(from: number, until: number, outer: number): Size {
    let [column, words, columns] = [1, 0, 1];
    let start = this.#afterDefinitions(from, until);
    for (let i = start; i <= until; i = i === until ? until + 1 : this.#next(i)) {
      if (i < until && !this.#isWord(i, ARMS)) continue;
      const arm = this.#measureArm(start, i, outer);
      column = Math.max(column, arm.column);
      columns = Math.max(columns, arm.columns);
      words += arm.words;
      start = i + 1;
    }
    return { column, words, columns: Math.min(columns, COLUMNS_MAX) };
  }

  /** Where a query goes on behind its WITH. */
  #afterDefinitions(from: number, until: number): number {
    let after = from;
    if (this.#tokens[from]?.value !== "with") return after;
    for (let i = from; i < until; i = this.#next(i)) {
      if (this.#bodies.has(i)) after = this.#next(i);
    }
    return after;
  }

  #measureArm(from: number, until: number, outer: number): Size {
    if (this.#tokens[from]?.value === "values") return this.#measureValues(from + 1, until, outer);
    const fromAt = this.#find(from, until, (i) => this.#isFrom(i));
    const restAt = this.#find(fromAt, until, (i) => this.#isAfterFrom(i));
    const sources = this.#measureSources(fromAt, restAt, outer);
    const source = Math.max(outer, sources.column);
    // RETURNING shows the table that is written.
    const star = fromAt === until ? this.#widest : sources.columns;
    const aliases = new Map<string, number>();
    let [column, words, columns] = [source, sources.words, 0];
    for (let start = from; start < fromAt;) {
      const end = this.#find(start, fromAt, (i) => this.#tokens[i]!.text === ",");
      const size = this.#sizeOf(start, end, { source, star });
      const alias = nameOf(this.#tokens[end - 1]);
      if (alias !== undefined) aliases.set(alias, Math.max(size, aliases.get(alias) ?? 0));
      const isStar = this.#tokens[end - 1]?.text === "*" && this.#isStar(end - 1);
      column = Math.max(column, isStar ? source : size);
      columns += isStar ? star : 1;
      words += size;
      start = end + 1;
    }
    const onAt = this.#find(fromAt, restAt, (i) => this.#isWord(i, CONDITIONS));
    words += this.#sizeOf(fromAt, onAt, { source: 1, star: 1, skipsSources: true });
    words += this.#sizeOf(onAt, restAt, { source, star, skipsSources: true });
    const returned = Math.max(star, this.#widest);
    words += this.#sizeOf(restAt, until, { source, star: returned, aliases });
    return { column, words, columns };
  }

  /** The rows of VALUES, whose cells are columns. */
  #measureValues(from: number, until: number, outer: number): Size {
    const names = { source: outer, star: 1 };
    let [column, words, columns] = [outer, 0, 1];
    for (let row = from; row < until; row = this.#next(row)) {
      if (this.#tokens[row]!.text !== "(") continue;
      let cells = 0;
      for (let start = row + 1; start < this.#ends[row]!; cells++) {
        const end = this.#find(start, this.#ends[row]!, (i) => this.#tokens[i]!.text === ",");
        const size = this.#sizeOf(start, end, names);
        column = Math.max(column, size);
        words += size;
        start = end + 1;
      }
      words += cells;
      columns = Math.max(columns, cells);
    }
    return { column, words, columns };
  }

  /** What stands in FROM: subqueries, and names of common table expressions. */
  #measureSources(from: number, until: number, outer: number): Size {
    let [column, words, columns] = [1, 0, 0];
    for (let i = from; i < until; i++) {
      const name = nameOf(this.#tokens[i]);
      columns += this.#widths.get(name ?? "") ??
        (this.#tokens[i]!.text === "(" ? OTHER_COLUMNS : 0);
      const found = this.#isSource(i)
        ? [this.measure(i + 1, this.#ends[i]!, outer)]
        : name === undefined
        ? []
        : (this.#byName.get(name) ?? []).map((named) => this.#measureNamed(named));
      for (const size of found) {
        column = Math.max(column, size.column);
        columns += size.columns;
        words += size.words;
      }
      if (this.#tokens[i]!.text === "(" && this.#isQuery(i + 1)) i = this.#ends[i]!;
    }
    return { column, words, columns };
  }

  #measureNamed(named: NamedQuery): Size {
    const known = this.#known.get(named);
    // One that names itself is run again and again, and not put in.
    if (known !== undefined) return known ?? ONE;
    this.#known.set(named, null);
    const size = this.measure(named.from, named.until, 1);
    this.#known.set(named, size);
    return size;
  }

  /** The words of an expression, or of clauses. */
  #sizeOf(from: number, until: number, names: Names): number {
    let size = 0;
    for (let i = from; i < until; i++) {
      if (this.#tokens[i]!.text !== "(" || !this.#isQuery(i + 1)) {
        size += this.#wordsAt(i, names);
        continue;
      }
      // A definition counts where it is named.
      const isLeftOut = this.#bodies.has(i) || names.skipsSources === true && this.#isSource(i);
      if (!isLeftOut) size += this.measure(i + 1, this.#ends[i]!, names.source).words;
      i = this.#ends[i]!;
    }
    return size;
  }

  #wordsAt(i: number, { source, star, aliases }: Names): number {
    const token = this.#tokens[i]!;
    if (token.text === "*") return this.#isStar(i) ? source * star * STAR_WORDS : 1;
    if (!this.#columns[i]!) return 1;
    return Math.max(source, aliases?.get(nameOf(token)!) ?? 1);
  }

  /** Whether a star stands for columns and does not multiply. */
  #isStar(i: number): boolean {
    const previous = this.#tokens[i - 1];
    return previous === undefined || previous.text === "," || previous.text === "." ||
      this.#isWord(i - 1, BEFORE_STAR);
  }

  /** Whether a subquery begins in the place of a table: behind FROM, JOIN, a comma or such a parenthesis. */
  #isSource(i: number): boolean {
    if (this.#tokens[i]!.text !== "(" || !this.#isQuery(i + 1)) return false;
    let at = i - 1;
    while (this.#tokens[at]?.text === "(") at--;
    return ["from", "join", ","].includes(this.#tokens[at]?.value ?? "");
  }

  /** Whether a FROM stands there: not the word of `IS DISTINCT FROM`. */
  #isFrom(i: number): boolean {
    return this.#isWord(i, FROM) && !this.#isWord(i - 1, DISTINCT);
  }

  /** Whether FROM ends there. `window` is a name unless a definition follows. */
  #isAfterFrom(i: number): boolean {
    return this.#isWord(i, AFTER_FROM) ||
      this.#isWord(i, WINDOW) && this.#isWord(i + 2, DEFINING);
  }

  #isQuery(i: number): boolean {
    return this.#isWord(i, QUERY_WORDS);
  }

  #isWord(i: number, words: ReadonlySet<string>): boolean {
    const token = this.#tokens[i];
    return token?.kind === "word" && words.has(token.value);
  }

  /** The first place at the depth of `from` that `matches`; else `until`. */
  #find(from: number, until: number, matches: (i: number) => boolean): number {
    for (let i = from; i < until; i = this.#next(i)) if (matches(i)) return i;
    return until;
  }

  /** The next place at the same depth. */
  #next(i: number): number {
    return this.#tokens[i]!.text === "(" ? this.#ends[i]! + 1 : i + 1;
  }
}

const FROM = new Set(["from"]);
const DISTINCT = new Set(["distinct"]);
const WINDOW = new Set(["window"]);
const DEFINING = new Set(["as"]);
const QUERY_WORDS = new Set(["select", "with", "values"]);

/** Where each parenthesis is closed; the end of the text for one that is not. */
export function closings(tokens: readonly SqlToken[]): number[] {
  const ends: number[] = [];
  const open: number[] = [];
  tokens.forEach((token, i) => {
    if (token.text === "(") {
      open.push(i);
      ends[i] = tokens.length;
    }
    const start = token.text === ")" ? open.pop() : undefined;
    if (start !== undefined) ends[start] = i;
  });
  return ends;
}

function nameOf(token: SqlToken | undefined): string | undefined {
  if (token === undefined) return undefined;
  const { kind, value } = token;
  return kind === "word" || kind === "quoted" || kind === "string"
    ? value.toLowerCase()
    : undefined;
}
