import assert from "node:assert/strict";
import { rateOf, readMetrics, sumOf } from "./metrics.ts";

const TEXT = `# HELP cf_x Things
# TYPE cf_x counter
cf_x{code="a b"} 3
cf_x{code="c"} 4.5
cf_xy 100
`;

Deno.test("sumOf() adds the series of one metric over its labels", () => {
  const metrics = readMetrics(TEXT);
  assert.equal(sumOf(metrics, "cf_x"), 7.5);
  assert.equal(sumOf(metrics, "cf_xy"), 100);
  assert.equal(sumOf(metrics, "cf_none"), 0);
});

Deno.test("rateOf() needs an earlier reading", () => {
  const metrics = readMetrics(TEXT);
  assert.equal(rateOf("cf_xy", { metrics, before: undefined, seconds: 0 }), "");
  const before = readMetrics("cf_xy 90\n");
  assert.equal(rateOf("cf_xy", { metrics, before, seconds: 4 }), 2.5);
});
