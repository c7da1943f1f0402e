/** Functions that a pattern or a computed gives are called like any other. */

import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";
const Calc = pattern<
  { base: number },
  { add: (n: number) => number; make: (k: string) => { k: string; v: number } }
>(({ base }) => ({ add: (n: number) => n + base, make: (k: string) => ({ k, v: base }) }));
export default pattern(() => {
  const b = new Writable(10);
  const c = Calc({ base: b });
  const { add } = c;
  const f = computed(() => {
    const m = b.get();
    return (x: number) => x * m;
  });
  const r1 = c.add(1);
  const r2 = add(2);
  const r3 = computed(() => c.add(3) + add(4));
  const r4 = f(5);
  const r5 = c.make("z").v;
  const r6 = [1, 2].map((n) => c.add(n));
  const r7 = [1, 2].map(f);
  const xs = new Writable([1, 2]);
  const r8 = xs.map((x) => c.add(x));
  const r9 = xs.get().map(c.add).join();
  return {
    [TESTS]: [
      { assertion: assert(() => r1 === 11 && r2 === 12 && r3 === 27 && r4 === 50 && r5 === 10) },
      {
        assertion: assert(() =>
          r6.join() === "11,12" && r7.join() === "10,20" && r8.join() === "11,12" && r9 === "11,12"
        ),
      },
      { action: action(() => b.set(20)) },
      { assertion: assert(() => r1 === 21 && r2 === 22 && r3 === 47 && r4 === 100 && r5 === 20) },
      {
        assertion: assert(() =>
          r6.join() === "21,22" && r7.join() === "20,40" && r8.join() === "21,22" && r9 === "21,22"
        ),
      },
      { action: action(() => b.set(c.add(1) + f(1))) },
      { assertion: assert(() => b.get() === 41) },
    ],
  };
});
