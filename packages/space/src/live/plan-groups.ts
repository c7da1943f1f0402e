/** Plans for queries with aggregates, GROUP BY or DISTINCT. */

import type { Aggregate } from "./aggregate-state.ts";
import {
  aggregateAt,
  type AggregateCall,
  BoundParameters,
  columnExpression,
  type Expression,
  expressionOf,
  type ExpressionScope,
} from "./expression.ts";
import { EvaluatedOutput, type GroupOutput, type Part, PlainOutput } from "./group-output.ts";
import { Groups } from "./groups.ts";
import type { Maintained } from "./maintained.ts";
import type { BoundSelect } from "./plan.ts";
import { outputOf, programOf } from "./plan-window.ts";
import { scratchConnection, ScratchTable } from "./scratch-table.ts";
import { nameOf, type Token } from "./select-clauses.ts";
import { columnOf, type Item, sameExpression } from "./select-parser.ts";
import { type ColumnShape, positionOf, type TableShape } from "./table-shape.ts";
import type { Collation } from "./values.ts";

/** The groups that keep `query`, or `null` if none do. */
export function planGroups(query: BoundSelect): (() => Maintained) | null {
  return new GroupPlanner(query).plan();
}

/** A result column, condition or order: a part of the group as it stands, or SQL over it. */
type Output = Part | { readonly kind: "sql"; readonly sql: string };

interface GroupTerm {
  readonly tokens: readonly Token[];
  readonly expression: Expression;
}

class GroupPlanner {
  readonly #query: BoundSelect;
  readonly #shape: TableShape;
  readonly #parameters: BoundParameters;
  readonly #scope: ExpressionScope;
  /** Parameters of what is evaluated over groups and not over rows. */
  readonly #outputParameters: BoundParameters;
  readonly #items: readonly Item[];
  #groups: readonly GroupTerm[] = [];
  readonly #calls: AggregateCall[] = [];

  constructor(query: BoundSelect) {
    this.#query = query;
    this.#shape = query.shape;
    this.#parameters = new BoundParameters(query.slots);
    this.#outputParameters = new BoundParameters(query.slots);
    this.#scope = {
      shape: query.shape,
      alias: query.select.alias,
      parameters: this.#parameters,
    };
    this.#items = query.select.items;
  }

  plan(): (() => Maintained) | null {
    const { select, limit, offset } = this.#query;
    if (select.distinct && select.groupBy.length > 0) return null;
    if (!this.#group()) return null;
    const shown = this.#shown();
    const having = select.having.length === 0 ? null : this.#outputSql(select.having);
    const order = select.orderBy.map((term) => {
      const found = outputOf(term, this.#items, shown?.length ?? 0);
      if (found === undefined) return this.#output(term.tokens);
      return shown?.[found.index];
    });
    if (shown === undefined || having === undefined || order.includes(undefined)) return null;
    // DISTINCT over aggregates, and a query that is neither, is no matter of groups.
    if (select.distinct ? this.#calls.length > 0 : !this.#hasGroups) return null;
    const collations = order.map((output) => this.#collationOf(output!));
    if (collations.includes(undefined)) return null;
    const isEvaluated = having !== null || [...shown, ...order].some((one) => one!.kind === "sql");
    const made = this.#program(isEvaluated);
    if (made === null) return null;
    const { program, aggregates } = made;
    const outputs = { shown, order: order as Output[], having };
    const output = isEvaluated ? this.#evaluated(outputs) : plainOutput(outputs);
    const terms = select.orderBy.map(({ descending, nullsFirst }, position) => ({
      position,
      descending,
      nullsFirst: nullsFirst ?? !descending,
      collation: collations[position]!,
    }));
    const groupBy = this.#groups.map(({ expression }) => expression.collation!);
    return () => new Groups({ program, groupBy, aggregates, output, order: terms, limit, offset });
  }

  get #hasGroups(): boolean {
    const { groupBy, having } = this.#query.select;
    return this.#calls.length > 0 || groupBy.length > 0 || having.length > 0;
  }

  /** Takes the grouping expressions in. */
  #group(): boolean {
    const { select } = this.#query;
    const groups: (GroupTerm | undefined)[] = select.distinct
      ? this.#items.flatMap((item) => this.#starred(item))
      : [];
    for (const tokens of select.groupBy) {
      const meant = this.#meant(tokens);
      const expression = meant === undefined ? undefined : expressionOf(meant, this.#scope);
      // What reads no column may be a number in disguise.
      const isCertain = expression !== undefined && expression.columns.size > 0;
      groups.push(isCertain ? { tokens: meant!, expression } : undefined);
    }
    if (groups.some((group) => group?.expression.collation === undefined)) return false;
    this.#groups = groups as GroupTerm[];
    return true;
  }

  /** What DISTINCT groups by: all that is shown. */
  #starred({ isStar, tokens }: Item): (GroupTerm | undefined)[] {
    if (isStar) {
      const star = this.#shape.star?.map((position) => ({
        tokens: [],
        expression: columnExpression(position, this.#shape),
      }));
      return star ?? [undefined];
    }
    const expression = expressionOf(tokens, this.#scope);
    return [expression && { tokens, expression }];
  }

  /** The expression of a GROUP BY term: a result column's number, a column, or an item's name. */
  #meant(tokens: readonly Token[]): readonly Token[] | undefined {
    const [only] = tokens;
    if (tokens.length !== 1) return tokens;
    if (only!.kind === "number") {
      const item = this.#items[Number(only!.text) - 1];
      return this.#items.some(({ isStar }) => isStar) ? undefined : item?.tokens;
    }
    const name = nameOf(only);
    if (name === undefined || positionOf(this.#shape.columns, name) >= 0) return tokens;
    return this.#items.find((item) => item.name?.toLowerCase() === name.toLowerCase())?.tokens;
  }

  #shown(): Output[] | undefined {
    if (this.#query.select.distinct) {
      return this.#groups.map((_, index) => ({ kind: "group", index }));
    }
    const outputs = this.#items.map((item) => item.isStar ? undefined : this.#output(item.tokens));
    return outputs.includes(undefined) ? undefined : outputs as Output[];
  }

  #output(tokens: readonly Token[]): Output | undefined {
    const column = columnOf(tokens, this.#scope.alias);
    const position = column === undefined ? null : positionOf(this.#shape.columns, column);
    const index = this.#groups.findIndex(({ tokens: own, expression }) =>
      sameExpression(own, tokens) || (position !== null && expression.column === position)
    );
    if (index >= 0) return { kind: "group", index };
    const call = aggregateAt(tokens, 0);
    if (call?.count === tokens.length) return { kind: "aggregate", index: this.#call(call) };
    const sql = this.#outputSql(tokens);
    return sql === undefined ? undefined : { kind: "sql", sql };
  }

  #call(call: AggregateCall): number {
    const known = this.#calls.findIndex(({ text }) => text === call.text);
    return known >= 0 ? known : this.#calls.push(call) - 1;
  }

  /** SQL over the scratch table of groups: aggregates and grouping columns are its columns. */
  #outputSql(tokens: readonly Token[]): string | undefined {
    return expressionOf(tokens, {
      shape: { ...this.#shape, columns: [] },
      alias: this.#scope.alias,
      parameters: this.#outputParameters,
      replace: (all, at) => this.#replacement(all, at),
    })?.sql;
  }

  #replacement(tokens: readonly Token[], at: number) {
    const call = aggregateAt(tokens, at);
    // An aggregate's value has no affinity; a column, of which `+` makes an expression, has.
    if (call !== undefined) return { sql: `(+"a${this.#call(call)}")`, count: call.count };
    if (tokens[at - 1]?.text === "." || tokens[at + 1]?.text === "(") return undefined;
    const length = tokens[at + 1]?.text === "." ? 3 : 1;
    const column = columnOf(tokens.slice(at, at + length), this.#scope.alias);
    const position = column === undefined ? -1 : positionOf(this.#shape.columns, column);
    const group = this.#groups.findIndex(({ expression }) => expression.column === position);
    const isCertain = position >= 0 && this.#shape.columns[position]!.affinity !== "blob";
    return group < 0 || !isCertain ? undefined : { sql: `"g${group}"`, count: length };
  }

  #collationOf(output: Output): Collation | undefined {
    if (output.kind === "group") return this.#groups[output.index]!.expression.collation;
    if (output.kind === "aggregate") return "binary";
    const isBinary = this.#groups.every(({ expression }) => expression.collation === "binary");
    return isBinary && !/\bcollate\b/i.test(output.sql) ? "binary" : undefined;
  }

  /** The program of rows, whose values are the grouping expressions and what aggregates read. */
  #program(isEvaluated: boolean) {
    const values = this.#groups.map(({ expression }) => expression);
    const aggregates: Aggregate[] = [];
    for (const call of this.#calls) {
      const { function: fn, distinct, argument: tokens } = call;
      const isExtremum = fn === "min" || fn === "max";
      const argument = tokens.length === 0 ? null : expressionOf(tokens, this.#scope);
      if (argument === undefined || (distinct && !isExtremum && fn !== "count")) return null;
      const compares = isExtremum || distinct;
      const collation = argument === null || !compares ? "binary" : argument.collation;
      const place = argument?.column ?? null;
      const column = place === null ? null : this.#shape.columns[place]!;
      const isTyped = !isExtremum || (column !== null && column.affinity !== "blob");
      if (collation === undefined || (isExtremum && collation !== "binary")) return null;
      if (isEvaluated && !isTyped) return null;
      const position = argument === null ? null : values.push(argument) - 1;
      const isReal = isEvaluated && fn === "sum"
        ? values.push({ ...argument!, sql: `typeof(${argument!.sql}) = 'real'`, column: null }) - 1
        : null;
      const isDistinct = distinct && fn === "count";
      const aggregate = { distinct: isDistinct, argument: position, isReal, collation, column };
      aggregates.push({ function: fn, ...aggregate });
    }
    // `select count(*) from t` reads nothing of a row, but a list of values cannot be empty.
    if (values.length === 0) values.push(columnExpression(0, this.#shape));
    const program = programOf(this.#query, values, this.#parameters);
    return program === null ? null : { program, aggregates };
  }

  #evaluated({ shown, order, having }: Outputs): GroupOutput {
    const groups = this.#groups.map(({ expression: { column, collation } }, i): ColumnShape => ({
      name: `g${i}`,
      affinity: column === null ? "blob" : this.#shape.columns[column]!.affinity,
      collation: collation!,
    }));
    const sqlOf = (output: Output) => {
      if (output.kind === "sql") return output.sql;
      return output.kind === "group" ? `"g${output.index}"` : `"a${output.index}"`;
    };
    const { name, scratch } = groupTable(groups, this.#calls.length);
    return new EvaluatedOutput({
      scratch,
      name,
      groups,
      shown: shown.map(sqlOf),
      order: order.map(sqlOf),
      having,
      params: this.#outputParameters.values,
    });
  }
}

interface Outputs {
  readonly shown: readonly Output[];
  readonly order: readonly Output[];
  readonly having: string | null;
}

function plainOutput({ shown, order }: Outputs): GroupOutput {
  return new PlainOutput(shown as readonly Part[], order as readonly Part[]);
}

const groupTables = new Map<string, ScratchTable>();
const GROUP_TABLES_MAX = 100;

/** The scratch table of groups with such columns, which have their types, and `count` aggregates. */
function groupTable(groups: readonly ColumnShape[], count: number) {
  const types = groups.map(({ affinity, collation }) => `${affinity} ${collation}`);
  const name = `${types.join()} ${count}`;
  let scratch = groupTables.get(name);
  if (scratch === undefined) {
    const aggregates = Array.from({ length: count }, (_, i): ColumnShape => ({
      name: `a${i}`,
      affinity: "blob",
      collation: "binary",
    }));
    if (groupTables.size >= GROUP_TABLES_MAX) groupTables.clear();
    scratch = new ScratchTable(scratchConnection(), name, [...groups, ...aggregates]);
    groupTables.set(name, scratch);
  }
  return { name, scratch };
}
