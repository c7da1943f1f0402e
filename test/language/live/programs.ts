/** Whole small programs: state, handlers, sub-patterns and views, used step by step. */

import type { LiveCase } from "../live-case.ts";

function program(name: string, rest: Omit<LiveCase, "name">): LiveCase {
  return { name, ...rest };
}

/** The cases. */
export const programs: readonly LiveCase[] = [
  program("handler with state cells, old Default", {
    prelude: `interface Item { title: string; done: Default<boolean, false>; }
    const add = handler<{ detail: { message: string } }, { items: Writable<Item[]> }>((event, { items }) => { const t = event.detail?.message?.trim(); if (t) items.push({ title: t, done: false }); });
    const remove = handler<unknown, { items: Writable<Item[]>; item: Item }>((_, { items, item }) => { const i = items.get().findIndex((x) => equals(x, item)); if (i >= 0) items.set(items.get().toSpliced(i, 1)); });
    const removeAt = handler<unknown, { items: Writable<Item[]>; index: number }>((_, { items, index }) => { items.set(items.get().filter((_, i) => i !== index)); });`,
    input: "title: Default<string, 'Todos'>; items: Writable<Default<Item[], []>>",
    body:
      `return { [NAME]: str\`\${title} (\${items.get().length})\`, out: computed(() => items.get().filter((i) => !i.done).length), add: add({ items }), [UI]: <div><h1>{title}</h1><ul>{items.map((item, index) => <li id={"i" + index}><input type="checkbox" $checked={item.done} /><span style={item.done ? { textDecoration: "line-through" } : {}}>{item.title}</span><b id={"x" + index} onClick={remove({ items, item })}>x</b><i id={"y" + index} onClick={removeAt({ items, index })}>y</i></li>)}</ul></div> };`,
    steps: [
      { out: 0 },
      { send: ["add", { detail: { message: " a " } }], out: 1 },
      { send: ["add", { detail: { message: "b" } }] },
      { send: ["add", { detail: { message: "c" } }], out: 3 },
      { click: "#x1", out: 2 },
      { fill: ["#i0 input", true] },
      {
        click: "#y0",
        shows:
          '<div><h1>Todos</h1><ul><li id="i0"><input type="checkbox"><span>c</span><b id="x0">x</b><i id="y0">y</i></li></ul></div>',
      },
    ],
  }),
  program("Writable<T|Default> of element key", {
    input: "rows: Writable<{ n: number }[] | Default<[{ n: 1 }, { n: 2 }]>>",
    body:
      `return { out: computed(() => rows.get().map((r) => r.n)), [UI]: <p>{rows.map((r, i) => <b id={"b" + i} onClick={() => rows.key(i).key("n").set(r.n * 10)}>{r.n}</b>)}</p> };`,
    steps: [{ out: [1, 2] }, {
      click: "#b1",
      out: [1, 20],
      shows: '<p><b id="b0">1</b><b id="b1">20</b></p>',
    }],
  }),
  program("elements as cells via type", {
    input:
      "rows: Writable<{ n: number }>[] | Default<[]>; all: Writable<Writable<{ n: number }>[] | Default<[]>>",
    body:
      `const add = action(() => { all.push(new Writable({ n: all.get().length + 1 })); }); return { add, out: computed(() => all.get().map((r) => r.get().n)), [UI]: <p>{all.map((r) => <b id={\`b\${r.get().n}\`} onClick={() => r.key("n").set(r.get().n + 100)}>{r.get().n}</b>)}</p> };`,
    steps: [{ send: ["add"] }, { send: ["add"], out: [1, 2] }, { click: "#b2", out: [1, 102] }],
  }),
  program("aliased wrappers deep", {
    prelude:
      `type Num = Writable<number>; type Rec = { n: Num; list: Num[]; opt?: Num; rec: Record<string, Num> }; type Deep = { a: { b: Rec } }; type Cb = Stream<void>;
     const bump = handler<void, Rec & { go?: Cb }>((_, { n, list, opt, rec }) => { n.increment(); list[0]?.increment(5); opt?.set(7); rec.k?.set(9); });`,
    body:
      `const n = new Writable(1), l = new Writable(2), o = new Writable(3), k = new Writable(4); const go = bump({ n, list: [l], opt: o, rec: { k } }); return { go, out: computed(() => [n.get(), l.get(), o.get(), k.get()]), [UI]: <p id="p" onClick={go}>{n}</p> };`,
    steps: [{ out: [1, 2, 3, 4] }, { click: "#p", out: [2, 7, 7, 9] }, {
      send: ["go"],
      out: [3, 12, 7, 9],
    }],
  }),
  program("Stream<void> passed and sent", {
    prelude:
      `const Btn = pattern<{ label: string; press: Stream<void> }, { [UI]: VNode }>(({ label, press }) => ({ [UI]: <b id={label} onClick={() => press.send()}>{label}</b> }));`,
    body:
      `const n = new Writable(0); const up = action(() => n.increment()); return { up, out: n, [UI]: <p><Btn label="x" press={up} /><Btn label="y" press={action(() => n.increment(10))} /></p> };`,
    steps: [{ click: "#x" }, { click: "#y", out: 11 }, { send: ["up"], out: 12 }],
  }),
  program("Stream<Cell<number>> event", {
    prelude:
      `type Ev = Writable<number>; const take = handler<{ cell: Ev }, { log: Writable<number[]> }>(({ cell }, { log }) => { log.push(cell.get()); cell.increment(); }); const direct = handler<Writable<number>, { log: Writable<number[]> }>((cell, { log }) => { log.push(cell.get() + 1000); cell.set(50); });`,
    body:
      `const log = new Writable<number[]>([]); const a = new Writable(5); const t = take({ log }); const d = direct({ log }); const go = action(() => { t.send({ cell: a }); d.send(a); }); return { go, out: computed(() => [...log.get(), a.get()]), [UI]: <p/> };`,
    steps: [{ send: ["go"], out: [5, 1006, 50] }],
  }),
  program("action with event types", {
    body:
      `const s = new Writable<string[]>([]); const a = action((e: { v: string }) => s.push(e.v)); const b = action<{ w?: number }>(({ w = 4 }) => { s.push("w" + w); }); const cc = action(({ target }: { target: { value: string } }) => { s.push(target.value); }); return { a, b, out: s, [UI]: <input onInput={cc} oncf-x={a} /> };`,
    steps: [{ send: ["a", { v: "q" }] }, { send: ["b", {}] }, {
      fill: ["input", "zz"],
      out: ["q", "w4", "zz"],
    }],
  }),
  program("sub-pattern result used", {
    prelude:
      `const Child = pattern<{ v: Writable<number | Default<3>>; label?: string }, { twice: number; inc: Stream<void>; v: Writable<number>; list: { n: number }[] }>(({ v, label }) => ({ twice: computed(() => v.get() * 2), inc: action(() => v.increment()), v, list: computed(() => [{ n: v.get() }]) }));`,
    body:
      `const own = new Writable(10); const a = Child({}); const b = Child({ v: own, label: "b" }); const c2 = Child({ v: 7 }); const sum = computed(() => a.twice + b.twice + c2.twice); return { inc: a.inc, incB: b.inc, setC: action(() => c2.v.set(1)), out: [sum, a.twice + 1, own, b.list.map((x) => x.n), a.v, c2.v], [UI]: <p onClick={b.inc}>{a.twice > 6 ? "big" : "small"}</p> };`,
    steps: [{ out: [40, 7, 10, [10], 3, 7] }, { send: ["inc"] }, { send: ["incB"] }, {
      send: ["setC"],
      out: [8 + 22 + 2, 9, 11, [11], 4, 1],
      shows: "<p>big</p>",
    }],
  }),
  program("patterns in a list made in handler", {
    prelude:
      `interface NoteOut { [NAME]: string; title: string; text: Writable<string>; [UI]: VNode } const Note = pattern<{ title: string; text?: Writable<string | Default<"">> }, NoteOut>(({ title, text }) => ({ [NAME]: title, title, text, [UI]: <i>{title}:{text}</i> }));`,
    input: "notes: Writable<NoteOut[] | Default<[]>>",
    body:
      `const add = action(({ t }: { t: string }) => { const n = Note({ title: t, text: "body" }); notes.push(n); }); const edit = action(({ i, s }: { i: number; s: string }) => { notes.key(i).key("text").set(s); }); return { add, edit, out: computed(() => notes.get().map((n) => n.title + n.text.get())), [UI]: <p>{notes.map((n) => <b>{n[NAME]}{n[UI]}</b>)}</p> };`,
    steps: [{ send: ["add", { t: "A" }] }, {
      send: ["add", { t: "B" }],
      out: ["Abody", "Bbody"],
      shows: "<p><b>A<i>A:body</i></b><b>B<i>B:body</i></b></p>",
    }, {
      send: ["edit", { i: 1, s: "new" }],
      out: ["Abody", "Bnew"],
      shows: "<p><b>A<i>A:body</i></b><b>B<i>B:new</i></b></p>",
    }],
  }),
  program("ifElse/when/unless with cells", {
    input: "on: Writable<boolean | Default<false>>",
    ui:
      `<p id="p" onClick={() => on.set(!on.get())}>{ifElse(on, "A", "B")}{when(on, <b>c</b>)}{unless(on, <i>d</i>)}{ifElse(computed(() => on.get()), <u>1</u>, <s>2</s>)}</p>`,
    steps: [{ shows: '<p id="p">B<i>d</i><s>2</s></p>' }, { click: "#p" }],
  }),
  program("perUser/perSession cells", {
    body:
      `const a = new Writable.perUser(1); const b: PerSession<Writable<number>> = new Writable(2); const d = new Writable.perSpace(3); void d; return { out: [a, b], go: action(() => { a.set(5); b.set(6); }), [UI]: <p>{a}{b}</p> };`,
    steps: [{ out: [1, 2] }, { send: ["go"], out: [5, 6] }, { reopen: true, out: [5, 6] }],
  }),
  program("Writable.of/for/equals/key/update", {
    body:
      `const a = Writable.of({ x: 1, y: { z: [1, 2] } }); const f = new Writable(4).for("cause"); const x = a.key("x"); const z = a.key("y", "z"); const go = action(() => { a.update({ x: 2 }); z.push(3); f.set(5); x.increment(); }); return { go, out: [a, x, z, f, computed(() => Writable.equals(a, a)), computed(() => a.equals(f as any))], [UI]: <p/> };`,
    steps: [{ out: [{ x: 1, y: { z: [1, 2] } }, 1, [1, 2], 4, true, false] }, {
      send: ["go"],
      out: [{ x: 3, y: { z: [1, 2, 3] } }, 3, [1, 2, 3], 5, true, false],
    }],
  }),
  program("list mutators", {
    body:
      `interface R { id: string; n: number } const l = new Writable<R[]>([]); const tags = new Writable<string[]>([]); const seed = action(() => { l.push({ id: "a", n: 1 }, { id: "b", n: 2 }); tags.addUnique("x"); tags.addUnique("x"); tags.push("y"); }); const rm = action(() => { l.remove(l.get()[0]!); tags.removeByValue("x"); }); const el = action(() => { l.elementById("b" as any); }); void el; return { seed, rm, out: [computed(() => l.get().map((r) => r.id)), tags], [UI]: <p/> };`,
    steps: [{ send: ["seed"], out: [["a", "b"], ["x", "y"]] }, {
      send: ["rm"],
      out: [["b"], ["y"]],
    }],
  }),
  program("computed in map captured by action", {
    input:
      "rows: Writable<{ t: string; n: number }[] | Default<[{ t: 'a'; n: 1 }, { t: 'b'; n: 2 }]>>; picked: Writable<string | Default<''>>",
    body:
      `return { out: picked, [UI]: <p>{rows.map((row, i) => { const big = computed(() => row.n > 1); const pick = action(() => picked.set(row.t + i + big)); const isPicked = computed(() => picked.get().startsWith(row.t)); return <b id={row.t} class={isPicked ? "on" : ""} onClick={pick}>{big ? "B" : "s"}{isPicked && "!"}</b>; })}</p> };`,
    steps: [{
      click: "#b",
      out: "b1true",
      shows: '<p><b id="a" class>s</b><b id="b" class="on">B!</b></p>',
    }, { click: "#a", out: "a0false" }],
  }),
  program("selection by equals", {
    input: "rows: Writable<{ t: string }[] | Default<[{ t: 'a' }, { t: 'b' }]>>",
    body:
      `const sel = new Writable<{ t: string } | null>(null); return { out: computed(() => sel.get()?.t ?? null), [UI]: <p>{rows.map((row) => <b id={row.t} onClick={() => sel.set(row)}>{equals(sel, row) ? "*" : "-"}{row.t}</b>)}{sel.get() ? <i>{sel.get()!.t}</i> : <u>none</u>}{sel.get()?.t}</p> };`,
    steps: [{ out: null, shows: '<p><b id="a">-a</b><b id="b">-b</b><u>none</u></p>' }, {
      click: "#b",
      out: "b",
      shows: '<p><b id="a">-a</b><b id="b">*b</b><i>b</i>b</p>',
    }],
  }),
  program("tabs", {
    prelude:
      `type Tab = "one" | "two"; const TABS: { id: Tab; label: string }[] = [{ id: "one", label: "One" }, { id: "two", label: "Two" }];`,
    body:
      `const tab = new Writable<Tab>("one"); const view = computed(() => { switch (tab.get()) { case "one": return <i>1</i>; case "two": return <u>2</u>; } }); return { [UI]: <p>{TABS.map((t) => <b id={t.id} class={tab.get() === t.id ? "on" : "off"} onClick={() => tab.set(t.id)}>{t.label}</b>)}{view}{tab.get() === "one" ? <s>A</s> : <em>B</em>}</p> };`,
    steps: [{
      shows: '<p><b id="one" class="on">One</b><b id="two" class="off">Two</b><i>1</i><s>A</s></p>',
    }, {
      click: "#two",
      shows:
        '<p><b id="one" class="off">One</b><b id="two" class="on">Two</b><u>2</u><em>B</em></p>',
    }],
  }),
  program("typeof CONST default", {
    prelude:
      `const START = { a: 1, list: ["x"] as string[], nested: { on: true } }; const LIST = [1, 2, 3];`,
    input:
      "s: Writable<typeof START | Default<typeof START>>; l: number[] | Default<typeof LIST>; e: Record<string, number> | Default<Record<string, never>>; t: [number, string] | Default<[1, 'q']>; n: { x: number } | Default<{ x: 4 }>",
    body:
      `return { out: [s, l, e, t, n, s.get().nested.on, l.length], go: action(() => { s.key("nested").key("on").set(false); }), [UI]: <p/> };`,
    steps: [{
      out: [
        { a: 1, list: ["x"], nested: { on: true } },
        [1, 2, 3],
        {},
        [1, "q"],
        { x: 4 },
        true,
        3,
      ],
    }, {
      send: ["go"],
      out: [
        { a: 1, list: ["x"], nested: { on: false } },
        [1, 2, 3],
        {},
        [1, "q"],
        { x: 4 },
        false,
        3,
      ],
    }],
  }),
  program("closure over module fn in handler, event order", {
    prelude:
      `const clamp = (n: number, lo: number, hi: number) => Math.min(hi, Math.max(lo, n)); const step = handler<{ by: number }, { n: Writable<number>; max: number }>(({ by }, { n, max }) => { n.set(clamp(n.get() + by, 0, max)); });`,
    input: "max: number | Default<5>",
    body:
      `const n = new Writable(0); const up = step({ n, max }); const m2 = computed(() => max * 2); const up2 = step({ n, max: m2 }); const up3 = step({ n, max: max + 1 }); return { up, up2, up3, out: n, [UI]: <p/> };`,
    steps: [{ send: ["up", { by: 100 }], out: 5 }, { send: ["up2", { by: 100 }], out: 10 }, {
      send: ["up3", { by: 0 }],
      out: 6,
    }],
  }),
  program("handler result and send in computed view", {
    body:
      `const n = new Writable(0); const rows = computed(() => Array.from({ length: n.get() + 1 }, (_, i) => ({ i }))); return { out: n, [UI]: <p>{computed(() => rows.map((r) => <b id={"b" + r.i} onClick={() => n.set(r.i + 1)}>{r.i}</b>))}</p> };`,
    steps: [{ click: "#b0", out: 1, shows: '<p><b id="b0">0</b><b id="b1">1</b></p>' }, {
      click: "#b1",
      out: 2,
    }],
  }),
  program("fragments, keys, spread props, children fn", {
    prelude:
      `const Card = ({ title, children }: { title: string; children?: unknown }) => <section><h2>{title}</h2>{children}</section>;`,
    input: "rows: { t: string }[] | Default<[{ t: 'a' }, { t: 'b' }]>",
    body:
      `const attrs = { id: "x", class: "y" }; return { [UI]: <><Card title={rows[0].t + "!"}><b {...attrs}>k</b>{rows.map((r) => <i key={r.t}>{r.t}</i>)}</Card><>{"tail"}</></> };`,
    steps: [{
      shows: '<section><h2>a!</h2><b id="x" class="y">k</b><i>a</i><i>b</i></section>tail',
    }],
  }),
  program("async handler-free then nav", {
    body:
      `const n = new Writable<number | undefined>(undefined); const has = computed(() => n.get() !== undefined); return { set: action(({ v }: { v?: number }) => n.set(v)), out: [has, n.get() ?? -1], [UI]: <p>{has ? <b>{n}</b> : <i/>}{n.get() !== undefined && <u>{n.get()! + 1}</u>}</p> };`,
    steps: [{ out: [false, -1], shows: "<p><i></i></p>" }, {
      send: ["set", { v: 0 }],
      out: [true, 0],
      shows: "<p><b>0</b><u>1</u></p>",
    }, { send: ["set", {}], out: [false, -1] }],
  }),
  program("reads of own output in computed chain", {
    input: "a: number | Default<2>",
    body:
      `const stats = computed(() => ({ min: a, max: a * 10, all: [a, a + 1] })); const label = computed(() => \`\${stats.min}..\${stats.max}\`); const { max } = stats; const over = max > 10 ? "over" : "under"; return { out: [label, over, stats.all.length, stats.all.map((x) => x * 2), stats.all[0] + stats.min], [UI]: <p>{stats.all.map((x, i) => <b>{x + i}</b>)}</p> };`,
    steps: [{ out: ["2..20", "over", 2, [4, 6], 4], shows: "<p><b>2</b><b>4</b></p>" }],
  }),
];
