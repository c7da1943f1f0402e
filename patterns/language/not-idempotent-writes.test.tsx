import { assert, computed, pattern, TESTS, Writable } from "commonfabric";

/** A computation that appends writes more each time it runs; `set` would write the same. */
export default pattern(() => {
  const price = new Writable(3);
  const log = new Writable<number[]>([]);
  computed(() => log.push(price.get()));
  return {
    expectNonIdempotent: true,
    [TESTS]: [{ assertion: assert(() => log.get()[0] === 3) }],
  };
});
