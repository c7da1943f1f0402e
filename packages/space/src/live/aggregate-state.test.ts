/** Sums that are kept are those in which no addition rounds. */

import assert from "node:assert/strict";
import { LiveHistory } from "../testing/live-history.ts";

const SUM = { sql: "select sum(weight), avg(weight) from posts", ordered: true };
const insert = (weight: number) => ({
  sql: "insert into posts (weight) values (?)",
  params: [weight],
});

function runsAfter(...weights: readonly number[]): number {
  const fixture = new LiveHistory([SUM]);
  for (const weight of weights) fixture.commit([insert(weight)]);
  fixture.commit([{ sql: "delete from posts where id = 1" }]);
  fixture.compare([SUM]);
  const { runs } = fixture.live;
  fixture.close();
  return runs;
}

Deno.test("a sum of fractions is kept where they are multiples of a power of two", () => {
  assert.equal(runsAfter(0.25, 19.75, -0.5, 2 ** -20), 1);
  assert.equal(runsAfter(2 ** 40, 2 ** 41, 7), 1);
});

Deno.test("a sum that rounds is run again", () => {
  assert.ok(runsAfter(0.1, 0.2, 0.3) > 1);
  assert.ok(runsAfter(1e300, 1) > 1);
  assert.ok(runsAfter(2 ** 34, 0.5) > 1);
  assert.ok(runsAfter(2 ** 53, 1) > 1);
  assert.ok(runsAfter(2 ** -21, 1) > 1);
});
