/** Idioms of authors that combine several rules. */

import type { Case } from "../support/case.ts";

const items =
  "items: { id: number; name: string; kind: string; price?: number }[]; c: Writable<number>";
const given = (cell: (value: unknown) => unknown) => ({
  items: [{ id: 1, name: "a", kind: "x", price: 2 }, { id: 2, name: "b", kind: "y" }],
  c: cell(0),
});

/** The cases. */
export const idioms: readonly Case[] = [
  {
    name: "a conditional event arrow",
    input: "on: boolean; c: Writable<number>",
    given: (cell) => ({ on: true, c: cell(1) }),
    ui: "<p onClick={on ? () => c.set(7) : undefined}>{c}</p>",
    fire: [[0]],
    shows: "<p>7</p>",
  },
  {
    name: "a curried handler of the body",
    input: items,
    given,
    body: `const pick = (id: number) => () => c.set(id * 10);
    return { [UI]: <p>{items.map((item) => <b onClick={pick(item.id)}/>)}{c}</p> };`,
    fire: [[1]],
    shows: "<p><b></b><b></b>20</p>",
    emits: ["(event) => (pick(__cf.read(item).id) || undefined)?.(event)"],
  },
  {
    name: "a handler behind a condition",
    input: "on: boolean; c: Writable<number>",
    given: (cell) => ({ on: false, c: cell(1) }),
    body: `const up = action(() => c.set(2));
    return { [UI]: <p onClick={on && up}>{c}</p> };`,
    fire: [[0]],
    shows: "<p>1</p>",
  },
  {
    name: "a named handler inside a callback",
    input: items,
    given,
    ui: `<p>{items.map((item) => {
      const choose = () => c.set(item.id);
      return <b onClick={choose}>{item.name}</b>;
    })}{c}</p>`,
    fire: [[1]],
    shows: "<p><b>a</b><b>b</b>2</p>",
  },
  {
    name: "computed and cells inside a callback",
    input: items,
    given,
    ui: `<p>{items.map((item) => {
      const label = computed(() => item.name + "!");
      const open = new Writable(true);
      return <b onClick={() => open.set(false)}>{label}{open.get() ? "+" : "-"}</b>;
    })}</p>`,
    shows: "<p><b>a!+</b><b>b!+</b></p>",
    emits: ['name: "label"', 'name: "open"'],
  },
  {
    name: "a function expression as callback",
    input: items,
    given,
    ui: "<p>{items.map(function (item, i) { return <b>{item.name + i}</b>; })}</p>",
    shows: "<p><b>a0</b><b>b1</b></p>",
  },
  {
    name: "elements spread into new objects",
    input: items,
    given,
    body:
      "const rows = items.map((item) => ({ ...item, label: item.name + '!' })); return { out: computed(() => rows.map((r) => r.label + r.id)) };",
    out: ["a!1", "b!2"],
  },
  {
    name: "rest of a callback's element",
    input: "items: { a: number; b: number }[]",
    given: () => ({ items: [{ a: 1, b: 2 }] }),
    body: "return { out: items.map(({ a, ...rest }) => ({ a, sum: a + rest.b })) };",
    out: [{ a: 1, sum: 3 }],
  },
  {
    name: "a table of views",
    input: "n: number",
    given: () => ({ n: 1 }),
    body: `const tabs = [{ label: "A", view: <b>{n + 1}</b> }, { label: "B", view: <i>{n}</i> }];
    return { [UI]: <p>{tabs.map((tab) => <u>{tab.label}{tab.view}</u>)}{tabs.length}</p> };`,
    shows: "<p><u>A<b>2</b></u><u>B<i>1</i></u>2</p>",
  },
  {
    name: "a lookup by a reactive key",
    prelude: "const ICONS: Record<string, string> = { x: '*', y: '+' };",
    input: items,
    given,
    ui: "<p>{items.map((item) => <b>{ICONS[item.kind] ?? '?'}</b>)}</p>",
    shows: "<p><b>*</b><b>+</b></p>",
  },
  {
    name: "formatters in an object",
    prelude:
      "const money = { format: (n?: number) => n === undefined ? '-' : '$' + n.toFixed(1) };",
    input: items,
    given,
    body: `const local = { twice: (n: number) => n * 2 };
    return { [UI]: <p>{items.map((item) => <b>{money.format(item.price)}{local.twice(item.id)}</b>)}</p> };`,
    shows: "<p><b>$2.02</b><b>-4</b></p>",
  },
  {
    name: "a chain of choices with a list inside",
    input: "state: { error?: string; rows?: string[] }",
    given: () => ({ state: { rows: [] } }),
    ui:
      "<p>{state.error ? <b>{state.error}</b> : !state.rows ? <i>loading</i> : state.rows.length === 0 ? <u>empty</u> : state.rows.map((r) => <li>{r}</li>)}</p>",
    shows: "<p><u>empty</u></p>",
  },
  {
    name: "a sub-pattern cast and pushed in a handler",
    prelude:
      "const Note = pattern<{ title: string }, { title: string }>(({ title }) => ({ title }));",
    input: "notes: Writable<any[]>",
    given: (cell) => ({ notes: cell([]) }),
    body:
      "return { [UI]: <p onClick={() => { const note = Note({ title: 'x' }); notes.push(note as any); }}/>, out: computed(() => notes.get().length) };",
    fire: [[0]],
    out: 1,
    emits: ["notes.push(note)"],
  },
  {
    name: "a record of counters",
    input: items,
    given,
    body: `const byKind = computed(() => items.reduce<Record<string, number>>((all, item) => {
      all[item.kind] = (all[item.kind] ?? 0) + 1;
      return all;
    }, {}));
    return { out: [byKind.x, byKind["y"], Object.keys(byKind).length] };`,
    out: [1, 1, 2],
  },
  {
    name: "sorted copies and index access",
    input: items,
    given,
    body:
      "const sorted = computed(() => items.toSorted((a, b) => b.id - a.id)); return { out: [sorted[0]?.name, sorted.at(-1)?.name, sorted.length] };",
    out: ["b", "a", 2],
  },
  {
    name: "destructuring a computed",
    input: items,
    given,
    body:
      "const { first, rest: [second] } = computed(() => ({ first: items[0]!.name, rest: [items[1]!.name] })); return { out: first + second };",
    out: "ab",
  },
  {
    name: "a helper with optional and default parameters",
    input: "name?: string",
    given: () => ({}),
    body:
      "const greet = (who: string | undefined, mark = '!') => `Hi ${who ?? 'you'}${mark}`; return { out: [greet(name), greet(name, '?')] };",
    out: ["Hi you!", "Hi you?"],
  },
  {
    name: "a view helper with a callback parameter",
    prelude:
      "const list = (rows: string[], view: (row: string) => VNode) => <ul>{rows.map(view)}</ul>;",
    input: "rows: string[]",
    given: () => ({ rows: ["a"] }),
    ui: "<p>{list(rows, (row) => <li>{row + '!'}</li>)}</p>",
    shows: "<p><ul><li>a!</li></ul></p>",
  },
  {
    name: "nested functions in a computed",
    input: items,
    given,
    body: `const result = computed(() => {
      const price = (item: { price?: number }) => item.price ?? 0;
      const sum = (xs: readonly { price?: number }[]): number => xs.length === 0 ? 0 : price(xs[0]!) + sum(xs.slice(1));
      return sum(items);
    });
    return { out: result };`,
    out: 2,
    emits: ["__cf.tick()"],
  },
  {
    name: "dates and strings",
    input: "at: number; text: string",
    given: () => ({ at: 0, text: " Hello World " }),
    body:
      "return { out: [new Date(at).toISOString().slice(0, 10), text.trim().split(' ').map((w) => w[0]!.toUpperCase()).join(''), text.includes('World'), text.padEnd(15, '.')] };",
    out: ["1970-01-01", "HW", true, " Hello World .."],
  },
  {
    name: "a callback with a conditional body",
    input: items,
    given,
    ui: "<p>{items.map((item) => item.price ? <b>{item.price}</b> : <i>free</i>)}</p>",
    shows: "<p><b>2</b><i>free</i></p>",
  },
  {
    name: "a callback with && inside a filtered list",
    input: items,
    given,
    ui:
      "<p>{items.filter((item) => item.id > 0).map((item) => item.kind === 'x' && <b>{item.name}</b>)}</p>",
    shows: "<p><b>a</b></p>",
  },
  {
    name: "numbers, negatives and logical values as children",
    input: "n: number",
    given: () => ({ n: 0 }),
    ui: "<p>{n}{-n - 1}{n > 0}{n === 0 ? 'zero' : n}</p>",
    shows: "<p>0-1zero</p>",
  },
  {
    name: "void",
    input: "n: number",
    given: () => ({ n: 4 }),
    body: "return { out: [void n, n + 1] };",
    out: [undefined, 5],
  },
  {
    name: "an event arrow handed to a sub-pattern",
    prelude:
      "const Button = pattern<{ label: string; onPress: Stream<void> }, { [UI]: VNode }>(({ label, onPress }) => ({ [UI]: <b onClick={onPress}>{label}</b> }));",
    input: items,
    given,
    ui:
      "<p>{items.map((item) => <Button label={item.name} onPress={() => c.set(item.id * 2)} />)}{c}</p>",
    fire: [[1]],
    shows: "<p><b>a</b><b>b</b>4</p>",
  },
  {
    name: "an event arrow handed to a function component",
    prelude:
      "function Button({ label, onPress }: { label: string; onPress: () => void }) { return <b onClick={onPress}>{label + '!'}</b>; }",
    input: items,
    given,
    ui:
      "<p>{items.map((item) => <Button label={item.name} onPress={() => c.set(item.id * 2)} />)}{c}</p>",
    fire: [[1]],
    shows: "<p><b>a!</b><b>b!</b>4</p>",
  },
  {
    name: "two-way bindings of inputs, elements and local cells",
    input: "title: string; rows: { on: boolean }[]",
    given: () => ({ title: "T", rows: [{ on: true }] }),
    body: `const local = new Writable("L");
    return { [UI]: <p><input $value={title}/><input $value={local}/>{rows.map((row) => <input $checked={row.on}/>)}</p> };`,
    emits: ["$value: title", "$value: local", "$checked: row.on"],
  },
  {
    name: "a helper inside a callback, used before the view",
    input: items,
    given,
    ui: `<p>{items.map((item) => {
      const times = (k: number) => k * item.id;
      const label = times(10);
      const mark = (text: string) => <i>{text + item.name}</i>;
      return <b>{label}{times(2)}{mark("#")}</b>;
    })}</p>`,
    shows: "<p><b>102<i>#a</i></b><b>204<i>#b</i></b></p>",
    emits: ["k * __cf.read(item).id"],
  },
  {
    name: "a helper inside a callback over a plain array",
    prelude: "const TABS = [1, 2];",
    input: "n: number",
    given: () => ({ n: 5 }),
    ui: `<p>{TABS.map((tab) => {
      const times = (k: number) => k * n;
      const label = times(tab);
      return <b>{label}</b>;
    })}</p>`,
    shows: "<p><b>5</b><b>10</b></p>",
    emits: ["k * __cf.read(n)"],
  },
  {
    name: "a helper inside a callback that decides",
    input: items,
    given,
    ui: `<p>{items.map((item) => {
      const times = (k: number) => k * item.id;
      if (item.price === undefined) return <i>{times(3)}</i>;
      const mark = (text: string) => <u>{text + item.name}</u>;
      return <b>{times(2)}{mark("#")}</b>;
    })}</p>`,
    shows: "<p><b>2<u>#a</u></b><i>6</i></p>",
  },
  {
    name: "a named function given to handler that makes a piece",
    prelude:
      `const Note = pattern<{ title: string }, { title: string }>(({ title }) => ({ title }));
    function addNote({ title = "none" }: { title?: string }, { notes }: { notes: Writable<any[]> }) { const note = Note({ title: title.trim() + "!" }); notes.push(note); }
    const add = handler(addNote);`,
    input: "notes: Writable<any[]>",
    given: (cell) => ({ notes: cell([]) }),
    body:
      "return { [UI]: <p onClick={add({ notes })}/>, out: computed(() => notes.get().map((n: any) => n.title)) };",
    fire: [[0, { title: " x " }], [0, {}]],
    out: ["x!", "none!"],
  },
];
