/** Joins are run again only for rows that have the values that their conditions ask for. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { SqlValue } from "@cf/protocol";
import {
  author,
  DECLARATION,
  followHistory,
  LiveHistory,
  statement,
} from "../testing/live-history.ts";
import { planQuery } from "./plan.ts";

/** The routes of a query as text: `table column=value,value`. */
function routes(sql: string, params: readonly SqlValue[] = []): string[] {
  return planQuery(DECLARATION, sql, params).routes.map(({ shape, positions, combinations }) =>
    `${shape.name} ${positions.map((position) => shape.columns[position]!.name)}=${
      combinations.map((values) => values.join("+"))
    }`
  );
}

const JOINS: readonly [string, readonly string[]][] = [
  ["posts p join votes v on v.post = p.id where p.author = 'x'", ["posts author=x"]],
  ["posts p, votes v where v.post = p.id and voter = 'a'", ["votes voter=a"]],
  ["posts p join votes v on v.post = p.id where p.id = 3", ["posts id=3", "votes post=3"]],
  ["posts p join votes v on v.post = p.id and v.post in (1, 2)", [
    "posts id=1,2",
    "votes post=1,2",
  ]],
  ["posts p left join votes v on v.post = p.id where p.id = 3", ["posts id=3", "votes post=3"]],
  ["posts p left join votes v on v.post = p.id where v.post = 3", ["posts id=3", "votes post=3"]],
  ["posts p left join votes v on v.post = p.id and v.voter = 'a'", ["votes voter=a"]],
  // The left side of a LEFT JOIN is there without a match.
  ["posts p left join votes v on v.post = p.id and v.post = 3", ["votes post=3"]],
  ["posts p left join votes v on v.post = p.id and p.author = 'x'", []],
  ["posts p left join votes v on v.post = p.id where v.voter is null", []],
  ["posts p left join votes v on v.post = p.id and p.id = 3", []],
  // A name that several tables have, joins of both sides, a table twice, alternatives.
  ["posts a join posts b on a.id = b.score where a.author = 'x'", []],
  ["posts p right join votes v on v.post = p.id where p.id = 3", []],
  ["posts p join votes v on v.post = 3 right join marks m on m.place = p.id", []],
  ["posts p left join votes v on v.post = p.id full join marks m on true where p.id = 3", []],
  ["posts p join votes v on v.post = 3 natural join marks m", []],
  ["posts p natural join votes v where p.id = 3", []],
  ["posts right join votes v on v.post = posts.id and v.value = 1", []],
  ["posts natural join votes where voter = 'a'", []],
  ["posts p join votes v using (id) where p.id = 3", []],
  ["posts p join votes v on v.post = p.id where p.id = 3 or v.voter = 'a'", []],
  ["posts p join votes v left join posts q on v.post = p.id where p.id = 3", []],
  ["posts p join votes v on v.post = p.thread where v.post = 3", ["votes post=3"]],
];

for (const [from, expected] of JOINS) {
  Deno.test(`joined rows concern a query by value: ${from}`, () => {
    assert.deepEqual(routes(`select p.id from ${from}`), expected);
  });
}

Deno.test("a join is not run for rows that its conditions leave out, and is for all others", () => {
  const watched = {
    sql: "select p.id, v.voter from posts p left join votes v on v.post = p.id " +
      "where p.author = ? and p.id in (1, 2)",
    params: ["x"],
    ordered: false,
  };
  const fixture = new LiveHistory([watched]);
  const runsOf = (sql: string) => {
    const before = fixture.live.runs;
    fixture.commit([{ sql }]);
    fixture.compare([watched]);
    return fixture.live.runs - before;
  };
  assert.equal(runsOf("insert into posts (id, author) values (1, 'x'), (2, 'y'), (3, 'x')"), 1);
  assert.equal(runsOf("insert into posts (id, author) values (4, 'x'), (5, 'y')"), 0);
  assert.equal(runsOf("insert into votes values (3, 'a', 1), (4, 'b', 1)"), 0);
  assert.equal(runsOf("insert into votes values (1, 'a', 1)"), 1);
  assert.equal(runsOf("update posts set body = 'new' where id = 3"), 0);
  assert.equal(runsOf("update posts set author = 'x' where id = 2"), 1);
  assert.equal(runsOf("update votes set post = 2 where post = 3"), 1);
  assert.equal(runsOf("delete from posts where id = 1"), 1);
  fixture.close();
});

const QUERIES = ["join", "left join", ","].flatMap((join) =>
  [
    "",
    "on v.post = p.id",
    "on v.post = p.id and v.value = 1",
    "on p.id = post and p.score = 2",
    "on v.post = p.id and p.id in (1, 2, 3)",
  ].flatMap((on) =>
    [
      "1",
      "p.id in (1, 2, 3)",
      "v.post = 2 and v.post = p.id",
      "v.post is null",
      "voter = 'x' and p.id = post",
      "author = 'y'",
    ].map((where) => ({
      sql: `select p.id, p.author, v.voter from posts p ${join} votes v ${on} where ${where}`,
      ordered: false,
    }))
  )
);

Deno.test("joins equal a fresh run after every commit of a generated history", () => {
  const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { maxLength: 12 });
  const posts = fc.array(fc.tuple(author, fc.integer({ min: 0, max: 3 })), { maxLength: 5 });
  fc.assert(
    fc.property(posts, history, (rows, commits) => {
      const first = { sql: "insert into posts (author, score) values (?, ?)", rows };
      followHistory(QUERIES, [[first], ...commits]);
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 15), endOnFailure: true },
  );
});
