/**
 * Names that a statement gives to its own subqueries, in the terms for which SQLite reports them like
 * tables: over the tables of the guard's test, what lies behind each is forbidden, or allowed.
 */

/** Tables, views and virtual tables that no pattern may read, and one column of each. */
const FORBIDDEN: readonly (readonly [table: string, column: string])[] = [
  ["_cf_acl", "body"],
  ["main._cf_acl", "body"],
  ["_cf_commit", "body"],
  ["pattern._cf_commit_watermark", "seq"],
  ["pattern._cf_schema", "version"],
  ["other.loot", "body"],
  ["loot", "body"],
  ["sqlite_master", "sql"],
  ["pattern.sqlite_schema", "name"],
  ["temp.sqlite_master", "name"],
  ["sqlite_sequence", "seq"],
  ["notes_fts_data", "block"],
  ["notes_fts_content", "c0"],
  ["pragma_database_list", "file"],
  ["pragma_table_info('notes')", "name"],
  ["dbstat", "name"],
  ["sqlite_dbpage", "data"],
  ["sqlite_stmt", "sql"],
];

/** Names that stand for something forbidden where no subquery has them. */
const NAMES = ["loot", "n1", "notes", "main", "other", "json_each"];

/** Statements in which a term names a column of the result, over `from`, with `x` as its column. */
function withTerms(from: string, x: string): string[] {
  return [
    `select distinct ${x} as d from ${from} order by typeof(d), d`,
    `select ${x} as d from ${from} group by lower(d)`,
    `select ${x} as d from ${from} where d is not 1`,
    `select ${x} as d, count(*) from ${from} group by 1 having length(d) > 0`,
    `select ${x} as d, row_number() over (order by ${x}) from ${from} order by d || ''`,
  ];
}

/** Refused: the forbidden is read in a subquery, or named as one is. */
export const NAMED_READS: readonly string[] = FORBIDDEN.flatMap(([table, column]) => {
  const direct = NAMES.flatMap((name) => [
    ...withTerms(`tags t join ${table} ${name}`, `${name}.${column}`),
    ...withTerms(`tags t join (select ${column} as k from ${table}) ${name}`, `${name}.k`),
    `with ${name} (k) as (select ${column} from ${table}) ` +
    `select ${name}.k as d from tags t join ${name} order by typeof(d)`,
  ]);
  return [
    ...direct,
    ...withTerms(`tags t left join ${table} on 1`, column),
    ...withTerms(`tags t, (select (select ${column} from ${table}) as k) n1`, "n1.k"),
  ];
});

/** Refused although they read nothing forbidden: what is reserved stays so as a name. */
export const RESERVED_NAMES: readonly string[] = [
  "_cf_acl",
  "_cf_mine",
  "sqlite_master",
  "sqlite_own",
  "pragma_table_list",
  "dbstat",
  "sqlite_dbpage",
].flatMap((name) => withTerms(`tags t join (select id as k from notes) ${name}`, `${name}.k`));

/** Let through: subqueries of declared tables, called what they like. */
export const OWN_NAMES: readonly string[] = [
  "s1",
  "notes",
  "tags",
  "t_fts",
  "pattern",
  "main",
  "temp",
  "json_each",
  '"two words"',
  "[it's]",
].flatMap((name) => [
  ...withTerms(`tags t join (select id as k from notes n1) ${name}`, `${name}.k`),
  ...withTerms(`tags t, (select max(id) as k from notes) ${name}`, `${name}.k`),
  ...withTerms(`json_each('[1]') j join notes ${name}`, `${name}.body`),
  `with ${name} (k) as materialized (select id from pattern.notes) ` +
  `select ${name}.k as d from tags t join ${name} order by typeof(d)`,
]);
