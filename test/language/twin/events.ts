/** Handlers and what they capture. */

import type { TwinCase, TwinStep } from "./twin-case.ts";

/** A body, and who clicks on what. */
interface EventCase extends TwinCase {
  readonly steps: readonly TwinStep[];
}

/** The cases. */
export const events: readonly EventCase[] = [
  {
    name: "inc",
    ui:
      `<p><b id="x" onClick={() => count.set(count.get() + 1)}>{count}</b>{count.get() > 1 ? "big" : "small"}{count.get() * plain}</p>`,
    steps: [{ click: "x" }, { click: "x" }, { click: "x" }],
  },
  {
    name: "capture item",
    ui:
      `<p>{items.map((item) => <b id={"i" + item.id} onClick={() => count.set(count.get() + item.price)}>{item.name}{count}</b>)}</p>`,
    steps: [{ click: "i1" }, { click: "i2" }, { click: "i2" }],
  },
  {
    name: "capture index",
    ui:
      `<p>{items.map((item, i) => <b id={"i" + i} onClick={() => sel.set(item.name + i)}>{item.name === sel.get() ? "*" : i}</b>)}{sel}</p>`,
    steps: [{ click: "i1" }, { click: "i0" }],
  },
  {
    name: "remove idx",
    ui:
      `<p>{items.get().map((item, i) => <b id={"i" + i} onClick={() => items.set(items.get().filter((_, j) => j !== i))}>{item.name}{i}</b>)}{items.get().length}</p>`,
    steps: [{ click: "i0" }, { click: "i0" }],
  },
  {
    name: "toggle by map",
    ui:
      `<p>{items.map((item) => <b id={"i" + item.id} class={item.done ? "d" : ""} onClick={() => items.set(items.get().map((x) => x.id === item.id ? { ...x, done: !x.done } : x))}>{item.name}</b>)}{items.get().filter((i) => i.done).length}</p>`,
    steps: [{ click: "i1" }, { click: "i2" }, { click: "i1" }],
  },
  {
    name: "key set",
    ui:
      `<p>{items.map((item, i) => <b id={"i" + item.id} onClick={() => items.key(i).key("price").set(item.price * 2)}>{item.price}</b>)}<u id="q" onClick={() => cfg.key("b", "c").set("y")}>{cfg.key("b").key("c")}{cfg.get().b.c.length}</u></p>`,
    steps: [{ click: "i1" }, { click: "i1" }, { click: "q" }, { click: "i2" }],
  },
  {
    name: "handler",
    prelude:
      `const add = handler<unknown, { items: Writable<Item[]>; count: Writable<number> }>((_, { items, count }) => { count.set(count.get() + 10); items.push({ id: count.get(), name: "n" + items.get().length, price: 0, done: false, tags: [] }); }); const rm = handler((_e: unknown, { items, id, n }: { items: Writable<Item[]>; id: number; n: number }) => { items.set(items.get().filter((i) => i.id !== id).map((i) => ({ ...i, price: n }))); });`,
    ui:
      `<p><b id="x" onClick={add({ items, count })}>{items.get().length}</b>{items.map((it) => <i id={"r" + it.id} onClick={rm({ items, id: it.id, n: plain + 1 })}>{it.name}</i>)}{count}</p>`,
    steps: [{ click: "x" }, { click: "r1" }, { click: "x" }, { click: "r2" }],
  },
  {
    name: "action",
    body:
      `const inc = action((e: { n?: number }) => { count.set(count.get() + (e?.n ?? 100)); }); const reset = action(() => { sel.set("r" + count.get()); });`,
    ui:
      `<p><b id="x" onClick={inc}>{count}</b><i id="y" onClick={() => inc.send({ n: 5 })}>{sel}</i><u id="z" onClick={() => { inc.send({ n: 1 }); reset.send(); }}>{count.get() % 2 === 0 ? "even" : "odd"}</u></p>`,
    steps: [{ click: "x" }, { click: "y" }, { click: "z" }, { click: "x" }],
  },
  {
    name: "local cell",
    body: `const open = new Writable(false); const draft = Writable.of("");`,
    ui:
      `<p><b id="x" onClick={() => open.set(!open.get())}>{open.get() ? "v" : ">"}</b>{open.get() && <i>{label}</i>}<u id="y" onClick={() => draft.set(draft.get() + "q")}>{draft.get().length > 1 ? draft : "short"}{draft.get().toUpperCase()}</u></p>`,
    steps: [{ click: "x" }, { click: "y" }, { click: "y" }, { click: "x" }],
  },
  {
    name: "handler helpers",
    body:
      `const bump = (n: number) => { count.set(count.get() + n); rec.key("k").set((rec.get().k ?? 0) + n * plain); };`,
    ui:
      `<p><b id="x" onClick={() => bump(3)}>{count}</b><i id="y" onClick={() => { const [a, b] = [1, 2]; for (const k of [a, b]) bump(k); }}>{rec.get().k}</i></p>`,
    steps: [{ click: "x" }, { click: "y" }],
  },
  {
    name: "shadow",
    ui:
      `<p>{items.map((items) => <b id={"i" + items.id} onClick={() => { const count = items.price; sel.set(String(count)); }}>{items.name}</b>)}{sel}<i id="z" onClick={(e: any) => { const sel = e.type; count.set(sel.length); }}>{count}</i></p>`,
    steps: [{ click: "i2" }, { click: "z" }],
  },
  {
    name: "event param",
    ui:
      `<p><b id="x" onClick={(e: any) => sel.set(e.detail?.v ?? "nov")}>{sel}</b><i id="y" onClick={({ detail }: any) => sel.set("d" + detail?.v)}>{sel}</i><u id="z" onClick={(_: any) => sel.set("u")}/></p>`,
    steps: [
      { click: "x", event: { "detail": { "v": "1" } } },
      { click: "y", event: { "detail": { "v": "2" } } },
      { click: "x" },
      { click: "z" },
    ],
  },
  {
    name: "dyn key",
    ui:
      `<p>{Object.keys(rec.get()).map((k) => <b id={"k" + k} onClick={() => rec.key(k).set(rec.get()[k] + 1)}>{k}{rec.get()[k]}</b>)}<i id="add" onClick={() => rec.set({ ...rec.get(), [sel.get() + "2"]: 7 })}/>{rec.get()[sel.get()]}{rec.key(sel.get())}</p>`,
    steps: [{ click: "kk" }, { click: "add" }, { click: "kk2" }],
  },
  {
    name: "optional",
    ui:
      `<p><b id="x" onClick={() => nul.set({ id: 9, name: "N", price: 1, done: false, tags: ["t"], sub: { n: 3 } })}>{nul.get()?.name ?? "none"}</b>{nul.get() ? <i id="y" onClick={() => nul.set(null)}>{nul.get()!.sub?.n}</i> : <u>empty</u>}{nul.get()?.tags.map((t) => <s>{t}</s>)}</p>`,
    steps: [{ click: "x" }, { click: "y" }, { click: "x" }],
  },
  {
    name: "conditional handler",
    ui:
      `<p><b id="x" onClick={count.get() > 0 ? () => sel.set("pos") : () => count.set(1)}>{sel}{count}</b><i id="y" onClick={() => flagc.get() ? sel.set("t") : flagc.set(true)}>{flagc.get() ? "on" : "off"}</i></p>`,
    steps: [{ click: "x" }, { click: "x" }, { click: "y" }, { click: "y" }],
  },
  {
    name: "computed handler data",
    body:
      "const open = computed(() => items.get().filter((i) => !i.done)); const total = computed(() => items.get().reduce((s, i) => s + i.price, 0));",
    ui:
      `<p>{open.map((i) => <b id={"i" + i.id} onClick={() => sel.set(i.name + total)}>{i.name}</b>)}{total}{sel}</p>`,
    steps: [{ click: "i1" }],
  },
  {
    name: "handler in nested map",
    ui:
      `<p>{items.map((item) => <div>{item.tags.map((t, ti) => <b id={"t" + item.id + t} onClick={() => sel.set(item.name + t + ti + label + plain)}>{t}</b>)}{list.map((l) => <i id={"l" + item.id + l} onClick={() => count.set(l.length + item.price)}>{l}</i>)}</div>)}{sel}{count}</p>`,
    steps: [{ click: "t1x" }, { click: "l2q" }],
  },
  {
    name: "push and update",
    ui:
      `<p><b id="x" onClick={() => items.push({ id: 3 + items.get().length, name: label, price: plain, done: false, tags: [...list] })}>{items.get().length}</b><i id="y" onClick={() => cfg.update({ a: 5 })}>{cfg.get().a}{cfg.get().b.c}</i><u id="z" onClick={() => cfg.set({ ...cfg.get(), b: { c: "new" + plain } })}>{cfg.get().b.c}</u>{items.map((i) => <s>{i.name}{i.tags.join()}</s>)}</p>`,
    steps: [{ click: "x" }, { click: "y" }, { click: "z" }, { click: "x" }],
  },
  {
    name: "sort action",
    ui:
      `<p><b id="x" onClick={() => items.set([...items.get()].sort((a, b) => b.price - a.price))}/><b id="y" onClick={() => items.set(items.get().toReversed())}/>{items.map((i, n) => <i>{n}{i.name}</i>)}{items.get()[0]?.name}{items.get().at(-1)?.name}</p>`,
    steps: [{ click: "x" }, { click: "y" }, { click: "y" }],
  },
  {
    name: "lift in map",
    prelude:
      `const fmt = lift((i: Item) => i.name + ":" + i.price); const two = lift<{ p: number; c: number }, number>(({ p, c }) => p * 10 + c);`,
    ui:
      `<p>{items.map((i) => <b id={"i" + i.id} onClick={() => items.set(items.get().map((o) => o.id === i.id ? { ...o, price: o.price + 1 } : o))}>{fmt(i)}{two({ p: i.price, c: count.get() })}</b>)}</p>`,
    steps: [{ click: "i1" }, { click: "i2" }],
  },
  {
    name: "template handlers",
    ui:
      "<p><b id={`q${plain}`} onClick={() => sel.set(`${label}-${sel.get()}-${count.get() + 1}`)}>{`${sel}`}{sel.get().length}</b></p>",
    steps: [{ click: "q4" }, { click: "q4" }],
  },
  {
    name: "ternary jsx handlers",
    ui:
      `<p>{flagc.get() ? <b id="off" onClick={() => flagc.set(false)}>{label}</b> : <i id="on" onClick={() => { flagc.set(true); count.increment(2); }}>{count}</i>}{ifElse(flagc, <u>{count.get() + 1}</u>, "no")}</p>`,
    steps: [{ click: "on" }, { click: "off" }, { click: "on" }],
  },
  {
    name: "try catch handler",
    ui:
      `<p><b id="x" onClick={() => { try { if (count.get() < 1) throw new Error("low"); sel.set("ok"); } catch (e) { sel.set((e as Error).message); } finally { count.set(count.get() + 1); } }}>{sel}{count}</b></p>`,
    steps: [{ click: "x" }, { click: "x" }],
  },
  {
    name: "switch while",
    ui:
      `<p><b id="x" onClick={() => { let n = 0; while (n < items.get().length) { if (items.get()[n].done) break; n++; } switch (n) { case 1: sel.set("one"); break; default: sel.set("many"); } count.set(n); }}>{sel}{count}</b></p>`,
    steps: [{ click: "x" }],
  },
  {
    name: "closure handler factory",
    body: "const mk = (v: string) => () => sel.set(v);",
    ui:
      `<p>{["a", "b"].map((k) => <b id={"f" + k} onClick={mk(k)}>{k}{sel.get() === k ? "*" : ""}</b>)}{items.map((i) => <i id={"g" + i.id} onClick={mk(i.name)}>{i.id}</i>)}{sel}</p>`,
    steps: [{ click: "fb" }, { click: "g1" }],
  },
  {
    name: "handler factory typed",
    prelude:
      "const pick = handler<unknown, { sel: Writable<string>; k: string }>((_, { sel, k }) => sel.set(k));",
    ui:
      `<p>{["a", "b"].map((k) => <b id={"f" + k} onClick={pick({ sel, k })}>{k}</b>)}{items.map((i, n) => <i id={"g" + i.id} onClick={pick({ sel, k: i.name + n })}>{i.id}</i>)}{sel}</p>`,
    steps: [{ click: "fb" }, { click: "g2" }],
  },
  {
    name: "component handlers",
    prelude:
      `const Btn = ({ id, label, onClick }: { id: string; label: string; onClick: () => void }) => <b id={id} onClick={onClick}>{label}</b>; const Row = ({ item, sel }: { item: Item; sel: Writable<string> }) => <i id={"r" + item.id} class={sel.get() === item.name ? "s" : ""} onClick={() => sel.set(item.name)}>{item.name}</i>;`,
    ui:
      `<p><Btn id="x" label={label} onClick={() => count.set(count.get() + 1)} />{items.map((i) => <Row item={i} sel={sel} />)}{count}{sel}</p>`,
    steps: [{ click: "x" }, { click: "r2" }, { click: "r1" }],
  },
  {
    name: "cell compare in map",
    ui:
      `<p>{items.map((i) => <b id={"i" + i.id} class={count.get() === i.id ? "on" : "off"} onClick={() => count.set(i.id)}>{count.get() === i.id && <i>sel</i>}{(count.get() === i.id ? i.tags : list).map((t) => <u>{t}</u>)}</b>)}</p>`,
    steps: [{ click: "i1" }, { click: "i2" }],
  },
  {
    name: "delete nested",
    ui:
      `<p>{items.get().map((it) => it.tags.map((t) => <b id={"d" + it.id + t} onClick={() => items.set(items.get().map((x) => x.id === it.id ? { ...x, tags: x.tags.filter((y) => y !== t) } : x))}>{t}</b>))}<i id="add" onClick={() => items.key(0).key("tags").push("n" + items.get()[0].tags.length)}/></p>`,
    steps: [{ click: "add" }, { click: "add" }, { click: "d1x" }, { click: "d1n1" }],
  },
  {
    name: "destructured state",
    ui:
      `<p><b id="x" onClick={() => { const { a, b: { c } } = cfg.get(); const [f, ...r] = items.get(); sel.set(a + c + f.name + r.length); }}>{sel}</b></p>`,
    steps: [{ click: "x" }],
  },
  {
    name: "async-less arrows chain",
    ui:
      `<p><b id="x" onClick={() => [1, 2, 3].filter((n) => n > plain - 3).forEach((n) => count.set(count.get() + n))}>{count}</b><i id="y" onClick={() => items.get().forEach((it, i) => { if (!it.done) items.key(i).key("done").set(true); })}>{items.get().every((i) => i.done) ? "all" : "some"}</i></p>`,
    steps: [{ click: "x" }, { click: "y" }],
  },
  {
    name: "bool attrs",
    ui:
      `<p><b id="x" hidden={count.get() > 1} title={nul.get()?.name} onClick={() => count.set(count.get() + 1)} style={{ width: count.get() * 10 + "px", display: flagc.get() ? "none" : undefined }}>{count}</b></p>`,
    steps: [{ click: "x" }, { click: "x" }],
  },
  {
    name: "key in cond",
    ui:
      `<p>{cfg.key("a").get() > 0 ? cfg.key("b").key("c").get() : "neg"}{cfg.key("a")}<b id="x" onClick={() => { const k = cfg.key("b"); k.set({ c: k.get().c + "!" }); const a = cfg.key("a"); a.set(-a.get()); }}/></p>`,
    steps: [{ click: "x" }, { click: "x" }],
  },
  {
    name: "alias cell",
    body:
      "const alias = count; const ns = { c: sel }; const arr = [count, flagc] as [Writable<number>, Writable<boolean>];",
    ui:
      `<p><b id="x" onClick={() => { alias.set(alias.get() + 1); ns.c.set("via"); arr[1].set(false); }}>{alias}{alias.get() + 1}{ns.c}{arr[0].get()}{flagc.get() ? 1 : 0}</b></p>`,
    steps: [{ click: "x" }],
  },
];
