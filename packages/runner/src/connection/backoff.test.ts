import assert from "node:assert/strict";
import fc from "fast-check";
import { backoffMs } from "./backoff.ts";

Deno.test("backoffMs() stays between half its ceiling and the ceiling, and never above 15 s", () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const ceiling = Math.min(15_000, 250 * 2 ** attempt);
        const delayMs = backoffMs(attempt, () => random);
        assert.ok(delayMs >= ceiling / 2 && delayMs <= ceiling, `${delayMs} of ${ceiling}`);
      },
    ),
  );
});
