/** Cells: what writes do to constants, defaults and places that cells were made from. */

import type { LiveCase } from "../live-case.ts";

const ops =
  `{ w.increment(); l.push("q"); l.addUnique("p"); l.removeByValue("p"); o.key("x").increment(); o.update({ y: 7 }); }`;

/** The cases. */
export const cells: readonly LiveCase[] = [
  {
    name: "mergeable on constant inputs",
    prelude:
      `const Child = pattern<{ w: Writable<number>; l: Writable<string[]>; o: Writable<{ x: number; y: number }> }, { go: Stream<void>; w: number; l: string[]; o: { x: number; y: number } }>(({ w, l, o }) => ({ w, l, o, go: action(() => ${ops}) }));`,
    body:
      `const c = Child({ w: 7, l: ["p"], o: { x: 1, y: 2 } }); return { go: c.go, out: [c.w, c.l, c.o], [UI]: <p/> };`,
    steps: [{ send: ["go"], out: [8, ["q"], { x: 2, y: 7 }] }, {
      reopen: true,
      out: [8, ["q"], { x: 2, y: 7 }],
    }],
  },
  {
    name: "mergeable on computed inputs",
    input: "a: number | Default<3>",
    prelude:
      `const Child = pattern<{ w: Writable<number> }, { go: Stream<void>; w: number }>(({ w }) => ({ w, go: action(() => { w.increment(); }) }));`,
    body: `const c = Child({ w: a }); return { go: c.go, out: [c.w], [UI]: <p/> };`,
    steps: [{ send: ["go"], out: [4] }, { reopen: true, out: [4] }],
  },
  {
    name: "mergeable on defaults",
    input:
      "w: Writable<number | Default<3>>; l: Writable<string[] | Default<['p']>>; o: Writable<{ x: number; y: number } | Default<{ x: 1; y: 2 }>>",
    body: `return { go: action(() => ${ops}), out: [w, l, o], [UI]: <p/> };`,
    steps: [{ send: ["go"], out: [4, ["q"], { x: 2, y: 7 }] }],
  },
  {
    name: "mergeable on local copy of constant input",
    prelude:
      `const Child = pattern<{ a: number; b: string[] }, { go: Stream<void>; w: number; l: string[] }>(({ a, b }) => { const w = new Writable(a); const l = new Writable(b); return { w, l, go: action(() => { w.increment(); l.push("q"); }) }; });`,
    body: `const c = Child({ a: 7, b: ["p"] }); return { go: c.go, out: [c.w, c.l], [UI]: <p/> };`,
    steps: [{ send: ["go"], out: [8, ["p", "q"]] }],
  },
  {
    name: "a cell that holds a link: at it replaces, past it follows",
    input:
      "n: Default<number, 1>; l: Default<string[], ['p']>; o: Default<{ x: number; y: number }, { x: 1; y: 2 }>",
    prelude:
      `const add = handler<void, { c: Cell<number>; slots: Cell<number[]> }>((_, { c, slots }) => { c.increment(); slots.key(0).increment(5); });`,
    body: `
      const c = new Writable(n), d = new Writable(n), list = new Writable(l), whole = new Writable(o), part = new Writable(o);
      const slots = new Writable<number[]>([]);
      return {
        link: action(() => slots.push(d as unknown as number)),
        add: add({ c, slots }),
        set: action(() => { d.set(d.get() + 1); list.push("q"); part.key("x").set(7); part.update({ y: 8 }); whole.set({ x: 0, y: 0 }); }),
        out: [n, c, d, slots, l, list, o, whole, part],
        [UI]: <p/>,
      };`,
    steps: [
      { send: ["link"] },
      {
        send: ["add"],
        out: [1, 2, 1, [6], ["p"], ["p"], { x: 1, y: 2 }, { x: 1, y: 2 }, { x: 1, y: 2 }],
      },
      {
        send: ["add"],
        out: [1, 3, 1, [11], ["p"], ["p"], { x: 1, y: 2 }, { x: 1, y: 2 }, { x: 1, y: 2 }],
      },
      {
        send: ["set"],
        out: [1, 3, 2, [11], ["p", "q"], ["p", "q"], { x: 7, y: 8 }, { x: 0, y: 0 }, {
          x: 7,
          y: 8,
        }],
      },
      {
        reopen: true,
        out: [1, 3, 2, [11], ["p", "q"], ["p", "q"], { x: 7, y: 8 }, { x: 0, y: 0 }, {
          x: 7,
          y: 8,
        }],
      },
    ],
  },
  {
    name: "null where a cell may be, before anything is written",
    body: `
      const one = new Writable({ n: 1 });
      const chosen = new Writable<Cell<{ n: number }> | null>(null);
      const form = new Writable<{ pick: Cell<{ n: number }> | null }>({ pick: null });
      const slots = new Writable<(Cell<{ n: number }> | null)[]>([null]);
      const shown = computed(() => [
        chosen.get()?.get().n ?? "none",
        form.get().pick === null,
        slots.get()[0] === null,
      ]);
      return {
        choose: action(() => { chosen.set(one); form.key("pick").set(one); slots.key(0).set(one); }),
        clear: action(() => chosen.set(null)),
        out: shown,
        [UI]: <p>{chosen.get() ? "chosen" : "none"}</p>,
      };`,
    steps: [
      { out: ["none", true, true], shows: "<p>none</p>" },
      { send: ["choose"], out: [1, false, false], shows: "<p>chosen</p>" },
      { send: ["clear"], out: ["none", false, false], shows: "<p>none</p>" },
      { reopen: true, out: ["none", false, false], shows: "<p>none</p>" },
    ],
  },
  {
    name: "null as a first value, seen through another piece's result",
    prelude: `
      const Child = pattern<{ name?: string | null | Default<null> }>(({ name }) => {
        const error = cell<string | null>(null);
        const form = new Writable<{ a: string | null }>({ a: null });
        return { error, form, name, a: form.key("a"), read: computed(() => error.get()) };
      });`,
    body: `
      const child = Child({});
      const kinds = computed(() =>
        [child.error, child.form.a, child.a, child.read, child.name].map((v) => v === null)
      );
      return { out: kinds, [UI]: <p>{child.error === null ? "fine" : child.error}</p> };`,
    steps: [
      { out: [true, true, true, true, true], shows: "<p>fine</p>" },
      { reopen: true, out: [true, true, true, true, true], shows: "<p>fine</p>" },
    ],
  },
];
