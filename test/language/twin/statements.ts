/** Callbacks and helpers whose statements need values. */

import type { TwinCase } from "./twin-case.ts";

/** The cases. */
export const statements: readonly TwinCase[] = [
  {
    name: "switch true",
    ui:
      "<div>{state.items.map((item) => { switch (true) { case item.price > 4: return <b>{item.name}</b>; case item.done: return <i/>; default: return <u>{item.price}</u>; } })}</div>",
  },
  {
    name: "label",
    ui:
      `<div>{state.items.map((item) => { const out: any[] = []; outer: for (const t of item.tags) { for (const k of [1, 2]) { if (t === "y") break outer; out.push(<b>{t}{k}</b>); } } return <p>{out}</p>; })}</div>`,
  },
  {
    name: "param +=",
    ui:
      `<div>{state.items.map(({ price, name }) => { price += 1; name += "!"; return <b>{price}{name}</b>; })}</div>`,
  },
  {
    name: "param ++",
    ui: "<div>{state.items.map(({ price }) => { price++; return <b>{price}</b>; })}</div>",
  },
  {
    name: "param ??=",
    ui:
      "<div>{state.items.map(({ sub, name }) => { sub ??= { label: name, vals: [] }; return <b>{sub.label}</b>; })}</div>",
  },
  {
    name: "destr swap",
    ui:
      "<div>{state.items.map(({ price, id }) => { [price, id] = [id, price]; return <b>{price}/{id}</b>; })}</div>",
  },
  {
    name: "helper switch true",
    prelude:
      "const v = (item: Item) => { switch (true) { case item.price > 4: return <b>{item.name}</b>; default: return <u>{item.price}</u>; } };",
    ui: "<div>{state.items.map((i) => v(i))}</div>",
  },
];
