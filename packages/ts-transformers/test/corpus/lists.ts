/** Lists: reactive arrays become list nodes, plain ones stay JavaScript. */

import type { Case } from "../support/case.ts";

const todos = "items: { title: string; done: boolean; tags: string[] }[]; query: string";
const given = () => ({
  items: [
    { title: "Milk", done: false, tags: ["x", "y"] },
    { title: "Tea", done: true, tags: [] },
  ],
  query: "T",
});

/** The cases. */
export const lists: readonly Case[] = [
  {
    name: "map over an input",
    input: todos,
    given,
    ui: "<ul>{items.map((item) => <li>{item.title}</li>)}</ul>",
    shows: "<ul><li>Milk</li><li>Tea</li></ul>",
    emits: ["items.map((item) => __cf.h("],
    omits: ["derive"],
  },
  {
    name: "map over a cell",
    input: "items: Writable<string[]>",
    given: (cell) => ({ items: cell(["a", "b"]) }),
    ui: "<ul>{items.map((item) => <li>{item}</li>)}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
    omits: ["derive"],
  },
  {
    name: "below an element by its reactive index",
    input: "items: Writable<{ name: string }[]>",
    given: (cell) => ({ items: cell([{ name: "a" }, { name: "b" }]) }),
    ui: "<ul>{items.map((item, index) => <li>{items.key(index).key('name')}</li>)}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
    emits: ["__cf.derive(() => items.key(__cf.read(index)).key('name'))"],
  },
  {
    name: "map over cell.get()",
    input: "items: Writable<string[]>",
    given: (cell) => ({ items: cell(["a", "b"]) }),
    ui: "<ul>{items.get().map((item) => <li>{item}</li>)}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
    emits: ["__cf.derive(() => items.get()).map("],
  },
  {
    name: "expressions over the element",
    input: todos,
    given,
    ui: "<ul>{items.map((item) => <li>{item.title + '!'}{item.done ? <b/> : null}</li>)}</ul>",
    shows: "<ul><li>Milk!</li><li>Tea!<b></b></li></ul>",
  },
  {
    name: "index and array parameters",
    input: todos,
    given,
    ui: "<ul>{items.map((item, i, all) => <li>{i + 1}/{all.length} {item.title}</li>)}</ul>",
    shows: "<ul><li>1/2 Milk</li><li>2/2 Tea</li></ul>",
  },
  {
    name: "destructured element with default",
    input: "items: { a?: number; b: { c: string } }[]",
    given: () => ({ items: [{ b: { c: "x" } }, { a: 2, b: { c: "y" } }] }),
    ui: "<ul>{items.map(({ a = 9, b: { c } }) => <li>{a}{c}</li>)}</ul>",
    shows: "<ul><li>9x</li><li>2y</li></ul>",
  },
  {
    name: "filter, then map",
    input: todos,
    given,
    ui:
      "<ul>{items.filter((i) => !i.done && i.title !== query).map((i) => <li>{i.title}</li>)}</ul>",
    shows: "<ul><li>Milk</li></ul>",
    emits: ["i.title !== __cf.read(query)"],
  },
  {
    name: "slice and sort, then map",
    input: todos,
    given,
    ui:
      "<ul>{items.slice().sort((a, b) => b.title < a.title ? -1 : 1).map((i) => <li>{i.title}</li>)}</ul>",
    shows: "<ul><li>Tea</li><li>Milk</li></ul>",
    emits: [/__cf\.derive\(\(\) => __cf\.read\(items\)\.slice\(\)\.sort\(.*\)\)\.map\(/],
  },
  {
    name: "flatMap",
    input: todos,
    given,
    ui: "<ul>{items.flatMap((i) => i.tags).map((t) => <li>{t}</li>)}</ul>",
    shows: "<ul><li>x</li><li>y</li></ul>",
  },
  {
    name: "Object.entries, then map with array destructuring",
    input: "groups: Record<string, number>",
    given: () => ({ groups: { a: 1, b: 2 } }),
    ui: "<ul>{Object.entries(groups).map(([name, n]) => <li>{name}={n + 1}</li>)}</ul>",
    shows: "<ul><li>a=2</li><li>b=3</li></ul>",
  },
  {
    name: "Object.keys, then map with access to the record",
    input: "groups: Record<string, string[]>",
    given: () => ({ groups: { a: ["1"], b: ["2", "3"] } }),
    ui:
      "<ul>{Object.keys(groups).map((k) => <li>{k}:{groups[k]!.map((x) => <b>{x}</b>)}</li>)}</ul>",
    shows: "<ul><li>a:<b>1</b></li><li>b:<b>2</b><b>3</b></li></ul>",
  },
  {
    name: "nullish before map",
    input: "items?: string[]",
    given: () => ({}),
    ui: "<ul>{(items ?? []).map((i) => <li>{i}</li>)}</ul>",
    shows: "<ul></ul>",
    emits: ["__cf.coalesce(items, () => []).map("],
  },
  {
    name: "or before map",
    input: "items?: string[]",
    given: () => ({ items: ["z"] }),
    ui: "<ul>{(items || []).map((i) => <li>{i}</li>)}</ul>",
    shows: "<ul><li>z</li></ul>",
  },
  {
    name: "optional map",
    input: "items?: string[]",
    given: () => ({ items: ["z"] }),
    ui: "<ul>{items?.map((i) => <li>{i}</li>)}</ul>",
    shows: "<ul><li>z</li></ul>",
  },
  {
    name: "optional map of an optional chain",
    input: "state?: { items?: string[] }",
    given: () => ({ state: { items: ["z"] } }),
    ui: "<ul>{state?.items?.map((i) => <li>{i}</li>) ?? <i/>}</ul>",
    shows: "<ul><li>z</li></ul>",
  },
  {
    name: "nested maps capture outer elements",
    input: todos,
    given,
    ui:
      "<ul>{items.map((item, i) => item.tags.map((tag) => <li>{i}{item.title}{tag}{query}</li>))}</ul>",
    shows: "<ul><li>0MilkxT</li><li>0MilkyT</li></ul>",
  },
  {
    name: "a plain array stays JavaScript",
    prelude: "const TABS = ['a', 'b'] as const;",
    ui: "<ul>{TABS.map((tab) => <li>{tab}</li>)}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
    omits: ["derive", "read"],
  },
  {
    name: "a plain array with reactive captures",
    prelude: "const TABS = ['a', 'b'] as const;",
    input: "current: string",
    given: () => ({ current: "b" }),
    ui: "<ul>{TABS.map((tab) => <li class={tab === current ? 'on' : ''}>{tab}</li>)}</ul>",
    shows: "<ul><li class=>a</li><li class=on>b</li></ul>",
    emits: ["__cf.derive(() => tab === __cf.read(current) ? 'on' : '')"],
  },
  {
    name: "a plain array with decisions on reactive values",
    prelude: "const TABS = ['a', 'b'] as const;",
    input: "current: string",
    given: () => ({ current: "b" }),
    ui: "<ul>{TABS.map((tab) => { if (tab === current) return <b>{tab}</b>; return <i/>; })}</ul>",
    shows: "<ul><i></i><b>b</b></ul>",
  },
  {
    name: "an array literal mapped in place",
    input: "n: number",
    given: () => ({ n: 2 }),
    ui: "<ul>{[1, 2].map((k) => <li>{k * n}</li>)}</ul>",
    shows: "<ul><li>2</li><li>4</li></ul>",
  },
  {
    name: "block callback with constants",
    input: todos,
    given,
    ui: `<ul>{items.map((item) => {
      const label = item.title.toUpperCase();
      const count = item.tags.length;
      return <li>{label} {count + 1}</li>;
    })}</ul>`,
    shows: "<ul><li>MILK 3</li><li>TEA 1</li></ul>",
  },
  {
    name: "block callback with early return is computed per element",
    input: todos,
    given,
    ui: `<ul>{items.map((item, i) => {
      if (item.done) return <s>{item.title}</s>;
      const label = item.title + i + query;
      return <li>{label}</li>;
    })}</ul>`,
    shows: "<ul><li>Milk0T</li><s>Tea</s></ul>",
    emits: [/items\.map\(\(item, i\) => \{\s*return __cf\.derive\(\(\) => \{/],
  },
  {
    name: "block callback with let and a loop",
    input: todos,
    given,
    ui: `<ul>{items.map((item) => {
      let text = "";
      for (const tag of item.tags) text += tag;
      return <li>{text}</li>;
    })}</ul>`,
    shows: "<ul><li>xy</li><li></li></ul>",
    emits: ["__cf.tick()"],
  },
  {
    name: "map to plain values, joined",
    input: todos,
    given,
    body: "return { out: items.map((i) => i.title).join(', ') };",
    out: "Milk, Tea",
    emits: ["__cf.derive(() => __cf.read(items).map((i) => i.title).join(', '))"],
  },
  {
    name: "map to plain values",
    input: todos,
    given,
    body: "const titles = items.map((i) => i.title + '!'); return { out: titles };",
    out: ["Milk!", "Tea!"],
  },
  {
    name: "find, some, every, reduce, includes",
    input: todos,
    given,
    body: `return { out: [
      items.find((i) => i.title === query)?.title ?? "none",
      items.some((i) => i.done), items.every((i) => i.done),
      items.reduce((n, i) => n + i.tags.length, 0), items[0]!.tags.includes("x"),
    ] };`,
    out: ["none", true, false, 2, true],
  },
  {
    name: "a module function as callback",
    prelude: "function shout(s: string) { return s + '!'; }",
    input: "names: string[]",
    given: () => ({ names: ["a", "b"] }),
    body: "return { out: names.map(shout) };",
    out: ["a!", "b!"],
  },
  {
    name: "a module function that returns a view as callback",
    prelude: "const row = (s: { name: string }) => <li>{s.name + '!'}</li>;",
    input: "rows: { name: string }[]",
    given: () => ({ rows: [{ name: "a" }] }),
    ui: "<ul>{rows.map(row)}</ul>",
    shows: "<ul><li>a!</li></ul>",
    emits: ["rows.map(row)"],
  },
  {
    name: "a module function that decides as callback",
    prelude:
      "function row(s: { on: boolean }, i: number) { if (s.on) return <b>{i}</b>; return <i/>; }",
    input: "rows: { on: boolean }[]",
    given: () => ({ rows: [{ on: false }, { on: true }] }),
    ui: "<ul>{rows.map(row)}</ul>",
    shows: "<ul><i></i><b>1</b></ul>",
    emits: ["__cf.derive(() => row(__cf.read("],
  },
  {
    name: "filter with a function",
    input: "flags: (number | null)[]",
    given: () => ({ flags: [1, null, 2] }),
    body: "return { out: flags.filter(Boolean).length };",
    out: 2,
  },
  {
    name: "list node in a constant, used in a computation",
    input: todos,
    given,
    body: "const open = items.filter((i) => !i.done); return { out: computed(() => open.length) };",
    out: 1,
    emits: ["__cf.read(open).length"],
  },
  {
    name: "computed array mapped",
    input: todos,
    given,
    body: `const titles = computed(() => items.map((i) => i.title));
    return { [UI]: <ul>{titles.map((t) => <li>{t}</li>)}</ul> };`,
    shows: "<ul><li>Milk</li><li>Tea</li></ul>",
    emits: ["titles.map((t) =>", "__cf.read(items).map((i) => i.title)"],
  },
  {
    name: "Array.from",
    input: "n: number",
    given: () => ({ n: 3 }),
    ui: "<ul>{Array.from({ length: n }, (_, i) => i).map((i) => <li>{i}</li>)}</ul>",
    shows: "<ul><li>0</li><li>1</li><li>2</li></ul>",
  },
  {
    name: "spread, then map",
    input: "xs: string[]",
    given: () => ({ xs: ["b", "a"] }),
    ui: "<ul>{[...xs].sort().map((x) => <li>{x}</li>)}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
  },
  {
    name: "a view reversed is computed",
    input: "xs: string[]",
    given: () => ({ xs: ["b", "a"] }),
    ui: "<ul>{xs.map((x) => <li>{x}</li>).reverse()}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
  },
  {
    name: "forEach inside a computed",
    input: "xs: string[]",
    given: () => ({ xs: ["b", "a"] }),
    body: `return { out: computed(() => {
      const seen: string[] = [];
      xs.forEach((x) => { seen.push(x); });
      for (const x of xs) seen.push(x);
      return seen.length;
    }) };`,
    out: 4,
  },
  {
    name: "elements as bindings",
    input: "rows: { name: string }[]",
    given: () => ({ rows: [{ name: "a" }] }),
    ui: "<ul>{rows.map((row) => <input $value={row.name}/>)}</ul>",
    shows: "<ul><input $value=a></input></ul>",
    emits: ["$value: row.name"],
  },
  {
    name: "elements that are cells",
    input: "rows: Writable<{ name: string }>[]",
    given: (cell) => ({ rows: [cell({ name: "a" })] }),
    ui: "<ul>{rows.map((row) => <li>{row.get().name}{row.key('name')}</li>)}</ul>",
    shows: "<ul><li>aa</li></ul>",
  },
  {
    name: "filter over a plain array of references",
    input: "a: { on: boolean }; b: { on: boolean }",
    given: () => ({ a: { on: true }, b: { on: false } }),
    body:
      "const all = [a, b]; return { out: [all.filter((x) => x.on).length, [a, b].filter((x) => !x.on).length] };",
    out: [1, 1],
  },
  {
    name: "filter over a plain list made from a plain array",
    prelude: "const TABS = ['a', 'b'];",
    input: "current: string",
    given: () => ({ current: "b" }),
    body:
      "const rows = TABS.map((t) => ({ t, on: t === current })); if (rows.length > 5) return { out: 0 }; return { out: rows.filter((r) => r.on).map((r) => r.t) };",
    out: ["b"],
  },
  {
    name: "nodes built by a callback of a plain call",
    prelude:
      "const Child = pattern<{ i: number; n: number }, { [UI]: VNode }>(({ i, n }) => ({ [UI]: <b>{i + n}</b> }));",
    input: "n: number",
    given: () => ({ n: 10 }),
    ui: "<p>{Array.from({ length: 2 }, (_, i) => <Child i={i} n={n} />)}</p>",
    shows: "<p><b>10</b><b>11</b></p>",
    omits: ["derive(() => Array"],
  },
  {
    name: "a choice of lists",
    input: "on: boolean; xs: string[]; ys: string[]",
    given: () => ({ on: false, xs: ["x"], ys: ["y"] }),
    ui: "<p>{(on ? xs : ys).map((x) => <b>{x}</b>)}</p>",
    shows: "<p><b>y</b></p>",
    emits: ["__cf.cond(on, () => xs, () => ys)"],
  },
  {
    name: "a list of words",
    input: "text: string",
    given: () => ({ text: "a b" }),
    ui: "<p>{text.split(' ').map((w) => <b>{w}</b>)}</p>",
    shows: "<p><b>a</b><b>b</b></p>",
  },
  {
    name: "recursion over a tree",
    prelude:
      "interface Tree { name: string; children?: Tree[] } function View({ node }: { node: Tree }) { return <li>{node.name + '.'}{(node.children ?? []).map((c) => <View node={c} />)}</li>; }",
    input: "root: Tree",
    given: () => ({ root: { name: "a", children: [{ name: "b", children: [{ name: "c" }] }] } }),
    ui: "<View node={root} />",
    shows: "<li>a.<li>b.<li>c.</li></li></li>",
  },
  {
    name: "nodes built per constant and arranged by plain functions",
    prelude: `const DAYS = ["mon", "tue"] as const;
    const text = lift(({ n, day }: { n: number; day: string }) => day + n);`,
    input: "n: number; c: Writable<number>",
    given: (cell) => ({ n: 1, c: cell(5) }),
    body: `const up = (day: string) => ({ day, c, text: text({ n, day }) });
    const byDay = Object.fromEntries(DAYS.map((day) => [day, { c, text: text({ n, day }) }]));
    const made = [...DAYS.map((day) => up(day)), up("wed")];
    const merged = Object.assign({}, ...DAYS.map((day) => ({ [day]: text({ n, day }) })));
    return { out: [byDay.mon.text, made.map((m) => m.text), merged.tue, byDay.tue.c.get()] };`,
    out: ["mon1", ["mon1", "tue1", "wed1"], "tue1", 5],
    omits: ["derive(() => Object", "derive(() => [...DAYS"],
  },
  {
    name: "nodes stored in an object by a loop, forEach and reduce",
    prelude: `const DAYS = ["mon", "tue"] as const;
    const text = lift(({ n, day }: { n: number; day: string }) => day + n);`,
    input: "n: number",
    given: () => ({ n: 1 }),
    body: `const looped: Record<string, string> = {}, each: Record<string, string> = {};
    for (const day of DAYS) looped[day] = text({ n, day });
    DAYS.forEach((day) => { if (day !== "mon") each[day] = text({ n, day }); });
    const reduced = DAYS.reduce<Record<string, string>>((all, day) => {
      all[day] = text({ n, day });
      return all;
    }, {});
    return { out: [looped, each, reduced] };`,
    out: [{ mon: "mon1", tue: "tue1" }, { tue: "tue1" }, { mon: "mon1", tue: "tue1" }],
    omits: ["read(n)"],
  },
];
