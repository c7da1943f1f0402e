/** A computation that binds what it found in a record or list binds the place it was found at. */

import {
  action,
  assert,
  computed,
  handler,
  pattern,
  type Stream,
  TESTS,
  Writable,
} from "commonfabric";
const inc = handler<void, { n: Writable<number> }>((_, { n }) => {
  n.set(n.get() + 1);
});
const Up = pattern<{ n: Writable<number> }, { up: Stream<void>; n: number }>(({ n }) => ({
  n,
  up: action(() => n.set(n.get() + 100)),
}));
const P = pattern<
  { counts: Record<string, number>; xs: number[] },
  {
    incs: Record<string, Stream<void>>;
    list: Stream<void>[];
    ups: { up: Stream<void>; n: number }[];
    looped: Stream<void>[];
    picked: Stream<void>[];
  }
>(({ counts, xs }) => ({
  incs: Object.fromEntries(
    Object.entries(counts).map(([k, n]) => [k, inc({ n: n as any })]),
  ) as any,
  list: computed(() => xs.map((n, i) => inc({ n: n as any }))) as any,
  ups: computed(() => Object.entries(counts).map(([key, n]) => Up({ n: n as any }))) as any,
  looped: computed(() => {
    const out: Stream<void>[] = [];
    for (const [key, n] of Object.entries(counts)) out.push(inc({ n } as any));
    return out;
  }) as any,
  picked: computed(() =>
    Object.entries(counts).filter(([k]) => k !== "x").toSorted().map(([k, n]) =>
      inc({ n: n as any })
    )
  ) as any,
}));
export default pattern(() => {
  const counts = new Writable<Record<string, number>>({ x: 1, y: 2 });
  const xs = new Writable([10, 20]);
  const p = P({ counts, xs });
  return {
    [TESTS]: [
      { action: action(() => p.incs.x.send()) },
      { assertion: assert(() => counts.get().x === 2) },
      { action: action(() => p.list[1]!.send()) },
      { assertion: assert(() => xs.get()[1] === 21) },
      { action: action(() => p.ups[1]!.up.send()) },
      { assertion: assert(() => counts.get().y === 102 && p.ups[1]!.n === 102) },
      { action: action(() => p.looped[0]!.send()) },
      { assertion: assert(() => counts.get().x === 3) },
      { action: action(() => p.picked[0]!.send()) },
      { assertion: assert(() => counts.get().y === 103) },
    ],
  };
});
