/** A computed that a computation makes and uses is, for the code around it, what its type says. */

import { assert, computed, lift, pattern, TESTS, Writable } from "commonfabric";
const fmt = (n: number) => n.toFixed(1);
const dbl = lift((n: number) => n * 2);
const Child = pattern<{ n: number }, { v: number; o: { k: number } }>(({ n }) => ({
  v: computed(() => n + 1),
  o: { k: n },
}));
export default pattern(() => {
  const n = new Writable(2);
  const a = computed(() => {
    const d = computed(() => n.get() * 2);
    return Math.max(d, 1);
  });
  const b = computed(() => {
    const d = computed(() => n.get() * 2);
    return fmt(d);
  });
  const c = computed(() => {
    const d = computed(() => n.get() * 2);
    return [d].includes(4);
  });
  const d = computed(() => {
    const xs: number[] = [];
    for (let i = 0; i < 3; i++) {
      const k = computed(() => n.get() + i);
      xs.push(k);
    }
    return xs.reduce((p, q) => p + q, 0);
  });
  const e = computed(() => {
    const o = computed(() => ({ k: n.get() }));
    const { k } = o;
    return Object.keys(o).length + k;
  });
  const f = computed(() => {
    const o = dbl(n.get());
    return new Date(o).getTime();
  });
  const g = computed(() => {
    const c = Child({ n: n.get() });
    return fmt(c.v) + c.o.k;
  });
  const h = computed(() => {
    const d = computed(() => n.get() === 2);
    return d ? "two" : "other";
  });
  const i = computed(() => {
    const d = computed(() => n.get() * 2);
    const e2 = d;
    return e2 === 4;
  });
  const j = computed(() => {
    const d = computed(() => n.get() * 2);
    const o = { d };
    return o.d + 1;
  });
  const k = computed(() => {
    const d = computed(() => n.get() * 2);
    return ((x: number) => x === 4)(d);
  });
  const l = computed(() => {
    const d = computed(() => [n.get(), 1]);
    return fmt(d.map((x) => x).length) + [...d].length + JSON.stringify({ d });
  });
  const m = computed(() => {
    const s = new Set<number>();
    const d = computed(() => n.get());
    s.add(d);
    return s.has(2);
  });
  return {
    [TESTS]: [
      { assertion: assert(() => a === 4) },
      { assertion: assert(() => b === "4.0") },
      { assertion: assert(() => c) },
      { assertion: assert(() => d === 9) },
      { assertion: assert(() => e === 3) },
      { assertion: assert(() => f === 4) },
      { assertion: assert(() => g === "3.02") },
      { assertion: assert(() => h === "two") },
      { assertion: assert(() => i) },
      { assertion: assert(() => j === 5) },
      { assertion: assert(() => k) },
      { assertion: assert(() => l === '2.02{"d":[2,1]}') },
      { assertion: assert(() => m) },
    ],
  };
});
