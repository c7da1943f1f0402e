/** What a piece gives as its result is written by whoever is given it, where it has a place. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const RESULTS = `
import { type Cell, computed, Default, handler, pattern, Writable } from "commonfabric";
type E = { to: number };
const any = handler<E, { v: Cell<any> }>(({ to }, { v }) => { v.set(to); });
const number = handler<E, { v: Cell<number> }>(({ to }, { v }) => { v.set(to); });
const untyped = handler(({ to }: any, { v }: any) => { v.set(to); });
const key = handler<E, { kid: Cell<{ v: number }> }>(({ to }, { kid }) => { kid.key("v").set(to); });
const update = handler<E, { kid: Cell<{ v: number }> }>(({ to }, { kid }) => { kid.update({ v: to }); });
const field = handler<E, { kid: { v: Cell<number> } }>(({ to }, { kid }) => { kid.v.set(to); });
const element = handler<E, { kids: Cell<{ v: number }[]> }>(({ to }, { kids }) => { kids.key(0).key("v").set(to); });
const inside = handler<E, { kids: Cell<{ v: Cell<number> }[]> }>(({ to }, { kids }) => { kids.get()[0]!.v.set(to); });
const listed = handler<E, { kids: { v: Cell<number> }[] }>(({ to }, { kids }) => { kids[0]!.v.set(to); });
const Own = pattern<{ x?: number }>(() => { const v = new Writable(0); return { v, twice: computed(() => v.get() * 2) }; });
const Input = pattern<{ v: Default<number, 0> }>(({ v }) => ({ v, twice: computed(() => v * 2) }));
const Cells = pattern<{ v: Writable<number | Default<0>> }>(({ v }) => ({ v, twice: computed(() => v.get() * 2) }));
const Part = pattern<{ o: Default<{ v: number }, { v: 0 }> }>(({ o }) => ({ v: o.v, twice: computed(() => o.v * 2) }));
const streams = (kid: any, kids: any) => ({
  any: any({ v: kid.v }), number: number({ v: kid.v }), untyped: untyped({ v: kid.v }), place: any({ v: kid.key("v") }),
  key: key({ kid }), update: update({ kid }), field: field({ kid }), element: element({ kids }), inside: inside({ kids }), listed: listed({ kids }),
});
const spawn = handler<void, { made: Cell<any[]>[] }>((_, { made }) => {
  [Own({}), Input({}), Cells({} as any), Part({})].forEach((kid, i) => made[i]!.push(kid));
});
export default pattern(() => {
  const own = Own({}), input = Input({}), cells = Cells({} as any), part = Part({});
  const a = new Writable<any[]>([]), b = new Writable<any[]>([]), c = new Writable<any[]>([]), d = new Writable<any[]>([]);
  return {
    own, input, cells, part, a, b, c, d, spawn: spawn({ made: [a, b, c, d] }),
    of: {
      own: streams(own, [own]), input: streams(input, [input]), cells: streams(cells, [cells]), part: streams(part, [part]),
      a: streams(a.key(0), a), b: streams(b.key(0), b), c: streams(c.key(0), c), d: streams(d.key(0), d),
    },
  };
});`;

const STREAMS = [
  "any",
  "number",
  "untyped",
  "place",
  "key",
  "update",
  "field",
  "element",
  "inside",
];

Deno.test("what a piece gives is written however a handler declares it", async () => {
  const stage = await openStage(RESULTS);
  const { piece } = stage;
  try {
    await piece.send("spawn");
    let to = 1;
    for (const kid of ["own", "input", "cells", "part", "a", "b", "c", "d"]) {
      const path = kid.length === 1 ? `${kid}.0` : kid;
      for (const stream of [...STREAMS, "listed"]) {
        await piece.send(`of.${kid}.${stream}`, { to: ++to });
        const seen = [await piece.get(`${path}.v`), await piece.get(`${path}.twice`)];
        assert.deepEqual(seen, [to, 2 * to], `${kid} ${stream}`);
      }
    }
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
