/** Choices in a body: by the value of a cell, and only the branch that is taken runs. */

import type { LiveCase } from "../live-case.ts";

const input = "on: Writable<boolean | Default<true>>; n: Writable<number | Default<0>>; " +
  "name: Writable<string | Default<'x'>>";
const costly = `const costly = computed(() => { console.log("costly"); return n.get() * 2; });`;

/** The cases. */
export const choices: readonly LiveCase[] = [
  {
    name: "what writes by itself in a part that is about to end sees no half of the change either",
    prelude: `const Part = pattern<
      { o?: { k: string }; s: Writable<string>; log: Writable<string[]> }, { [UI]: VNode }
    >(({ o, s, log }) => {
      computed(() => { log.addUnique(o!.k.length + s.get()); });
      return { [UI]: <b>{o!.k}{s.get()}</b> };
    });`,
    input:
      "o: Writable<{ k: string } | undefined>; s: Writable<string>; log: Writable<string[] | Default<[]>>; " +
      "list: Writable<{ k: string }[] | Default<[{ k: 'x' }, { k: 'yy' }]>>",
    body: `return {
      clear: action(() => { s.set("b"); o.set(undefined); list.set([]); }),
      back: action(() => { o.set({ k: "kkk" }); s.set("c"); }),
      out: log,
      [UI]: <p>{o.get() ? <Part o={o.get()} s={s} log={log} /> : "none"}
        {list.map((each) => <Part o={each} s={s} log={log} />)}</p> };`,
    argument: { o: { k: "kkkk" }, s: "a" },
    steps: [
      { shows: "<p><b>kkkka</b><b>xa</b><b>yya</b></p>" },
      { send: ["clear"], shows: "<p>none</p>" },
      { send: ["back"], shows: "<p><b>kkkc</b></p>" },
    ],
  },
  {
    name: "what flatMap gives beside each other goes on following when the list changes",
    input: "n: Writable<number | Default<1>>; " +
      "list: Writable<{ t: string; on: boolean }[] | Default<[{ t: 'x'; on: true }, { t: 'y'; on: false }]>>",
    body: `const count = action((to: number) => n.set(to));
      const cut = action(() => list.set([{ t: "x", on: true }]));
      const grow = action(() => list.push({ t: "z", on: true }));
      return { count, cut, grow, [UI]: <p>
        {list.flatMap((each) => [<b>{each.t}</b>, each.on ? <i>{n.get()}</i> : null])}
        {list.flatMap((each) => each.on ? [<s>{each.t}{n.get()}</s>] : [])}</p> };`,
    steps: [
      { shows: "<p><b>x</b><i>1</i><b>y</b><s>x1</s></p>" },
      { send: ["cut"], shows: "<p><b>x</b><i>1</i><s>x1</s></p>" },
      { send: ["count", 2], shows: "<p><b>x</b><i>2</i><s>x2</s></p>", stays: ["i", "s"] },
      { send: ["grow"], shows: "<p><b>x</b><i>2</i><b>z</b><i>2</i><s>x2</s><s>z2</s></p>" },
      { send: ["count", 3], shows: "<p><b>x</b><i>3</i><b>z</b><i>3</i><s>x3</s><s>z3</s></p>" },
    ],
  },
  {
    name: "a part that is about to end sees no half of the change that ends it",
    input: "o: Writable<{ k: string } | undefined>; s: Writable<string>; " +
      "list: Writable<{ t: string }[] | Default<[{ t: 'x' }, { t: 'y' }]>>",
    body: `const clear = action(() => { s.set("b"); o.set(undefined); list.set([]); });
      return { clear, [UI]: <p>
        <i>{s.get() + "!"}</i>{o.get() ? <b>{o.get()!.k.length + s.get()}</b> : null}
        {list.get().length > 0 ? <u>{list.get()[0]!.t + s.get()}</u> : "none"}
        {list.map((each) => <s>{each.t.length}{each.t + s.get()}</s>)}</p> };`,
    argument: { o: { k: "kk" }, s: "a" },
    steps: [
      { shows: "<p><i>a!</i><b>2a</b><u>xa</u><s>1xa</s><s>1ya</s></p>" },
      { send: ["clear"], shows: "<p><i>b!</i>none</p>" },
    ],
  },
  {
    name: "a cell that is an operand stands for its value",
    input,
    ui:
      `<p id="p" class={on ? "a" : "b"} hidden={!on} onClick={() => on.set(!on.get())}>{on ? "a" : "b"}{!on ? "c" : "d"}{on && "e"}{on || "f"}{!(on && true) ? "g" : "h"}</p>`,
    steps: [
      { shows: '<p id="p" class="a">adeh</p>' },
      { click: "#p", shows: '<p id="p" class="b" hidden>bcfg</p>' },
    ],
  },
  {
    name: "a cell in a template and in a comparison stands for its value",
    input,
    ui:
      "<p id='p' onClick={() => name.set('y')}>{`hi ${name}!`}{(name as unknown) === 'x' ? '=' : '#'}</p>",
    steps: [
      { shows: '<p id="p">hi x!=</p>' },
      { click: "#p", shows: '<p id="p">hi y!#</p>' },
    ],
  },
  {
    name: "in a computation of the author's a cell stays a cell",
    input,
    body: `const kind = computed(() => on ? "cell" : "value");
    return { [UI]: <p id="p" onClick={() => on.set(false)}>{kind}</p> };`,
    steps: [{ click: "#p", shows: '<p id="p">cell</p>' }],
  },
  {
    name: "two cells are compared as cells",
    input: "a: Writable<number | Default<1>>; b: Writable<number | Default<1>>",
    ui: "<p>{a === b ? 'same' : 'two'}{a === a ? 'same' : 'two'}</p>",
    steps: [{ shows: "<p>twosame</p>" }],
  },
  {
    name: "the operand of a ternary that is not taken never runs",
    input,
    body: `${costly}
    return { [UI]: <p id="p" onClick={() => on.set(!on.get())}>{on.get() ? "short" : costly}</p> };`,
    steps: [
      { logs: [], shows: '<p id="p">short</p>' },
      { click: "#p", logs: ["costly"], shows: '<p id="p">0</p>' },
    ],
  },
  {
    name: "the view of a branch that is not shown does not run again",
    input,
    body: `${costly}
    return { [UI]: <p>
      <u id="on" onClick={() => on.set(!on.get())}/><b id="n" onClick={() => n.increment()}/>
      {on.get() ? <i>short</i> : <s>{costly}</s>}
    </p> };`,
    steps: [
      { logs: [] },
      { click: "#n", logs: [] },
      { click: "#on", logs: ["costly"] },
      { click: "#n", logs: ["costly"] },
      { click: "#on", logs: [] },
      { click: "#n", logs: [] },
    ],
  },
  {
    name: "&& runs its right side only when the left one holds",
    input,
    body: `${costly}
    return { [UI]: <p>
      <u id="on" onClick={() => on.set(!on.get())}/><b id="n" onClick={() => n.increment()}/>
      {!on.get() && costly > 0 && <i>yes</i>}
    </p> };`,
    steps: [
      { logs: [] },
      { click: "#on", logs: ["costly"], shows: '<p><u id="on"></u><b id="n"></b></p>' },
      { click: "#n", logs: ["costly"], shows: '<p><u id="on"></u><b id="n"></b><i>yes</i></p>' },
    ],
  },
  {
    name: "?? and || run the other side only when it is needed",
    input: "a?: Writable<string>; b?: Writable<string>; n: Writable<number | Default<0>>",
    body: `${costly}
    return { [UI]: <p id="p" onClick={() => { a.set("A"); b.set("B"); }}>{a.get() ?? costly}{b.get() || <i>{costly}</i>}</p> };`,
    steps: [
      { logs: ["costly"], shows: '<p id="p">0<i>0</i></p>' },
      { click: "#p", logs: [], shows: '<p id="p">AB</p>' },
    ],
  },
  {
    name: "a list that is not there is undefined to an operator",
    prelude: `const Inner = pattern<{ o: { tags?: string[] } }>(({ o }) => ({ [UI]: <p>
      {o.tags?.map((t) => <b>{t}</b>) ?? "none"}
      {o.tags?.map((t) => <i>{t}</i>) || "no"}
      {o.tags?.map((t) => <u>{t}</u>) && "some"}
      {o.tags?.flatMap((t) => [<s>{t}</s>]) ? <em>yes</em> : <em>not</em>}
    </p> }));`,
    input: "o: Writable<{ tags?: string[] } | Default<{}>>",
    body: `const add = action(() => o.set({ tags: ["a"] }));
    const empty = action(() => o.set({ tags: [] }));
    const drop = action(() => o.set({}));
    return { [UI]: <Inner o={o} />, add, empty, drop };`,
    steps: [
      { shows: "<p>noneno<em>not</em></p>" },
      { send: ["add"], shows: "<p><b>a</b><i>a</i>some<em>yes</em></p>" },
      { send: ["empty"], shows: "<p>some<em>yes</em></p>" },
      { send: ["drop"], shows: "<p>noneno<em>not</em></p>" },
    ],
  },
];
