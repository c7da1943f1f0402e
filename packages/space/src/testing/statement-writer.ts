/** Random statements that write, put together from what `sql-writer.ts` writes. */

import type { SqlStatement } from "@cf/protocol";
import { TABLES } from "./query-writer.ts";
import { type Random, type Source, SqlWriter } from "./sql-writer.ts";

/** What can be stored by name, and what tells rows apart. */
const WRITTEN: Readonly<Record<string, { readonly columns: string[]; readonly key: string[] }>> = {
  posts: { columns: ["id", "thread", "author", "score", "weight", "body"], key: ["id"] },
  votes: { columns: ["post", "voter", "value"], key: ["_cf_id"] },
  marks: { columns: ["label", "place", "note"], key: ["label", "place"] },
};

/** Writes a statement over the tables of `live-history.ts`. */
export function writeStatement(random: Random): SqlStatement {
  const writer = new SqlWriter(random, TABLES);
  return writer.finish(writer.pick(FORMS)(writer));
}

type Form = (writer: SqlWriter) => string;

const tableOf = (w: SqlWriter) => {
  const table = w.pick(Object.keys(WRITTEN));
  return { table, ...WRITTEN[table]! };
};

const conflict = (w: SqlWriter) =>
  w.pick(["", "", " or ignore", " or replace", " or fail", " or abort"]);

const source = (name: string, columns: readonly string[]): Source => ({ name, columns, key: [] });

function some(w: SqlWriter, columns: readonly string[]): string[] {
  const chosen = columns.filter(() => w.chance(70));
  return chosen.length > 0 ? chosen : [columns[0]!];
}

function returning(w: SqlWriter, table: string): string {
  if (!w.chance(30)) return "";
  const { columns } = WRITTEN[table]!;
  return w.pick([
    " returning *",
    ` returning ${w.value([source("", columns)], 1)} as r, ${columns[0]}`,
  ]);
}

/** What becomes of a row whose key is taken. */
function upsert(w: SqlWriter, table: string): string {
  if (!w.chance(40)) return "";
  const { columns, key } = WRITTEN[table]!;
  const scope = [source(table, columns), source("excluded", columns)];
  const changes = some(w, columns.filter((column) => !key.includes(column)))
    .map((column) => `${column} = ${w.value(scope, 1)}`);
  const target = table === "votes" || w.chance(30) ? "" : ` (${key.join(", ")})`;
  const where = w.chance(40) ? ` where ${w.condition(scope, 1)}` : "";
  return w.pick([
    ` on conflict${target} do nothing`,
    ` on conflict${target} do update set ${changes.join(", ")}${where}`,
  ]);
}

const insertValues: Form = (w) => {
  const { table, columns } = tableOf(w);
  const chosen = some(w, columns);
  const rows = w.times(
    1,
    3,
    () => `(${chosen.map(() => w.value([], w.chance(50) ? 0 : 1)).join(", ")})`,
  );
  return `insert${conflict(w)} into ${table} (${chosen.join(", ")}) values ${rows.join(", ")}` +
    upsert(w, table) + returning(w, table);
};

const insertSelect: Form = (w) => {
  const { table, columns } = tableOf(w);
  const chosen = some(w, columns);
  const { sql, sources } = w.from(1);
  const items = chosen.map(() => w.value(sources, 1)).join(", ");
  const query = `select ${items} from ${sql} where ${w.condition(sources, 1)} ` +
    `order by ${w.order(sources)} limit 4`;
  return `insert${conflict(w)} into ${table} (${chosen.join(", ")}) ${query}${upsert(w, table)}` +
    returning(w, table);
};

function assignments(w: SqlWriter, columns: readonly string[], scope: readonly Source[]): string {
  if (w.chance(15)) {
    const { sql, sources } = w.table();
    return `(${columns[0]}, ${columns[1]}) = (select ${w.value(sources, 1)}, ${
      w.value(sources, 0)
    } ` +
      `from ${sql} order by ${w.order(sources)} limit 1)`;
  }
  return some(w, columns).map((column) => `${column} = ${w.value(scope, 2)}`).join(", ");
}

const update: Form = (w) => {
  const { table, columns } = tableOf(w);
  const name = w.chance(40) ? w.name() : "";
  const own = [source(name === "" ? table : name, columns)];
  return `update${conflict(w)} ${table}${name === "" ? "" : ` as ${name}`} set ` +
    `${assignments(w, columns, own)} where ${w.condition(own, 2)}${returning(w, table)}`;
};

const updateFrom: Form = (w) => {
  const { table, columns } = tableOf(w);
  const { sql, columns: found } = w.rows(1);
  const [one] = found;
  const scope = [source(table, columns), source("found", found)];
  // One row, so that it does not matter which is taken.
  return `update${conflict(w)} ${table} set ${assignments(w, columns, scope)} from ` +
    `(select * from (${sql}) order by ${found.map((_, i) => i + 1).join(", ")} limit 1) found ` +
    `where ${w.condition(scope, 1)} or found.${one} is ${table}.${columns[0]}`;
};

const remove: Form = (w) => {
  const { table, columns } = tableOf(w);
  const own = [source(table, columns)];
  return `delete from ${table} where ${w.condition(own, 2)}${returning(w, table)}`;
};

const common: Form = (w) => {
  const { sql, columns } = w.rows(1);
  const { table, columns: own } = tableOf(w);
  const scope = [source(table, own)];
  const order = columns.join(", ");
  return `with c as ${w.pick(["", "materialized "])}(${sql}) ` + w.pick([
    `insert${conflict(w)} into ${table} (${own[0]}, ${own[1]}) ` +
    `select ${columns[0]}, 'c' from c where true order by ${order} limit 3`,
    `update${conflict(w)} ${table} set ${own.at(-1)} = (select max(${columns[0]}) from c) ` +
    `where ${own[0]} in (select ${columns[0]} from c) or ${w.condition(scope, 1)}`,
    `delete from ${table} where ${own[0]} in (select ${columns[0]} from c)`,
  ]);
};

const FORMS: readonly Form[] = [
  ...[insertValues, insertValues, insertValues, insertSelect, insertSelect],
  ...[update, update, updateFrom, remove, common],
];
