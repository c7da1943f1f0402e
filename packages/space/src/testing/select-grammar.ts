/**
 * Random queries over the tables of `live-history.ts`: conditions and expressions of every kind, joins,
 * compounds, common table expressions, windows, subqueries, JSON, dates and full text.
 *
 * A query with a limit is in a total order, so that its rows are the same however they are found.
 */

import fc from "fast-check";
import type { SqlValue } from "@cf/protocol";
import type { Watched } from "./live-history.ts";

/** SQL with the values of its `?`, in order. */
interface Fragment {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

type Sql = fc.Arbitrary<Fragment>;

const text = (sql: string): Fragment => ({ sql, params: [] });
const one = (...choices: readonly string[]): Sql => fc.constantFrom(...choices).map(text);

/** A template whose holes are generated. */
function sql(strings: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  return fc.tuple(...holes).map((parts) => ({
    sql: strings.map((string, i) => string + (parts[i]?.sql ?? "")).join(""),
    params: parts.flatMap(({ params }) => params),
  }));
}

function list(part: Sql, constraints: fc.ArrayConstraints): Sql {
  return fc.array(part, constraints).map((parts) => ({
    sql: parts.map((each) => each.sql).join(", "),
    params: parts.flatMap(({ params }) => params),
  }));
}

const nothing = fc.constant(text(""));
const maybe = (part: Sql): Sql => fc.oneof(nothing, part);

const VALUES: readonly SqlValue[] = [null, 0, 1, 2, 3, -1, 2.5, "x", "a", "A", "2", "red", " x"];
const parameter: Sql = fc.constantFrom(...VALUES).map((value) => ({ sql: "?", params: [value] }));
const literal = one(
  "null",
  "0",
  "1",
  "2",
  "3",
  "-1",
  "2.5",
  "'x'",
  "'a'",
  "'A'",
  "'2'",
  "'red'",
  "''",
);
const comparison = one(
  ...["=", "==", "<>", "!=", "<", "<=", ">", ">=", "is", "is not", "like", "glob"],
  ...["is distinct from", "not like"],
);

const column = (alias: string) =>
  one(...["id", "thread", "author", "score", "weight", "body"].map((name) => alias + name));

function expression(alias: string, depth: number): Sql {
  const simple = fc.oneof(column(alias), column(alias), literal, parameter);
  if (depth === 0) return simple;
  const e = expression(alias, depth - 1);
  const c = condition(alias, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: simple },
    sql`${e} ${one("+", "-", "*", "||", "/", "%", "&")} ${e}`,
    sql`${one("lower", "upper", "length", "typeof", "quote", "hex", "trim", "abs")}(${e})`,
    sql`${one("coalesce", "ifnull", "nullif", "min", "max", "json_array")}(${e}, ${e})`,
    sql`iif(${c}, ${e}, ${e})`,
    sql`case when ${c} then ${e} else ${e} end`,
    sql`case ${e} when ${e} then ${e} end`,
    sql`(${e})`,
    sql`- ${e}`,
    sql`cast(${e} as ${one("integer", "text", "real", "numeric")})`,
    sql`${column(alias)} collate ${one("nocase", "binary", "rtrim")}`,
    sql`substr(${e}, 1, ${one("1", "2")})`,
    sql`json_extract(json_array(1, ${e}), '$[1]')`,
    sql`date(${column(alias)}, 'unixepoch')`,
    sql`strftime('%Y', 86400 * 365 * ${e}, 'unixepoch')`,
    sql`${c}`,
  );
}

function condition(alias: string, depth: number): Sql {
  const e = expression(alias, depth);
  const test = sql`${column(alias)} ${comparison} ${fc.oneof(literal, parameter)}`;
  if (depth === 0) return test;
  const c = condition(alias, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: test },
    sql`${e} ${comparison} ${e}`,
    sql`${e} ${one("is null", "is not null", "isnull", "notnull", "not null")}`,
    sql`${column(alias)} ${one("in", "not in")} (${
      list(fc.oneof(literal, parameter), { maxLength: 4 })
    })`,
    sql`${column(alias)} ${one("between", "not between")} ${e} and ${e}`,
    sql`not ${c}`,
    sql`(${c} or ${c})`,
    sql`${c} and ${c}`,
    sql`${c} or ${c}`,
    sql`(${c} and ${c})`,
    e,
  );
}

const direction = one("", " desc", " asc", " nulls last", " desc nulls first");
const where = (alias: string) => maybe(sql` where ${condition(alias, 2)}`);
const bounds = maybe(
  sql` limit ${one("0", "1", "2", "5", "-1")}${maybe(sql` offset ${one("0", "1", "3")}`)}`,
);

const windowed = (from: string, alias: string): Sql => {
  const item = fc.oneof(
    expression(alias, 2),
    sql`${expression(alias, 1)} as ${one("score", "w", "author")}`,
  );
  const term = sql`${
    fc.oneof(expression(alias, 1), one("1", "w", "score collate nocase"))
  }${direction}`;
  const ordered = sql` order by ${list(term, { maxLength: 2, minLength: 1 })}, ${
    one(`${alias}id`)
  }${direction}${bounds}`;
  return sql`select ${one(`${alias}id`)}, ${list(item, { minLength: 1, maxLength: 3 })} from ${
    one(from)
  }${where(alias)}${maybe(ordered)}`;
};

const aggregate = (alias: string): Sql =>
  fc.oneof(
    one("count(*)"),
    sql`${one("count", "sum", "avg", "total")}(${column(alias)})`,
    // Under NOCASE the greatest may have several spellings.
    sql`${one("min", "max")}(${one(`${alias}score`, `${alias}author`, `${alias}weight`)})`,
    sql`${one("count", "sum")}(${expression(alias, 1)})`,
    sql`count(distinct ${column(alias)})`,
    sql`${one("count(*)", `count(distinct ${alias}author)`)} filter (where ${condition(alias, 1)})`,
    sql`${one("count", "sum", "avg", "total")}(${column(alias)}) filter (where ${
      condition(alias, 1)
    })`,
    sql`${one("min", "max")}(${one(`${alias}score`, `${alias}author`)}) filter (where ${
      condition(alias, 1)
    })`,
  );

const grouped = (alias: string, from: string): Sql => {
  const key = fc.oneof(column(alias), expression(alias, 1));
  const output = fc.oneof(
    aggregate(alias),
    sql`${aggregate(alias)} ${one("+", "/", "||", ">")} ${fc.oneof(aggregate(alias), literal)}`,
    sql`round(${aggregate(alias)}, 1)`,
  );
  const having = sql` having ${output} ${comparison} ${fc.oneof(literal, parameter)}`;
  return fc.oneof(
    sql`select ${list(output, { minLength: 1, maxLength: 3 })} from ${one(from)}${where(alias)}${
      maybe(having)
    }`,
    key.chain((group) =>
      sql`select ${fc.constant(group)} as g, ${list(output, { minLength: 1, maxLength: 2 })} from ${
        one(from)
      }${where(alias)} group by ${one("1", "g")}${maybe(having)}`
    ),
    column(alias).chain((group) =>
      sql`select ${fc.constant(group)}, ${output} from ${one(from)}${where(alias)} group by ${
        fc.constant(group)
      }${maybe(having)} order by ${output}, 1 collate binary`
    ),
  );
};

const distinct = (alias: string, from: string): Sql =>
  sql`select distinct ${list(expression(alias, 1), { minLength: 1, maxLength: 2 })} from ${
    one(from)
  }${where(alias)}`;

const INNER = ["join", "inner join", "left join", "cross join", "right join", "full join"];

const joined: Sql = fc.oneof(
  sql`select p.id, ${expression("p.", 1)}, v.voter, v.value from posts p ${
    one(...INNER)
  } votes v on v.post = p.id${where("p.")}`,
  sql`select p.id, author, v.voter from posts p ${one("join", "left join", ",")} votes v ${
    one(
      "",
      "on v.post = p.id",
      "on v.post = p.id and v.value = 1",
      "on p.id = post and p.score = 2",
    )
  } where ${
    one("1", "p.id in (1, 2, 3)", "v.post = 2", "voter = 'x'", "v.post is null", "p.author = 'x'")
  } and ${one("1", "v.post = p.id", "post = 3", "score = 2", "v.value in (1, 2)")}`,
  sql`select p.id, v.voter from posts p, votes v where v.post = p.id and ${condition("p.", 1)}`,
  sql`select id, voter, author from posts ${
    one(...INNER, "natural join", "natural left join").map(({ sql }) =>
      text(
        sql.startsWith("natural")
          ? `${sql} (select post as id, voter, value from votes)`
          : `${sql} (select post as id, voter, value from votes) using (id)`,
      )
    )
  }`,
  sql`select a.id, b.id from posts a ${one(...INNER)} posts b on a.score = b.score and a.id < b.id${
    maybe(sql` where ${condition("a.", 1)}`)
  }`,
  sql`select a.id, b.author from posts a natural join (select id, author from posts) b`,
  sql`select v.voter, sum(p.score), count(*) from votes v join posts p on p.id = v.post${
    where("p.")
  } group by v.voter`,
);

const compound = fc.tuple(
  expression("", 1),
  expression("", 1),
  fc.constantFrom("union", "union all", "except", "intersect"),
).chain(([left, right, operator]) =>
  sql`select ${fc.constant(left)} as x from posts${where("")} ${one(operator)} select ${
    fc.constant(right)
  } from posts${where("")}${maybe(one(" order by 1 collate binary"))}`
);

const nested: Sql = fc.oneof(
  sql`with c as (select id, ${expression("", 1)} as e from posts${
    where("")
  }) select c.id, e from c${maybe(one(" where e is not null", " join votes v on v.post = c.id"))}`,
  sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 6)
    select i, (select count(*) from posts where score = n.i) from n where ${
    one("1", "i % 2", "i in (select score from posts)")
  }`,
  sql`select id, ${
    one(
      "row_number() over (order by score, id)",
      "sum(score) over (partition by author order by id)",
      "rank() over (partition by author order by score)",
      "lag(score, 1, 0) over (order by id)",
      "count(*) over (order by id rows between 1 preceding and 1 following)",
      "first_value(body) over (partition by thread order by score desc, id)",
    )
  } from posts${where("")}`,
  sql`select id, (select count(*) from votes v where v.post = posts.id) from posts${where("")}`,
  sql`select id from posts where ${
    one("exists", "not exists")
  } (select 1 from votes v where v.post = posts.id and v.value > ${one("0", "1", "2")})`,
  sql`select id from posts where id ${one("in", "not in")} (select post from votes where value = ${
    one("1", "2")
  })`,
  sql`select p.id, j.value from posts p, json_each(json_array(p.score, ${expression("p.", 1)})) j`,
  sql`select rowid, ${
    one("body", "snippet(posts_fts, 0, '[', ']', '…', 4)", "highlight(posts_fts, 0, '<', '>')")
  } from posts_fts where posts_fts match ${one("'red'", "'fox'", "'re*'", "'red AND fox'")}`,
  sql`select p.id, p.author from posts_fts f join posts p on p.id = f.rowid where posts_fts match 'red'${
    maybe(sql` and ${condition("p.", 1)}`)
  } order by rank, p.id`,
);

/** Over the table that is stored under its key of two columns. */
const keyed: Sql = fc.oneof(
  sql`select ${one("*", "place, label", "note", "note || label")} from marks${
    maybe(
      sql` where ${one("label", "place", "note")} ${comparison} ${fc.oneof(literal, parameter)}`,
    )
  }${
    maybe(sql` order by ${one("note", "note desc, place")}, label collate binary, place${bounds}`)
  }`,
  sql`select ${
    one("note", "place", "lower(label)")
  } as g, count(*), max(place) from marks group by g`,
);

/** Queries; one that SQLite itself does not take may be among them. */
export const query: fc.Arbitrary<Watched> = fc.oneof(
  { weight: 4, arbitrary: windowed("posts", "") },
  { weight: 2, arbitrary: windowed("posts as p", "p.") },
  { weight: 4, arbitrary: grouped("", "posts") },
  grouped("p.", "posts p"),
  { weight: 2, arbitrary: distinct("", "posts") },
  { weight: 2, arbitrary: joined },
  compound,
  keyed,
  { weight: 2, arbitrary: nested },
).map(({ sql, params }) => ({ sql, params, ordered: / order by (?!.* over )/.test(sql) }));
