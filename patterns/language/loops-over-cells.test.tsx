/** A loop in a body over cells that are written out runs while the graph is built. */

import { action, assert, handler, pattern, type Stream, TESTS, Writable } from "commonfabric";

const bump = handler<{ by: number }, { n: Writable<number> }>(({ by }, { n }) => {
  n.set(n.get() + by);
});

export default pattern(() => {
  const a = new Writable(0);
  const b = new Writable(10);
  const of: Stream<{ by: number }>[] = [];
  const each: Stream<{ by: number }>[] = [];
  const keys: string[] = [];
  for (const n of [a, b]) of.push(bump({ n }));
  [a, b].forEach((n) => {
    each.push(bump({ n }));
  });
  for (const key in { a, b }) keys.push(key);
  return {
    [TESTS]: [
      { assertion: assert(() => of.length === 2 && each.length === 2 && keys.join() === "a,b") },
      { action: action(() => of[1]!.send({ by: 1 })) },
      { action: action(() => each[0]!.send({ by: 2 })) },
      { assertion: assert(() => a.get() === 2 && b.get() === 11) },
    ],
  };
});
