import { assert, computed, pattern, TESTS } from "commonfabric";

let runs = 0;

/** A computation that counts its runs gives another answer each time. */
export default pattern(() => {
  const count = computed(() => ++runs);
  return {
    expectNonIdempotent: true,
    [TESTS]: [{ assertion: assert(() => count > 0) }, {
      skip: true,
      assertion: assert(() => false),
    }],
  };
});
