import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";

/** Counts what fails: time and chance belong to events. */
export default pattern(() => {
  const stamp = new Writable(0);
  const dice = new Writable(-1);
  const clock = computed(() => Date.now());
  const same = new Writable(false);
  return {
    clock,
    expectRuntimeErrors: 1,
    [TESTS]: [
      {
        action: action(() => {
          stamp.set(Date.now());
          same.set(Date.now() === new Date().getTime());
          dice.set(Math.floor(Math.random() * 6));
        }),
      },
      { assertion: assert(() => stamp.get() > 1e12 && stamp.get() % 1000 === 0) },
      { assertion: assert(() => same.get() && dice.get() >= 0 && dice.get() < 6) },
      {
        action: action(() => {
          throw new Error("on purpose");
        }),
      },
    ],
  };
});
