/**
 * Writes random SQL that SQLite takes: queries in every form that a pattern can use, with their names in
 * scope, so that nearly all of them prepare. What a query returns is decided by its text, up to the order
 * of rows, the case of letters and spaces at the end, which collations leave open.
 */

import type { SqlValue } from "@cf/protocol";

/** Draws choices. */
export interface Random {
  /** A whole number from 0, below `max`. */
  int(max: number): number;
}

/** Something that a FROM names: columns of `name`, of which `key` tell its rows apart. */
export interface Source {
  /** As columns are qualified; empty where they are not. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** A table, or what stands for one: a common table expression. */
export interface TableShape {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Whether it has a rowid that can be named. */
  readonly rowid?: boolean;
}

/** A select and the names of what it returns. */
interface Written {
  readonly sql: string;
  readonly columns: readonly string[];
}

const BINARY = ["+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>"];
const COMPARISONS = [
  ...["=", "==", "<>", "!=", "<", "<=", ">", ">=", "is", "is not", "is distinct from"],
  ...["is not distinct from", "like", "not like", "glob"],
];
const LITERALS = [
  ...["null", "0", "1", "2", "3", "-1", "2.5", "1e2", "0x10", "1_000", ".5", "true", "false"],
  ...["'x'", "'a'", "'A '", "'2'", "''", "'it''s'", "x'00ff'", "'red fox'", "'2024-02-29'"],
];
const VALUES: readonly SqlValue[] = [
  ...[null, 0, 1, 2, -1, 2.5, "x", "A", "2", "", "red", "é", 2n ** 60n],
  new Uint8Array([0, 255]),
];
const DATES = ["'now', 'start of year'", "'2024-02-29', '+1 month'", "0, 'unixepoch'", "2460000.5"];
const UNARY = [
  ...["lower", "upper", "length", "typeof", "quote", "hex", "abs", "trim", "ltrim", "rtrim"],
  ...["unicode", "octet_length", "sign", "json_quote", "likely", "unlikely", "soundex"],
];

/** The tables that a statement can name. */
export type Tables = Readonly<Record<string, TableShape>>;

interface Shared {
  readonly values: SqlValue[];
  names: number;
}

/** One statement in the making. */
export class SqlWriter {
  readonly tables: Tables;
  readonly #random: Random;
  readonly #shared: Shared;

  constructor(random: Random, tables: Tables, shared: Shared = { values: [], names: 0 }) {
    this.#random = random;
    this.tables = tables;
    this.#shared = shared;
  }

  /** Writes on, where other tables can be named. */
  within(tables: Tables): SqlWriter {
    return new SqlWriter(this.#random, tables, this.#shared);
  }

  /** `sql` as a statement, with the values of its parameters by position or by name. */
  finish(
    sql: string,
  ): { readonly sql: string; readonly params: SqlValue[] | Record<string, SqlValue> } {
    const { values } = this.#shared;
    const sign = this.pick(["?", "?", ":", "@", "$"]);
    const params: SqlValue[] = [];
    const named: Record<string, SqlValue> = {};
    const text = sql.replaceAll(/\{(\d+)\}/g, (_, place) => {
      if (sign === "?") params.push(values[Number(place)]!);
      else named[`p${place}`] = values[Number(place)]!;
      return sign === "?" ? "?" : `${sign}p${place}`;
    });
    return { sql: text, params: sign === "?" ? params : named };
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.#random.int(choices.length)]!;
  }

  chance(percent: number): boolean {
    return this.#random.int(100) < percent;
  }

  times<T>(min: number, max: number, one: (i: number) => T): T[] {
    return Array.from({ length: min + this.#random.int(max - min + 1) }, (_, i) => one(i));
  }

  /** A name, mostly new: two subqueries may share one, and a table may be shadowed. */
  name(): string {
    if (this.chance(10)) return this.pick(["posts", "VOTES", "T1", '"two words"', "[key]", "main"]);
    return `${this.pick(["s", "t", "U", "é"])}${this.#shared.names++ % 40}`;
  }

  column(scope: readonly Source[]): string {
    const source = this.pick(scope);
    return qualified(source, this.pick(source.columns));
  }

  /** A parameter or literal. */
  constant(): string {
    if (!this.chance(35)) return this.pick(LITERALS);
    this.#shared.values.push(this.pick(VALUES));
    return `{${this.#shared.values.length - 1}}`;
  }

  /** An expression over `scope`, innermost sources first. */
  value(scope: readonly Source[], depth: number): string {
    if (depth <= 0 || this.chance(30)) {
      return scope.length > 0 && this.chance(75) ? this.column(scope) : this.constant();
    }
    const v = () => this.value(scope, depth - 1);
    const c = () => this.condition(scope, depth - 1);
    const forms: (() => string)[] = [
      () => `${v()} ${this.pick(BINARY)} ${v()}`,
      () => `${this.pick(UNARY)}(${v()})`,
      () => `${this.pick(["coalesce", "ifnull", "nullif", "instr", "min", "max"])}(${v()}, ${v()})`,
      () => `case when ${c()} then ${v()} when ${c()} then ${v()} else ${v()} end`,
      () => `case ${v()} when ${v()} then ${v()} end`,
      () => `iif(${c()}, ${v()}, ${v()})`,
      () => `cast(${v()} as ${this.pick(["integer", "text", "real", "numeric", "blob"])})`,
      () => `(${v()})`,
      () => `${this.pick(["-", "+", "~", "not "])}${this.pick(["(", "( "])}${v()})`,
      () => `(${v()}) collate ${this.pick(["nocase", "binary", "rtrim"])}`,
      () => `substr(${v()}, ${this.pick(["1", "-2", "2"])}, 2)`,
      () => `replace(cast(${v()} as text), 'a', ${this.pick(["'b'", "''"])})`,
      () => `printf('%s|%5.2f|%d', ${v()}, ${this.pick(["1.5", "2"])}, ${v()})`,
      () => `json_extract(json_array(1, typeof(${v()}), ${this.pick(["2", "'z'"])}), '$[1]')`,
      () => `json_object('a', typeof(${v()})) ->> ${this.pick(["'a'", "'$.a'", "'b'"])}`,
      () => `${this.pick(["date", "datetime", "julianday", "unixepoch"])}(${this.pick(DATES)})`,
      () => `strftime('%Y-%j', ${this.pick(DATES)})`,
      () => `exists (${this.correlated(scope, depth - 1)})`,
      () => this.scalar(scope, depth - 1),
      () => this.scalar(scope, depth - 1),
      c,
    ];
    return this.pick(forms)();
  }

  condition(scope: readonly Source[], depth: number): string {
    const subject = () => scope.length > 0 ? this.column(scope) : this.constant();
    if (depth <= 0 || this.chance(30)) {
      return `${subject()} ${this.pick(COMPARISONS)} ${this.constant()}`;
    }
    const v = () => this.value(scope, depth - 1);
    const c = () => this.condition(scope, depth - 1);
    const not = () => this.pick(["", "", "not "]);
    const constants = (min: number) => this.times(min, 4, () => this.constant()).join(", ");
    const forms: (() => string)[] = [
      () => `${v()} ${this.pick(COMPARISONS)} ${v()}`,
      () => `${v()} ${this.pick(["is null", "is not null", "isnull", "notnull", "not null"])}`,
      () => `${subject()} ${not()}in (${constants(0)})`,
      () => `${subject()} ${not()}between ${v()} and ${v()}`,
      () => `${subject()} ${not()}like ${this.pick(["'a%'", "'%x'", "'_'"])} escape '\\'`,
      () => `not (${c()})`,
      () => `(${c()} or ${c()})`,
      () => `(${c()} or ${c()} or ${c()})`,
      () => `${c()} and ${c()}`,
      () => `${not()}exists (${this.correlated(scope, depth - 1)})`,
      () => `${subject()} ${not()}in (${this.correlated(scope, depth - 1)})`,
      () => `(${subject()}, ${v()}) ${this.pick(["<", "=", ">=", "is not"])} (${v()}, ${v()})`,
      () => `(${subject()}, ${v()}) ${not()}in (values (${v()}, ${v()}), (1, 'a'))`,
      () => `${subject()} ${not()}in (select value from json_each(json_array(${constants(1)})))`,
      () => `${v()} is ${not()}${this.pick(["true", "false"])}`,
    ];
    return this.pick(forms)();
  }

  /** A subquery of one column that may look at `scope`. */
  correlated(scope: readonly Source[], depth: number): string {
    const { sql, sources } = this.table();
    const on = scope.length > 0 && this.chance(70)
      ? `${this.column(sources)} ${this.pick(["=", "=", "is", "<"])} ${this.column(scope)}`
      : "1";
    return `select ${this.value(sources, Math.min(1, depth))} from ${sql} where ${on}` +
      (this.chance(40) ? ` and ${this.condition([...sources, ...scope], depth)}` : "");
  }

  /** A subquery of one value. */
  scalar(scope: readonly Source[], depth: number): string {
    const { sql, sources } = this.table();
    const where = scope.length > 0 && this.chance(70)
      ? `${this.column(sources)} = ${this.column(scope)}`
      : this.condition(sources, Math.min(1, depth));
    const v = this.value(sources, Math.min(1, depth));
    return this.pick([
      `(select count(*) from ${sql} where ${where})`,
      `(select ${
        this.pick(["max", "min", "sum", "total", "avg"])
      }(${v}) from ${sql} where ${where})`,
      `(select ${v} from ${sql} where ${where} order by ${this.order(sources)} limit 1)`,
      `(select group_concat(quote(${v}), ',' order by ${
        keys(sources)
      }) from ${sql} where ${where})`,
      `(select json_group_array(typeof(${v}) order by ${
        keys(sources)
      }) from ${sql} where ${where})`,
      `(select count(distinct ${v}) filter (where ${where}) from ${sql})`,
    ]);
  }

  /** One table with a name, or with its own. */
  table(): { readonly sql: string; readonly sources: Source[] } {
    const table = this.pick(Object.keys(this.tables));
    const { columns, key, rowid = false } = this.tables[table]!;
    const name = this.name();
    const written = this.pick([table, table, table.toUpperCase(), `"${table}"`, `[${table}]`]);
    const named = `${written} ${this.pick(["", "as "])}${name}`;
    return {
      sql: named,
      sources: [{ name, columns: rowid ? [...columns, "rowid"] : columns, key }],
    };
  }

  /** Terms that put rows of `sources` into a total order. */
  order(sources: readonly Source[]): string {
    const direction = () =>
      this.pick(["", " desc", " asc", " nulls last", " desc nulls first", " collate binary desc"]);
    const terms = this.times(0, 2, () => `(${this.value(sources, 1)})${direction()}`);
    return [...terms, keys(sources)].join(", ");
  }

  /** The FROM of a select. */
  from(depth: number): { readonly sql: string; readonly sources: Source[] } {
    const first = this.item(depth);
    if (this.chance(45)) return first;
    let { sql } = first;
    const sources = [...first.sources];
    for (const _ of this.times(1, 2, () => 0)) {
      const next = this.item(depth);
      if (next.sources.some(({ name }) => sources.some((known) => same(known.name, name)))) {
        continue;
      }
      const kind = this.pick([
        ...["join", "inner join", "left join", "left outer join", "cross join", ","],
        ...["right join", "full join", "full outer join"],
      ]);
      const both = `${this.column(next.sources)} ${this.pick(["=", "=", "is", "<"])} ${
        this.column(sources)
      }`;
      const more = this.chance(40)
        ? ` and ${this.condition([...next.sources, ...sources], 1)}`
        : "";
      sql += ` ${kind} ${next.sql}${kind === "," ? "" : ` on ${both}${more}`}`;
      sources.push(...next.sources);
    }
    return { sql, sources };
  }

  /** A table, subquery, list of values or JSON in a FROM. */
  item(depth: number): { readonly sql: string; readonly sources: Source[] } {
    if (depth <= 0 || this.chance(65)) return this.table();
    const name = this.name();
    const source = (columns: readonly string[]): Source => ({ name, columns, key: columns });
    const forms: (() => { sql: string; sources: Source[] })[] = [
      () => {
        const { sql, columns } = this.rows(depth - 1);
        return { sql: `(${sql}) ${name}`, sources: [source(columns)] };
      },
      () => ({
        sql: `(values (1, ${this.constant()}), (${this.constant()}, 'b')) ${name}`,
        sources: [source(["column1", "column2"])],
      }),
      () => ({
        sql: `${this.pick(["json_each", "json_tree"])}('[1,"x",null,{"a":[2]}]'${
          this.pick(["", ", '$'"])
        }) ${name}`,
        sources: [source(["key", "value", "type", "atom", "fullkey", "path"])],
      }),
    ];
    return this.pick(forms)();
  }

  /** A select without order, whose columns have names. */
  rows(depth: number): Written {
    const { sql, sources } = this.from(depth);
    const columns = this.times(1, 3, (i) => `${this.pick(["k", "v", "K"])}${i}`);
    const items = columns.map((name) => `${this.value(sources, 1)} as ${name}`).join(", ");
    const where = this.chance(60) ? ` where ${this.condition(sources, depth)}` : "";
    const named = this.chance(15) ? this.pick(columns) : undefined;
    const forms: (() => string)[] = [
      () => `select ${items} from ${sql}${where}`,
      () => `select distinct ${items} from ${sql}${where}`,
      () => `select ${items} from ${sql}${where} order by ${this.order(sources)} limit 3 offset 1`,
      () => `select ${items} from ${sql}${where} group by ${keys(sources)}`,
      () =>
        named === undefined
          ? `select ${items} from ${sql}`
          : `select ${items} from ${sql} where ${named} is not 1`,
    ];
    return { sql: this.pick(forms)(), columns };
  }
}

/** `column` as it is written of `source`. */
export function qualified({ name }: Source, column: string): string {
  return name === "" ? column : `${name}.${column}`;
}

/** Terms that tell all rows of `sources` apart. */
export function keys(sources: readonly Source[]): string {
  return sources.flatMap((source) =>
    source.key.map((column) => `${qualified(source, column)} collate binary`)
  )
    .join(", ");
}

function same(left: string, right: string): boolean {
  const plain = (name: string) => name.replaceAll(/["[\]]/g, "").toLowerCase();
  return plain(left) === plain(right);
}
