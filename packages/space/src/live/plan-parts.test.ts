/** Queries of several SELECTs are run again only for changes that take part in one of them. */

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  author,
  followHistory,
  LiveHistory,
  seeded,
  statement,
  type Watched,
} from "../testing/live-history.ts";

/** Each step of a story: what is written, and whether the query has to be run again for it. */
type Step = readonly [sql: string, isRun: boolean];

const HOT: readonly Step[] = [
  ["insert into posts (id, author, score) values (1, 'x', 5), (2, 'y', 1)", true],
  ["insert into posts (id, author, score) values (3, 'z', 5)", false],
  ["update posts set score = 2 where id = 2", true],
  ["update posts set score = 9 where id = 3", false],
  ["update posts set author = 'x' where id = 3", true],
  ["delete from posts where id = 1", true],
];

const STORIES: Readonly<Record<string, { readonly sql: string; readonly steps: readonly Step[] }>> =
  {
    "a compound": {
      sql: "select id, score from posts where author = 'x' union all " +
        "select id, score from posts where author = 'y' order by 1 limit 5",
      steps: HOT,
    },
    "a compound of which one arm asks nothing": {
      sql: "select score from posts where author = 'x' except select value from votes",
      steps: [
        ["insert into posts (id, author, score) values (1, 'y', 1)", false],
        ["insert into posts (id, author, score) values (2, 'x', 1)", true],
        ["insert into votes values (1, 'a', 1)", true],
      ],
    },
    "a common table expression": {
      sql: "with hot (post, points) as (select id, score from posts where author in ('x', 'y')) " +
        "select max(h.points), count(*) from hot h join hot g on g.post >= h.post where h.points > 0",
      steps: HOT,
    },
    "a recursive one over rows": {
      sql: "with recursive up (id, n) as (select id, 0 from posts where author = 'x' union " +
        "select p.score, n + 1 from posts p join up on p.id = up.id where p.author = 'y' and n < 5) " +
        "select count(*), max(n) from up",
      steps: [
        ["insert into posts (id, author, score) values (1, 'x', 5)", true],
        ["insert into posts (id, author, score) values (5, 'z', 1)", false],
        ["insert into posts (id, author, score) values (6, 'y', 1)", true],
      ],
    },
    "a window": {
      sql: "select id, row_number() over (partition by author order by score, id), " +
        "lag(score) over (order by id) from posts where author <> 'z' order by id limit 2",
      steps: HOT,
    },
    "a subquery in FROM": {
      sql:
        "select s.author, s.n from (select author, count(*) as n from posts where author < 'z' " +
        "group by author having count(*) > 0) s left join votes v on v.value = s.n and v.voter = 'me'",
      steps: [
        ["insert into posts (id, author, score) values (1, 'x', 5), (2, 'y', 1)", true],
        ["insert into posts (id, author, score) values (3, 'z', 5)", false],
        ["insert into votes values (1, 'you', 1)", false],
        ["insert into votes values (1, 'me', 1)", true],
      ],
    },
    "a subquery within a subquery": {
      sql: "select id from posts p where exists (select 1 from votes v where v.post = p.id and " +
        "v.value > (select count(*) from marks m where m.place = v.value and m.note = 'stop'))",
      steps: [
        ["insert into posts (id) values (1)", true],
        ["insert into votes values (1, 'a', 3)", true],
        ["insert into marks values ('a', 3, 'go')", false],
        ["insert into marks values ('b', 3, 'stop')", true],
      ],
    },
  };

for (const [what, { sql, steps }] of Object.entries(STORIES)) {
  Deno.test(`a query of several SELECTs runs again for what takes part: ${what}`, () => {
    const watched = [{ sql, ordered: false }];
    const fixture = new LiveHistory(watched);
    for (const [written, isRun] of steps) {
      const before = fixture.live.runs;
      fixture.commit([{ sql: written }]);
      fixture.compare(watched);
      assert.equal(fixture.live.runs > before, isRun, written);
    }
    fixture.close();
  });
}

const WHERE = ["author = 'x'", "score > 1", "score is null or author > 'x'", "thread = 'a'", "1"];

/** Every shape with every condition, and several of what is not understood. */
const QUERIES: readonly Watched[] = WHERE.flatMap((one, i) => {
  const other = WHERE[(i + 2) % WHERE.length]!;
  return [
    `select id, author from posts where ${one} union select post, voter from votes where value > 1`,
    `select author from posts where ${one} intersect select voter from votes union all select 'x'`,
    `select id from posts where ${one} except select id from posts where ${other}`,
    `with c as (select * from posts where ${one}) select c.id, v.voter from c left join votes v ` +
    `on v.post = c.id and v.value = 1`,
    `with a as (select id, score from posts where ${one}), b (k) as materialized (select post from ` +
    `votes where voter = 'x') select a.score, (select count(*) from b where b.k = a.id) from a`,
    `select id, sum(score) over (order by id), rank() over (partition by author order by score) ` +
    `from posts where ${one}`,
    `select s.id, s.n from (select id, (select count(*) from votes v where v.post = p.id) n ` +
    `from posts p where ${one}) s where s.n > 0`,
    `select count(*) from posts where ${one} and id in (select post from votes where voter in ` +
    `(select author from posts where ${other}))`,
    `with c as (select id from posts where ${one}) select count(*) from c natural join ` +
    `(select post as id from votes)`,
    `with c as (select id from posts where ${one}) select count(*) from votes v right join c ` +
    `on v.post = c.id`,
    `select id from posts where ${one} and author in (select label from marks where place < 3 ` +
    `union select voter from votes where value = 2)`,
    `select (select count(*) from posts where ${one}), exists (select 1 from marks where note = 'a')`,
    `with f as (select rowid as id from posts_fts where posts_fts match 'red') ` +
    `select p.id from posts p join f on f.id = p.id where ${one}`,
  ].map((sql) => ({ sql, ordered: false }));
});

Deno.test("queries of several SELECTs equal a fresh run after every commit", () => {
  const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { maxLength: 10 });
  const some = fc.shuffledSubarray([...QUERIES], { minLength: 30, maxLength: 30 });
  const votes = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), author), { maxLength: 8 });
  fc.assert(
    fc.property(seeded, votes, history, some, (rows, given, commits, queries) => {
      followHistory(queries, [[
        { sql: "insert into posts (thread, author, score) values (?, ?, ?)", rows },
        {
          sql: "insert into votes select ?1, coalesce(?2, 'n'), 1 " +
            "where exists (select 1 from posts where id = ?1)",
          rows: given,
        },
      ], ...commits]);
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 30), endOnFailure: true },
  );
});
