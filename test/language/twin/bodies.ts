/** Bodies with computed values, destructuring, helpers, lifts and components. */

import type { TwinCase } from "./twin-case.ts";

/** The cases. */
export const bodies: readonly TwinCase[] = [
  {
    name: "computed basic",
    body:
      "const total = computed(() => state.items.reduce((s, i) => s + i.price, 0)); const lab = computed(() => `${state.name}: ${total}`);",
    ui: "<div>{total}{total + 1}{lab}{total > 5 ? 'big' : 'small'}{lab.length}</div>",
  },
  {
    name: "computed obj",
    body:
      "const st = computed(() => ({ n: state.items.length, names: state.items.map((i) => i.name), first: state.items[0] }));",
    ui:
      "<div>{st.n}{st.names.join()}{st.first?.name}{st.names.map((n) => <b>{n}</b>)}{st.n > 1 && <i>{st.first.price + st.n}</i>}</div>",
  },
  {
    name: "computed destr",
    body:
      `const { n, names: [first, ...others], deep: { k = "dk" } = { k: "x" } } = computed(() => ({ n: state.items.length, names: state.items.map((i) => i.name), deep: { k: state.opt } }));`,
    ui: "<div>{n}{first}{others.length}{k}{others.map((o) => <b>{o}</b>)}</div>",
  },
  {
    name: "computed of computed",
    body:
      `const a = computed(() => state.count + 1); const c = computed(() => a * 2); const d = computed(() => { if (c > 4) return "hi"; return c; });`,
    ui: "<div>{a}{c}{d}{d === 'hi' && <b/>}</div>",
  },
  {
    name: "computed list map",
    body:
      "const open = computed(() => state.items.filter((i) => !i.done)); const sorted = computed(() => [...open].sort((x, y) => y.price - x.price));",
    ui:
      "<div>{open.length}{open.map((i) => <b>{i.name}{i.price * state.count}</b>)}{sorted.map((i, n) => <i>{n}{i.name}</i>)}{open.length === 0 ? 'none' : null}</div>",
  },
  {
    name: "computed jsx",
    body:
      "const view = computed(() => state.flag ? <b>{state.name}</b> : <i>{state.items.map((i) => <u>{i.name}</u>)}</i>); const list = computed(() => state.items.map((i) => <p>{i.name}</p>));",
    ui: "<div>{view}{list}</div>",
  },
  {
    name: "computed switch",
    body:
      `const v = computed(() => { switch (state.key) { case "a": return { label: "A", n: 1 }; case "b": return { label: "B", n: 2 }; default: return null; } });`,
    ui: "<div>{v?.label}{v ? v.n + 1 : 'none'}{v && <b>{v.label}</b>}</div>",
  },
  {
    name: "const alias",
    body:
      "const items = state.items; const first = items[0]; const name = first?.name; const p = first?.price; const n = state.count; const m = n;",
    ui: "<div>{items.length}{name}{p + m}{first?.name}{items.map((i) => i.price * m).join()}</div>",
  },
  {
    name: "const expr",
    body:
      'const total = state.count * 2; const label = state.flag ? "on" : "off"; const has = state.items.length > 1; const nm = state.user?.name ?? "nobody"; const msg = `${label} ${total} ${nm}`; const not = !has;',
    ui:
      "<div class={label}>{total}{msg}{has && <b>many</b>}{not ? 'few' : 'lots'}{nm.length}{total > 3 ? label.toUpperCase() : label}</div>",
  },
  {
    name: "param destr",
    parameter:
      `{ items, count, name, user, tags: [firstTag, second], record: { a: a0 = 9 }, opt = "dflt", ...rest }`,
    body: "const t = count * 2;",
    ui:
      "<div>{items.map((i) => <b>{i.price + count}{name}</b>)}{t}{user?.name}{firstTag}{rest.key}{a0 + 1}{opt}</div>",
  },
  {
    name: "param default fn",
    parameter:
      `{ user: { name: uname = "U", profile: { bio, langs } = { bio: "B", langs: ["q"] } } = { name: undefined as any } }`,
    ui: "<div>{(langs ?? []).length}{bio ?? 'nobio'}{uname}</div>",
  },
  {
    name: "helpers in body",
    prelude:
      `const DUMMY = { id: 0, name: "dummy", price: 0, done: false, tags: [], kind: "a" as const };`,
    body:
      "const fmt = (n: number) => n * state.count; const isBig = (i: Item) => i.price > state.count; const view = (i: Item) => <b>{i.name}{fmt(i.price)}</b>;",
    ui:
      "<div>{fmt(3)}{state.items.map((i) => <p>{fmt(i.price)}{isBig(i) ? 'big' : 'small'}{view(i)}</p>)}{state.items.filter(isBig).map((i) => <i>{i.name}</i>)}{state.items.filter((i) => isBig(i)).length}{view(state.items[0] ?? DUMMY)}</div>",
  },
  {
    name: "helper with if",
    body:
      `function cls(i: Item) { if (i.done) return "done"; return state.flag ? "open" : "hidden"; } const render = (i: Item) => { if (i.done) { return <s>{i.name}</s>; } return <b class={cls(i)}>{i.name}</b>; };`,
    ui:
      "<div>{state.items.map((i) => render(i))}{state.items.map((i) => <p class={cls(i)}/>)}{state.items.map(render)}</div>",
  },
  {
    name: "lift",
    prelude:
      "const tot = lift((items: Item[]) => items.reduce((s, i) => s + i.price, 0)); const dbl = lift<number, number>((n) => n * 2); const pair = lift(({ a, b }: { a: number; b: string }) => a + b);",
    body:
      "const t = tot(state.items); const d = dbl(state.count); const two = pair({ a: state.count, b: state.name });",
    ui:
      "<div>{t}{d}{d + 1}{two}{tot(state.items.filter((i) => i.done))}{pair({ a: state.count + 1, b: state.name + '!' })}{state.items.map((i) => <b>{dbl(i.price)}{pair({ a: i.id, b: i.name })}</b>)}</div>",
  },
  {
    name: "ifElse nested",
    ui:
      "<div>{ifElse(state.flag, ifElse(state.count > 1, <b>{state.name}</b>, 'low'), ifElse(state.items.length, state.items.map((i) => <i>{i.id}</i>), null))}{ifElse(state.items.length > 1 && state.flag, 'a', 'b')}{when(state.items.length > 0, <u>{state.items[0]?.name}</u>)}{unless(state.opt, <s>noopt</s>)}{str`n ${state.name} c ${state.count + 1}`}</div>",
  },
  {
    name: "object of arrays",
    body:
      `const cols = [{ t: "Done", items: state.items.filter((i) => i.done) }, { t: "Open", items: state.items.filter((i) => !i.done) }]; const map = { x: state.count, y: state.name };`,
    ui:
      "<div>{cols.map((c) => <p>{c.t}{c.items.length}{c.items.map((i) => <b>{i.name}</b>)}</p>)}{map.x + 1}{map.y}{Object.keys(map).length}</div>",
  },
  {
    name: "tab lookup",
    prelude: `const TABS = ["a", "b"]; const LABELS = { a: "LA", b: "LB" };`,
    body:
      "const views = { a: <b>{state.name}</b>, b: <i>{state.count}</i> } as Record<string, any>;",
    ui:
      "<div>{views[state.key]}{TABS.map((t) => <u class={t === state.key ? 'on' : ''}>{t}</u>)}{LABELS[state.key as 'a'] ?? 'none'}{LABELS[state.items[0]?.kind ?? 'b']}</div>",
  },
  {
    name: "components",
    prelude:
      `const Card = ({ title, on, children }: { title: string; on: boolean; children?: any }) => <section class={on ? "on" : "off"}><h1>{title || "untitled"}</h1>{children}</section>; function List({ items, render }: { items: Item[]; render: (i: Item) => any }) { return <ul>{items.map((i) => <li>{render(i)}</li>)}</ul>; } const Empty = () => <hr />;`,
    ui:
      "<div><Card title={state.name} on={state.flag}><b>{state.count}</b>{state.items.map((i) => <i>{i.name}</i>)}</Card><List items={state.items} render={(i: Item) => <u>{i.name}</u>} /><Empty /></div>",
  },
  {
    name: "chain choose",
    body:
      "const sel = state.items.find((i) => i.id === state.count) ?? state.items[0]; const idx = state.items.findIndex((i) => i.done); const by = state.items.filter((i) => i.name.includes(state.name.slice(0, 0))).slice(0, 2);",
    ui:
      "<div>{sel?.name}{sel ? <b>{sel.tags.map((t) => <i>{t}</i>)}</b> : 'nosel'}{idx}{idx >= 0 ? state.items[idx].name : '-'}{by.map((i) => <u>{i.name}</u>)}</div>",
  },
  {
    name: "reduce obj",
    body:
      "const counts = state.items.reduce((acc, i) => ({ ...acc, [i.kind]: (acc[i.kind] ?? 0) + 1 }), {} as Record<string, number>);",
    ui:
      "<div>{Object.entries(counts).map(([k, n]) => <b>{k}{n}</b>)}{counts.a ?? 0}{counts['b']}{counts[state.key]}</div>",
  },
  {
    name: "nested fn closure",
    ui:
      "<div>{state.sections.map((s, si) => s.rows.filter((r) => r.text !== state.key).map((r, ri) => r.cells.map((c, ci) => <b>{si}{ri}{ci}{c * state.count}{s.title}{r.text}{state.sections.length}{state.sections[si].rows.length}</b>)))}</div>",
  },
  {
    name: "spread into list",
    body:
      "const all = [...state.items, ...Object.values(state.dict)]; const names = [state.name, ...state.tags]; const obj = { ...state.items[0], extra: state.count };",
    ui:
      "<div>{all.map((i) => <b>{i.name}</b>)}{all.length}{names.map((n) => <i>{n}</i>)}{names.join()}{obj.name}{obj.extra + 1}</div>",
  },
  {
    name: "let vars",
    prelude: "const FLAG = true as boolean;",
    body:
      `let label = "x"; if (FLAG) label = "y"; let total = 0; for (const n of [1, 2]) total += n; const parts: string[] = []; parts.push("p");`,
    ui: "<div>{label}{total}{parts.join()}{total + state.count}</div>",
  },
  {
    name: "typeof guards",
    ui:
      "<div>{typeof state.maybe === 'number' ? state.maybe + 1 : 'nan'}{state.maybe !== null ? state.maybe * 2 : null}{state.opt !== undefined && state.opt.length}{'profile' in (state.user ?? {}) ? 'p' : '-'}{Array.isArray(state.tags) && state.tags.length}{state.user === undefined ? 'undef' : state.user.name}{state.opt == null ? 'nil' : 'has'}</div>",
  },
  {
    name: "maybe arith",
    ui:
      "<div>{(state.maybe ?? 0) + state.count}{state.maybe! > 1 ? 'gt' : 'le'}{state.opt?.length ?? 0}{(state.opt || 'none').toUpperCase()}{(state.user?.profile?.langs?.length ?? 0) > 0 ? 'langs' : 'nolangs'}{!state.user?.profile ? 'nop' : 'p'}</div>",
  },
  {
    name: "call args",
    prelude:
      "const fmt = (i: Item[], n: number, o: { sep: string }) => i.map((x) => x.name).join(o.sep) + n; const cb = (f: (x: number) => number) => f(3); const curry = (a: number) => (b: number) => a * b; class Box { constructor(readonly v: string) {} up() { return this.v.toUpperCase(); } }",
    ui:
      "<div>{fmt(state.items, state.count, { sep: state.key })}{Math.min(...state.grid.flat().map((c) => c.v), state.count)}{cb((x) => x + state.count)}{curry(state.count)(2)}{new Box(state.name).up()}</div>",
  },
  {
    name: "tagged tmpl",
    prelude: "const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join('|') + v.join(',');",
    ui: "<div>{tag`a${state.count}b${state.name}`}{String.raw`x\\n${state.count}`}</div>",
  },
  {
    name: "key attr",
    ui:
      "<ul>{state.items.map((i) => <li key={i.id} class={i.done ? 'd' : i.price > state.count ? 'p' : undefined} data-t={i.tags.join(' ')} title={i.sub?.label}>{i.name}</li>)}</ul>",
  },
  {
    name: "assigned later",
    prelude: "const SHOW = true as boolean;",
    body:
      `const parts: any[] = []; parts.push(<b>{state.name}</b>); if (SHOW) parts.push(<i>{state.count + 1}</i>); for (const k of ["a", "b"]) parts.push(<u>{state.record[k]}</u>);`,
    ui: "<div>{parts}</div>",
  },
  {
    name: "async-ish",
    body:
      `const g = computed(() => { const out: string[] = []; for (const i of state.items) { if (!i.done) continue; out.push(i.name); } let k = 0; while (k < state.count) { k++; if (k > 2) break; } do { k--; } while (k > 0); try { if (state.flag) throw new Error("x"); out.push("nf"); } catch { out.push("f"); } finally { out.push("z"); } return out; });`,
    ui: "<div>{g.join()}{g.length}</div>",
  },
  {
    name: "closures in computed",
    body:
      `const g = computed(() => { const mul = (n: number) => n * state.count; function rec(n: number): number { return n <= 1 ? 1 : n * rec(n - 1); } const m = new Map(state.items.map((i) => [i.id, i])); return state.items.map((i) => mul(i.price) + rec(3) + (m.get(i.id)?.name ?? "")).join(); });`,
    ui: "<div>{g}</div>",
  },
  {
    name: "destructuring in computed",
    body:
      `const g = computed(() => { const { items: [first, ...rest], user: { name: un = "none" } = {} as any, record } = state; const { a = 0, ...others } = record; const [x, y = 3] = state.tup; return [first?.name, rest.length, un, a, Object.keys(others).join(), x, y].join("/"); });`,
    ui: "<div>{g}</div>",
  },
  {
    name: "undefined vs null children",
    ui:
      "<div>{null}{undefined}{false}{true}{0}{''}{NaN}{[null, 'x', undefined]}{state.maybe}{state.opt}{state.flag}{state.items.length && 'n'}</div>",
  },
  {
    name: "long chain",
    ui:
      "<div>{state.items.map((i) => ({ ...i, total: i.price * state.count })).filter((i) => i.total > 2).sort((a, b) => b.total - a.total).slice(0, 5).map((i) => <b>{i.name}{i.total}{i.tags.length}</b>)}{state.items.map((i) => i.tags).flat().map((t) => <i>{t}</i>)}{state.items.map((i) => i.price).reduce((a, b) => a + b, 0)}{state.items.map((i) => i.price).filter((p) => p > 2).length}</div>",
  },
  {
    name: "map of computed entity",
    body:
      "const rows = computed(() => state.items.map((i) => ({ item: i, rank: i.price * state.count, sub: i.sub })));",
    ui:
      "<div>{rows.map((r) => <b>{r.item.name}{r.rank}{r.sub?.label ?? '-'}{r.item.tags.map((t) => <i>{t}{r.rank}</i>)}</b>)}{rows.map(({ item, rank }) => <u>{item.id}{rank + 1}</u>)}{rows.map(({ item: { name, tags: [t0] } }) => <s>{name}{t0}</s>)}</div>",
  },
  {
    name: "recursive view",
    prelude:
      "interface T { t: string; kids: T[] } const tree = (n: T): any => <ul><li>{n.t}</li>{n.kids.map((k) => tree(k))}</ul>;",
    ui:
      "<div>{tree({ t: state.name, kids: state.sections.map((s) => ({ t: s.title, kids: [] })) })}</div>",
  },
  {
    name: "conditional attr fn",
    ui:
      "<div {...(state.flag && { title: 't' })} class={`${state.flag ? 'a' : 'b'} ${state.count > 1 ? 'c' : ''}`.trim()} style={state.flag ? { color: 'red' } : undefined} data-j={JSON.stringify({ n: state.count })} aria-hidden={state.flag ? 'true' : undefined}>x</div>",
  },
  {
    name: "state as whole",
    prelude:
      "const sum = (s: State) => s.count + s.items.length; const Sub = ({ s }: { s: State }) => <b>{s.name}{s.count + 1}</b>;",
    body: "const f = computed(() => sum(state));",
    ui:
      "<div>{f}{sum(state)}{Object.keys(state).length > 3 ? 'k' : 'n'}{JSON.stringify(state.record)}<Sub s={state} /></div>",
  },
];
