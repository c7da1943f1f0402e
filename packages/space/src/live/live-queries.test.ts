/** The naive twin: after each step of a generated history, every live result equals a fresh run. */

import fc from "fast-check";
import { followHistory, seeded, statement, type Watched } from "../testing/live-history.ts";

const QUERIES: readonly Watched[] = [
  // Joined by columns that the query does not name.
  {
    sql: "select body, label from (select score as place, body from posts) natural full join marks",
    ordered: false,
  },
  {
    sql: "select note, c from marks left join (select value as place, count(*) as c from votes " +
      "group by 1) using (place)",
    ordered: false,
  },
  {
    sql: "select * from posts where thread = ? order by score desc, id limit 3",
    params: ["a"],
    ordered: true,
  },
  {
    sql: "select id, body from posts where thread = 'B' order by body, id desc limit 2",
    ordered: true,
  },
  { sql: "select id, score from posts order by score, id limit 4", ordered: true },
  {
    sql: "select id, score from posts order by score desc nulls first, id desc limit 2",
    ordered: true,
  },
  {
    sql:
      "select p.id, weight as w from posts p where score >= :s and weight is not null order by w, 1",
    params: { s: 2 },
    ordered: true,
  },
  {
    sql: "select * from posts where author = ? and thread = ?",
    params: ["x", "A"],
    ordered: false,
  },
  { sql: "select id from posts where score = '3'", ordered: false },
  { sql: "select id from posts where author = 2 or score = 1", ordered: false },
  { sql: "select count(*) from posts", ordered: true },
  {
    sql: "select count(score), sum(score), avg(score), min(score), max(score) from posts",
    ordered: true,
  },
  {
    sql: "select author, count(*) n, sum(score) from posts group by author order by n desc, author",
    ordered: true,
  },
  {
    sql: "select author, max(score), min(id) from posts where thread = ? group by author",
    params: ["a"],
    ordered: false,
  },
  { sql: "select max(score), min(score) from posts", ordered: true },
  { sql: "select author, max(id), min(score) from posts group by author", ordered: false },
  { sql: "select author, sum(weight), avg(weight) from posts group by author", ordered: false },
  { sql: "select lower(thread), count(*) from posts group by thread", ordered: false },
  {
    sql: "select voter, sum(value) from votes group by voter order by 2 desc, 1 limit 2",
    ordered: true,
  },
  { sql: "select * from votes where post = 2", ordered: false },
  { sql: "select post, count(*) as c from votes group by post", ordered: false },
  {
    sql:
      "select p.id, (select count(*) from votes v where v.post = p.id) n from posts p order by p.id",
    ordered: true,
  },
  { sql: "select v.voter, p.body from votes v join posts p on p.id = v.post", ordered: false },
  { sql: "select rowid from posts_fts where posts_fts match 'red'", ordered: false },
  { sql: "select distinct author from posts", ordered: false },
  { sql: "select id from posts union all select post from votes", ordered: false },
  { sql: "select id from posts where thread = null", ordered: false },
  { sql: "select upper(body) from posts where thread = 'a' order by id", ordered: true },
];

Deno.test("LiveQueries equal a fresh run after every commit of a generated history", () => {
  const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), {
    maxLength: 20,
    size: "medium",
  });
  fc.assert(
    fc.property(seeded, history, (rows, commits) => {
      const first = { sql: "insert into posts (thread, author, score) values (?, ?, ?)", rows };
      followHistory(QUERIES, [[first], ...commits]);
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 50) },
  );
});
