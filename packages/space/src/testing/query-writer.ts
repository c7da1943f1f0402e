/** Whole random queries, put together from what `sql-writer.ts` writes. */

import { keys, qualified, type Random, type Source, SqlWriter, type Tables } from "./sql-writer.ts";
import type { Watched } from "./live-history.ts";

const FRAMES = [
  "",
  " rows between 1 preceding and 1 following",
  " rows unbounded preceding",
  " groups between 1 preceding and current row",
  " range between unbounded preceding and current row exclude ties",
  " rows between current row and unbounded following exclude current row",
];

/** The tables of `live-history.ts`. */
export const TABLES: Tables = {
  posts: {
    columns: ["id", "thread", "author", "score", "weight", "body"],
    key: ["id"],
    rowid: true,
  },
  votes: { columns: ["post", "voter", "value", "_cf_id"], key: ["_cf_id"] },
  marks: { columns: ["label", "place", "note"], key: ["label", "place"] },
};

/** Writes a query over these tables. */
export function writeQuery(random: Random): Watched {
  const writer = new SqlWriter(random, TABLES);
  return { ...writer.finish(writer.pick(FORMS)(writer)), ordered: false };
}

type Form = (writer: SqlWriter) => string;

const where = (w: SqlWriter, sources: readonly Source[], depth = 2) =>
  w.chance(65) ? ` where ${w.condition(sources, depth)}` : "";

/** Columns that tell the rows apart, then expressions. */
function listed(w: SqlWriter, sources: readonly Source[], depth = 2): string {
  const own = w.chance(60) ? keyList(sources) : [];
  return [...own, ...w.times(1, 3, (i) => w.value(sources, depth) + w.pick(["", ` as r${i}`]))]
    .join(", ");
}

const keyList = (sources: readonly Source[]) =>
  sources.flatMap((source) => source.key.map((column) => qualified(source, column)));

const limit = (w: SqlWriter) =>
  w.chance(50)
    ? w.pick([" limit 3", " limit 2 offset 1", " limit 1, 4", " limit -1 offset 2"])
    : "";

const plain: Form = (w) => {
  const { sql, sources } = w.from(2);
  const items = listed(w, sources);
  const rest = where(w, sources);
  const bound = w.chance(50) ? ` order by ${w.order(sources)}${limit(w)}` : "";
  return `select ${items} from ${sql}${rest}${bound}`;
};

/** Terms that name columns of the result. */
const named: Form = (w) => {
  const { sql, sources } = w.from(2);
  const x = w.value(sources, 2);
  const y = w.value(sources, 1);
  const term = w.pick(["typeof(x)", "x || y", "lower(y)", "x is y", "coalesce(x, y)"]);
  return w.pick([
    `select distinct ${x} as x, ${y} as y from ${sql}${where(w, sources)} order by ${term}, x, y`,
    `select ${x} as x, ${y} as y from ${sql} where ${term} is not null`,
    `select typeof(${x}) as x, count(*) as y from ${sql}${
      where(w, sources)
    } group by x having y > 1`,
    `select typeof(${x}) as x, typeof(${y}) as y from ${sql} group by ${term}, x, y`,
    `select ${x} as x, ${y} as y from ${sql}${where(w, sources)} order by ${term}, ${
      keys(sources)
    }`,
  ]);
};

/** Names of the result that decide which rows there are. */
const renamed: Form = (w) => {
  const { sql, sources } = w.table();
  const x = w.chance(60) ? w.column(sources) : w.value(sources, 1);
  const test = w.pick(["x is not null", "x > 1", "x = 'x'", "coalesce(x, 0) > 0", "y = x"]);
  const order = w.chance(50) ? ` order by ${keys(sources)}` : "";
  return `select ${x} as x, ${w.column(sources)} y from ${sql} where ${test}${order}`;
};

function aggregate(w: SqlWriter, sources: readonly Source[]): string {
  const v = w.value(sources, 1);
  const filter = w.chance(35) ? ` filter (where ${w.condition(sources, 1)})` : "";
  return w.pick([
    "count(*)",
    `count(${v})`,
    `count(distinct ${v})`,
    `sum(${v})`,
    `total(${v})`,
    `min(${v})`,
    `max(${v})`,
    `group_concat(quote(${v}), '/' order by ${keys(sources)})`,
    `string_agg(typeof(${v}), '' order by ${keys(sources)})`,
    `json_group_object(typeof(${v}), 1 order by ${keys(sources)})`,
  ]) + filter;
}

const grouped: Form = (w) => {
  const { sql, sources } = w.from(1);
  const group = `typeof(${w.value(sources, 1)}) || length(${w.value(sources, 0)})`;
  const items = w.times(1, 3, () => aggregate(w, sources)).join(", ");
  const having = w.chance(40)
    ? ` having ${aggregate(w, sources)} ${w.pick([">", "=", "is not"])} 1`
    : "";
  return w.chance(70)
    ? `select ${group} as g, ${items} from ${sql}${where(w, sources)} group by ${
      w.pick(["1", "g"])
    }${having}`
    : `select ${items} from ${sql}${where(w, sources)}`;
};

const windowed: Form = (w) => {
  const { sql, sources } = w.from(1);
  const partition = () => w.chance(50) ? `partition by ${w.value(sources, 1)} ` : "";
  const ordering = `order by ${w.order(sources)}`;
  const call = () => {
    const v = w.value(sources, 1);
    const frame = w.pick(FRAMES);
    const filter = w.chance(25) ? ` filter (where ${w.condition(sources, 1)})` : "";
    return w.pick([
      `${
        w.pick([
          "row_number()",
          "rank()",
          "dense_rank()",
          "ntile(3)",
          "percent_rank()",
          "cume_dist()",
        ])
      } over (${partition()}${ordering})`,
      `${w.pick(["lag", "lead"])}(${v}, 1, 'none') over (${partition()}${ordering})`,
      `${w.pick(["first_value", "last_value"])}(${v}) over (${partition()}${ordering}${frame})`,
      `${
        w.pick(["count", "total", "min"])
      }(${v})${filter} over (${partition()}${ordering}${frame})`,
      "row_number() over w",
      "sum(1) over (w rows 1 preceding)",
    ]);
  };
  const items = w.times(1, 2, call).join(", ");
  const filter = where(w, sources);
  return `select ${
    keyList(sources).join(", ")
  }, ${items} from ${sql}${filter} window w as (${ordering})`;
};

const compound: Form = (w) => {
  const part = () => {
    const { sql, sources } = w.from(1);
    return `select ${w.value(sources, 1)} as a, ${w.value(sources, 0)} as b from ${sql}${
      where(w, sources, 1)
    }`;
  };
  const operator = () => w.pick(["union", "union all", "except", "intersect"]);
  const parts = w.times(
    1,
    2,
    () => ` ${operator()} ${w.chance(85) ? part() : "values (1, 'a'), (2, null)"}`,
  );
  return `${part()}${parts.join("")}${
    w.pick(["", " order by 1 collate binary, 2", " order by b, a collate nocase desc"])
  }`;
};

const common: Form = (w) => {
  let known = w.tables;
  const definitions = ["c0", w.pick(["c1", "MARKS", "votes"])].slice(w.pick([0, 1])).map((name) => {
    const others = Object.entries(known).filter(([table]) => table !== name.toLowerCase());
    const { sql, columns } = w.within(Object.fromEntries(others)).rows(1);
    const names = w.chance(50) ? columns.map((_, i) => `p${i}`) : columns;
    known = { ...Object.fromEntries(others), [name]: { columns: names, key: names } };
    const list = names === columns ? "" : ` (${names.join(", ")})`;
    return `${name}${list} as ${w.pick(["", "materialized ", "not materialized "])}(${sql})`;
  });
  const body = w.pick([plain, plain, grouped, compound, windowed, named])(w.within(known));
  return `with ${definitions.join(", ")} ${body}`;
};

const recursive: Form = (w) => {
  const { sql, sources } = w.table();
  const one = (name: string, ...columns: string[]) => [{ name, columns, key: columns }];
  return w.pick([
    `with recursive n (i) as (values (1) union all select i + 1 from n where i < 7)
      select i, (select count(*) from ${sql} where ${w.column(sources)} = i) from n
      where ${w.condition(one("n", "i"), 1)}`,
    `with recursive up (id, depth) as (
        select id, 0 from posts where ${w.condition(one("posts", "id", "score"), 1)}
        union select p.score, depth + 1 from posts p join up on p.id = up.id
        where depth < 4 and p.score is not null)
      select id, min(depth), count(*) from up group by id`,
    `with recursive days (d) as (
        select date('2024-02-27') union all select date(d, '+1 day') from days limit 4)
      select d, strftime('%w', d), (select count(*) from posts where weight > julianday(d))
      from days order by d desc`,
    `with recursive walk (id, path) as (select id, '/' || id from posts where score is null
        union all select p.id, path || '/' || p.id from walk w join posts p on p.score = w.id
        order by 2 desc limit 20)
      select id, max(length(path)) from walk group by 1`,
  ]);
};

const joinedByName: Form = (w) => {
  const [left, right, name, more] = w.pick(
    [
      ["posts", "(select post as id, voter from votes)", "id", "voter"],
      ["posts", "(select place as score, note from marks)", "score", "note"],
      ["posts", "(select id, body as text from posts)", "id", "text"],
    ] as const,
  );
  const kind = w.pick(["join", "left join", "full join", "right join", "inner join"]);
  const head = w.chance(40)
    ? `${left} natural ${kind} ${right}`
    : `${left} ${kind} ${right} using (${name})`;
  const rest = w.chance(50) ? ` where ${name} ${w.pick(["<", "<>", ">"])} 3` : "";
  return `select ${name}, ${more} from ${head}${rest}`;
};

const FULL_TEXT = [
  "select rowid, body from posts_fts where posts_fts match 'red NOT fox'",
  "select rowid, snippet(posts_fts, 0, '<', '>', '…', 3) from posts_fts where body match 're*'",
  "select p.id, highlight(posts_fts, 0, '[', ']') from posts_fts f join posts p " +
  "on p.id = f.rowid where posts_fts match 'NEAR(red fox, 2)'",
  "select id from posts where id in (select rowid from posts_fts('\"red\"')) or score > 1",
  "select rowid, rank is not null from posts_fts('red OR fox') order by rank, rowid limit 2",
  "select count(*), (select count(*) from posts_fts where posts_fts match 'red') from votes",
  "with hit as (select rowid as id, rank as r from posts_fts where posts_fts match '^red') " +
  "select p.id from hit join posts p on p.id = hit.id order by lower(p.author) || 1, p.id",
  "select body from posts_fts where body like '%e%'",
  "select distinct s.k as d from votes v join (select rowid as k from posts_fts " +
  "where posts_fts match 'red') s on s.k <> v.value order by typeof(d), d",
];

const WHOLE = [
  "select * from posts",
  "select p.*, m.note from posts p left join marks m on m.place = p.id",
  "select * from marks where (label, place) > ('a', 1) order by label collate binary, place",
  "select * from posts indexed by posts_thread_score_index where thread > 'a'",
  "select * from posts not indexed where weight is not 3",
  "values (1, 'a'), (2, null)",
  "select count(*) from posts, votes, marks",
  "select 1 where 1 in (select id from posts) /* why */ -- not",
  "select * from (select * from (select * from marks))",
  "select * from posts where id in (1, 2, 3) and thread = 'a' collate binary;",
  "select id from posts where (id, 'a', 1) in votes",
];

const fixed: Form = (w) => w.pick(w.chance(50) ? FULL_TEXT : WHOLE);

const FORMS: readonly Form[] = [
  ...[
    plain,
    plain,
    plain,
    named,
    named,
    renamed,
    renamed,
    grouped,
    grouped,
    windowed,
    compound,
    common,
    common,
  ],
  ...[recursive, joinedByName, fixed],
];
