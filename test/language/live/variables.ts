/** Variables of a body: assigned while the graph is built. */

import type { LiveCase } from "../live-case.ts";

const input = "n: number";
const argument = { n: 4 };

/** The cases. */
export const variables: readonly LiveCase[] = [
  {
    name: "a variable that is assigned after its declaration",
    prelude: "const WIDE = true as boolean;",
    input,
    argument,
    body: `let total; total = n + 1;
    const twice = total * 2;
    let label: string; if (WIDE) label = "w" + n; else label = "n";
    let w: Writable<number>; w = new Writable(7);
    return { out: [total, twice, label, w, computed(() => w.get() + total)] };`,
    steps: [{ out: [5, 10, "w4", 7, 12] }],
  },
  {
    name: "what was built before a variable changed keeps the former value",
    prelude: "const SMALL = true as boolean;",
    input,
    argument,
    body: `let t = n + 1; const first = t; t = n + 2;
    let view = <b>{n}</b>; if (SMALL) view = <i>{n}</i>;
    return { out: [t, t + 1], [UI]: <p>{view}{first}</p> };`,
    steps: [{ out: [6, 7], shows: "<p><i>4</i>5</p>" }],
  },
  {
    name: "an empty cell takes its element type from the input it is given to",
    prelude: `const Child = pattern<{ w: Writable<string[]> }, { go: Stream<void>; w: string[] }>(
      ({ w }) => ({ w, go: action(() => w.push("a")) }));`,
    body: `const one = Child({ w: new Writable([]) });
    const shared = new Writable<string[]>([]); const two = Child({ w: shared });
    return { go: one.go, go2: two.go, out: [one.w, shared], [UI]: <p>{one.w.map((x) => <b>{x}</b>)}</p> };`,
    steps: [
      { send: ["go"], shows: "<p><b>a</b></p>" },
      { send: ["go2"], out: [["a"], ["a"]] },
    ],
  },
];
