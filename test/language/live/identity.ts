/** What stays: cells across a reload, the state and the elements of rows that move. */

import type { LiveCase } from "../live-case.ts";

const input = "items: Writable<{ t: string; done: boolean }[] | Default<[]>>; " +
  "on: Writable<boolean | Default<true>>";
const seed = `const seed = action(() => items.set([
  { t: "a", done: false }, { t: "b", done: true }, { t: "c", done: false },
]));`;
const row = `(item) => {
  const k = new Writable(0);
  return <li id={item.t} onClick={() => k.increment()}>{item.t}{k}</li>;
}`;
const counter = `const Counter = pattern<{ label: string }, { [UI]: VNode }>(({ label }) => {
  const c = new Writable(0);
  return { [UI]: <b id={label} onClick={() => c.increment()}>{label}{c}</b> };
});`;

/** The cases. */
export const identity: readonly LiveCase[] = [
  {
    name: "a moved element keeps its state and its view",
    input,
    body: `${seed}
    const turn = action(() => items.set(items.get().toReversed()));
    return { seed, turn, [UI]: <ul>{items.map(${row})}</ul> };`,
    steps: [
      { send: ["seed"] },
      {
        click: "#a",
        shows: '<ul><li id="a">a1</li><li id="b">b0</li><li id="c">c0</li></ul>',
      },
      {
        send: ["turn"],
        stays: ["#a", "#b", "#c"],
        shows: '<ul><li id="c">c0</li><li id="b">b0</li><li id="a">a1</li></ul>',
      },
    ],
  },
  {
    name: "an element that a sorted computation moves keeps its state and its view",
    input,
    body: `${seed}
    const sorted = computed(() => items.get().toSorted((a, b) =>
      (on.get() ? 1 : -1) * a.t.localeCompare(b.t)));
    const turn = action(() => on.set(false));
    return { seed, turn, [UI]: <ul>{sorted.map(${row})}</ul> };`,
    steps: [
      { send: ["seed"] },
      { click: "#b" },
      {
        send: ["turn"],
        stays: ["#a", "#b", "#c"],
        shows: '<ul><li id="c">c0</li><li id="b">b1</li><li id="a">a0</li></ul>',
      },
    ],
  },
  {
    name: "an element that a filter hides comes back with its state",
    input,
    body: `${seed}
    const flip = action(() => on.set(!on.get()));
    return { seed, flip, [UI]: <ul>{items.filter((i) => on || !i.done).map(${row})}</ul> };`,
    steps: [
      { send: ["seed"] },
      { click: "#b" },
      {
        send: ["flip"],
        stays: ["#a", "#c"],
        shows: '<ul><li id="a">a0</li><li id="c">c0</li></ul>',
      },
      {
        send: ["flip"],
        shows: '<ul><li id="a">a0</li><li id="b">b1</li><li id="c">c0</li></ul>',
      },
    ],
  },
  {
    name: "two cells of one statement",
    body: `const a = new Writable(0), b = new Writable(10);
    return { [UI]: <p id="p" onClick={() => { a.increment(); b.increment(2); }}>{a}:{b}</p> };`,
    steps: [
      { click: "#p", shows: '<p id="p">1:12</p>' },
      { reopen: true, shows: '<p id="p">1:12</p>' },
    ],
  },
  {
    name: "cells in objects and arrays",
    body: `const s = { a: new Writable(0), deep: { c: new Writable(9) } };
    const list = [new Writable(1), new Writable(2)];
    return { [UI]: <p id="p" onClick={() => {
      s.a.increment(); s.deep.c.increment(); list[1]!.increment();
    }}>{s.a}:{s.deep.c}:{list[0]}:{list[1]}</p> };`,
    steps: [
      { click: "#p", shows: '<p id="p">1:10:1:3</p>' },
      { reopen: true, shows: '<p id="p">1:10:1:3</p>' },
    ],
  },
  {
    name: "cells of a helper that is called twice",
    prelude: `const useCounter = (start: number) => {
      const c = new Writable(start);
      return { c, up: action(() => c.increment()) };
    };`,
    body: `const one = useCounter(1); const two = useCounter(2);
    return { [UI]: <p><u id="a" onClick={one.up}/><u id="b" onClick={two.up}/>{one.c}:{two.c}</p> };`,
    steps: [
      { click: "#a" },
      { click: "#a" },
      { click: "#b", shows: '<p><u id="a"></u><u id="b"></u>3:3</p>' },
      { reopen: true, shows: '<p><u id="a"></u><u id="b"></u>3:3</p>' },
    ],
  },
  {
    name: "cells of a loop and of a map over plain values",
    body: `const looped: Writable<number>[] = [];
    for (let i = 0; i < 3; i++) looped.push(new Writable(i));
    const mapped = [10, 20].map((i) => new Writable(i));
    return { [UI]: <p id="p" onClick={() => { looped[2]!.increment(); mapped[1]!.increment(); }}>{
      looped.map((c) => <b>{c}</b>)}{mapped.map((c) => <i>{c}</i>)}</p> };`,
    steps: [
      { click: "#p", shows: '<p id="p"><b>0</b><b>1</b><b>3</b><i>10</i><i>21</i></p>' },
      {
        reopen: true,
        shows: '<p id="p"><b>0</b><b>1</b><b>3</b><i>10</i><i>21</i></p>',
      },
    ],
  },
  {
    name: "a component that appears above another leaves it its state",
    prelude: counter,
    input,
    ui: `<p><u id="x" onClick={() => on.set(!on.get())}/>{
      on.get() ? null : <Counter label="z" />}<Counter label="a" /></p>`,
    steps: [
      { click: "#a", shows: '<p><u id="x"></u><b id="a">a1</b></p>' },
      {
        click: "#x",
        stays: ["#a"],
        shows: '<p><u id="x"></u><b id="z">z0</b><b id="a">a1</b></p>',
      },
      { reopen: true, shows: '<p><u id="x"></u><b id="z">z0</b><b id="a">a1</b></p>' },
    ],
  },
  {
    name: "a component that is hidden comes back with its state",
    prelude: counter,
    input,
    ui: `<p><u id="x" onClick={() => on.set(!on.get())}/>{
      on.get() ? <Counter label="a" /> : "off"}</p>`,
    steps: [
      { click: "#a" },
      { click: "#x", shows: '<p><u id="x"></u>off</p>' },
      { click: "#x", shows: '<p><u id="x"></u><b id="a">a1</b></p>' },
    ],
  },
];
