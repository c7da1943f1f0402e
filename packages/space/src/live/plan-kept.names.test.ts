/** Columns of the result may be named in WHERE, ON and subqueries; what they stand for decides as well. */

import assert from "node:assert/strict";
import { inOrder, LiveHistory, type Watched } from "../testing/live-history.ts";

const QUERIES = [
  "select score as s from posts where s > 1",
  "select score s, body from posts p where coalesce(s, 0) > 1 order by id",
  "select score + 1 as s from posts where s is not null and author is null",
  "select score as s, null as t from posts where coalesce(t, s) is not null",
  'select score as "s t" from posts where [s t] in (2, 3)',
  "select p.id, score as s from posts p left join votes v on v.post = s",
  "select p.id, v.value as worth from posts p join votes v on v.post = p.id and worth > 1",
  "select id, (select count(*) from votes v where v.post = p.id) as n from posts p where n > 0",
  "select id, (select max(value) from votes v where v.post = p.id) as n from posts p order by n + 1, id",
  "select id, score as s from posts where exists (select 1 from votes v where v.post = s)",
  "select id, score as s from posts where id in (select post from votes where value < s)",
  "select p.id, (select 5 as id from votes v where v.post = id) as five from posts p where p.id < 5",
  "select lower(author) as who, count(*) as n from posts where who <> 'y' group by who having n > 0",
  "select p.id, score as s from posts p order by case when s > 1 then 1 else 2 end, p.id limit 2",
];

const STEPS = [
  "insert into posts (id, score) values (1, null), (2, 1), (3, null), (5, 9)",
  "update posts set score = 3 where id = 1",
  "update posts set score = 2 where id = 3",
  "insert into votes values (5, 'a', 1)",
  "insert into votes values (3, 'a', 1), (2, 'b', 2)",
  "update votes set value = 4 where post = 3",
  "update posts set author = 'X' where id = 2",
  "update posts set author = 'y' where id > 2",
  "update votes set post = 1 where post = 2",
  "delete from votes where post = 5",
  "update posts set score = score - 2",
];

for (const sql of QUERIES) {
  Deno.test(`a live query names its result: ${sql}`, () => {
    const watched: Watched = { sql, ordered: / order by /.test(sql) };
    const fixture = new LiveHistory([watched]);
    const seen = new Set<string>();
    for (const step of STEPS) {
      fixture.commit([{ sql: step }]);
      const fresh = inOrder(watched, fixture.fresh(watched));
      assert.deepEqual(inOrder(watched, fixture.shown.get(0)!), fresh, step);
      seen.add(JSON.stringify(fresh));
    }
    assert.ok(seen.size > 1, "the result changes");
    fixture.close();
  });
}
