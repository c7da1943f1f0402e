/** What runs again after a change, and how often. */

import type { LiveCase } from "../live-case.ts";

const items =
  "items: Writable<{ t: string; done: boolean }[] | Default<[]>>; n: Writable<number | Default<0>>";

/** The cases. */
export const runs: readonly LiveCase[] = [
  {
    name: "a changed field runs what reads it, in one row",
    input: items,
    body: `const add = action(({ t }: { t: string }) => { items.push({ t, done: false }); });
    const flip = action(({ i }: { i: number }) => { items.key(i).key("done").set(true); });
    return { add, flip, [UI]: <ul>{items.map((item) => <li>{computed(() => {
      console.log("row " + item.t);
      return item.t + (item.done ? "!" : "");
    })}</li>)}</ul> };`,
    steps: [
      { send: ["add", { t: "a" }], logs: ["row a"] },
      { send: ["add", { t: "b" }], logs: ["row b"], shows: "<ul><li>a</li><li>b</li></ul>" },
      { send: ["flip", { i: 0 }], logs: ["row a"], shows: "<ul><li>a!</li><li>b</li></ul>" },
    ],
  },
  {
    name: "an equal answer stops",
    input: items,
    body: `const big = computed(() => { console.log("big"); return n.get() > 5; });
    const text = computed(() => { console.log("text"); return big ? "B" : "S"; });
    return { [UI]: <p id="p" onClick={() => n.increment()}>{text}</p> };`,
    steps: [{ logs: ["big", "text"] }, { click: "#p", logs: ["big"] }],
  },
  {
    name: "what nobody observes never runs",
    input: items,
    body: `const big = computed(() => { console.log("big"); return n.get() > 5; });
    return { big, [UI]: <p id="p" onClick={() => n.increment()}>{n}</p> };`,
    steps: [{ logs: [] }, { click: "#p", logs: [] }],
  },
  {
    name: "two writes of one handler are one change",
    input: "a: Writable<number | Default<0>>; b: Writable<number | Default<0>>",
    body: `const sum = computed(() => { console.log("sum"); return a.get() + b.get(); });
    return { [UI]: <p id="p" onClick={() => { a.increment(); b.increment(); }}>{sum}</p> };`,
    steps: [{ logs: ["sum"] }, { click: "#p", logs: ["sum"], shows: '<p id="p">2</p>' }],
  },
];
