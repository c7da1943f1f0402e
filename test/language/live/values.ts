/** Computations, helpers and literals of a body, over nested data: what comes out. */

import type { LiveCase } from "../live-case.ts";
import { argument, input } from "./people.ts";

function gives(name: string, body: string, out: unknown, prelude = ""): LiveCase {
  return { name, prelude, input, argument, body, steps: [{ out }] };
}

/** The cases. */
export const values: readonly LiveCase[] = [
  gives(
    "computed with control flow",
    `const r = computed(() => { let s = 0; for (const i of items) { if (!i.active) continue; s += i.price; } for (let k = 0; k < 3; k++) s++; let w = 0; while (w < 2) w++; do { w++; } while (w < 5); outer: for (const a of matrix) for (const b of a) { if (b === 3) break outer; s += b; } try { if (s > 0) throw new Error("x"); } catch (e) { s += (e as Error).message.length; } finally { s += 100; } return s + w; }); return { out: r };`,
    122,
  ),
  gives(
    "computed mutating own copy",
    `const r = computed(() => { const m: Record<string, number> = {}; for (const { name, price } of items) m[name] = price; delete m.P; const s = [...items].sort((a, b) => b.price - a.price); s.push(items[0]); const set = new Set(items.map((i) => i.name)); const mp = new Map(items.map((i) => [i.id, i])); return [m, s.length, set.size, mp.get(2)?.name, [...mp.keys()]]; }); return { out: r };`,
    [{ Q: 20 }, 3, 2, "Q", [1, 2]],
  ),
  gives(
    "nested computed capture",
    `const a = computed(() => user.age + 1); const b = computed(() => ({ v: a * 2, list: [a, a] })); const { v, list } = b; return { out: [v, list, b.v + a, \`\${v}-\${a}\`, list.map((x) => x + 1), list[1], b.list.length] };`,
    [62, [31, 31], 93, "62-31", [32, 32], 31, 2],
  ),
  gives(
    "object out",
    "return { out: { n: user.name, sum: user.age + discount, nested: { c: user.address?.city, l: [user.age, user.age + 1] }, ...user.map, [key]: 9 } };",
    { n: "Ann Lee", sum: 30.5, nested: { c: "Rome", l: [30, 31] }, a: 1, b: 9 },
  ),
  gives(
    "spread object",
    "return { out: { ...user.address, zip: 'z', ...(user.age > 20 ? { adult: true } : {}), ...(user.email && { mail: user.email }) } };",
    { city: "Rome", zip: "z", adult: true },
  ),
  gives("array spread", "return { out: [0, ...user.tags, ...items.map((i) => i.name), 'end'] };", [
    0,
    "x",
    "y",
    "P",
    "Q",
    "end",
  ]),
  gives(
    "reassigned alias",
    "const n = user.name; const same = n; const up = same.toUpperCase(); const { city: town = 'none', zip = 'no' } = user.address ?? { city: 'x' }; return { out: [up, town, zip] };",
    ["ANN LEE", "Rome", "no"],
  ),
  gives(
    "helper fns",
    "const fmt = (n: number, d = 1) => n.toFixed(d); const total = (xs: { price: number }[]) => xs.reduce((s, x) => s + x.price, 0); function big(n: number) { if (n > 10) return 'big'; return 'small'; } return { out: [fmt(user.age), fmt(total(items), 2), big(user.age), big(items.length), items.map((i) => big(i.price))] };",
    ["30.0", "30.00", "big", "small", ["small", "big"]],
  ),
  gives(
    "generic helper",
    "return { out: [first(items)?.name, first(user.tags), pick(user, 'age'), last<number>(idx2)] };",
    ["P", "x", 30, 0],
    "const first = <T,>(xs: readonly T[]): T | undefined => xs[0]; function pick<T, K extends keyof T>(o: T, k: K): T[K] { return o[k]; } function last<T>(xs: T[]): T { return xs[xs.length - 1]!; }",
  ),
  gives(
    "generic helper returning computed",
    "const a = sumOf(items, (i) => i.price); const b = sumOf(matrix, (r) => r[0]); return { out: [a, b, a + b] };",
    [30, 4, 34],
    "function sumOf<T>(xs: T[], f: (x: T) => number) { return computed(() => xs.reduce((s, x) => s + f(x), 0)); }",
  ),
  gives(
    "lift",
    "return { out: [double(user.age), joined({ a: user.name, b: key }), lens(items), double(user.age + 1), double(items.length)] };",
    [60, "Ann Lee/b", 2, 62, 4],
    "const double = lift((n: number) => n * 2); const joined = lift<{ a: string; b: string }, string>(({ a, b }) => a + '/' + b); const lens = lift((xs: { id: number }[]) => xs.length);",
  ),
  gives(
    "lift of array mapped",
    "const xs = names(items); return { out: xs.map((x) => x + '!') };",
    ["P!", "Q!"],
    "const names = lift((xs: { name: string }[]) => xs.map((x) => x.name));",
  ),
  gives(
    "enum const",
    "return { out: [Kind.A, user.age > 20 ? Kind.B : Kind.A, NUM.X + index, CONF.a.b, KEYS.map((k) => user.map[k])] };",
    ["a", "b", 2, 5, [1, 2]],
    "enum Kind { A = 'a', B = 'b' } enum NUM { W, X } const CONF = { a: { b: 5 } } as const; const KEYS = ['a', 'b'] as const satisfies readonly string[];",
  ),
  gives(
    "shadow",
    "const name = user.name; const f = (user: { n: string }) => user.n + name; const g = computed(() => { const items = [1, 2]; return items.length + matrix.length; }); return { out: [f({ n: 'q' }), g, items.map((user) => user.name + name[0])] };",
    ["qAnn Lee", 4, ["PA", "QA"]],
  ),
  gives(
    "recursion",
    "const fact = (n: number): number => n <= 1 ? 1 : n * fact(n - 1); function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); } return { out: [fact(index + 3), computed(() => fib(index + 6))] };",
    [24, 13],
  ),
  gives(
    "str tag",
    "return { out: [str`Hi ${user.name}, ${items.length} and ${user.age + 1}`, str`plain`] };",
    ["Hi Ann Lee, 2 and 31", "plain"],
  ),
  gives(
    "equality",
    "return { out: [user.name === 'Ann Lee', items[0] === items[0], user.address === null, user.email === undefined, user.email == null, key !== 'b', items.length == 2] };",
    [true, true, false, true, true, false, true],
  ),
  gives(
    "regex date json",
    "return { out: [/ann/i.test(user.name), user.name.replace(/n/g, 'm'), user.name.match(/(\\w+) (\\w+)/)?.[2], new Date(user.age * 1000).toISOString(), new Intl.NumberFormat('en-US').format(user.age * 1000), encodeURIComponent(user.name), [...user.name].length] };",
    [true, "Amm Lee", "Lee", "1970-01-01T00:00:30.000Z", "30,000", "Ann%20Lee", 7],
  ),
  gives(
    "group by",
    "const groups = computed(() => { const g: Record<string, typeof items> = {}; for (const i of items) (g[i.active ? 'on' : 'off'] ??= []).push(i); return g; }); return { out: [groups.on.length, groups['off'][0].name, Object.entries(groups).map(([k, v]) => k + v.length)] };",
    [1, "Q", ["on1", "off1"]],
  ),
  gives(
    "class in computed",
    "const r = computed(() => { class P { constructor(readonly x: number) {} get twice() { return this.x * 2; } static of(n: number) { return new P(n); } } return P.of(user.age).twice; }); return { out: r };",
    60,
  ),
  gives(
    "generator in computed",
    "const r = computed(() => { function* g() { for (const i of items) yield i.name; } return [...g()]; }); return { out: r };",
    ["P", "Q"],
  ),
  gives(
    "assertions",
    "return { out: [(user as { name: string }).name, user!.age!, (user as any).tags, (user.age satisfies number) + 1] };",
    ["Ann Lee", 30, ["x", "y"], 31],
  ),
  gives("bitwise", "return { out: [user.age & 6, user.age | 1, user.age >> 1, user.age ^ 2] };", [
    6,
    31,
    15,
    28,
  ]),
  {
    name: "a view that is looked at holds values, not cells",
    prelude: `
      const Child = pattern<{ title: Writable<string> }, { [UI]: VNode; title: string }>(({ title }) => ({
        [UI]: <b class={title}>tile {title} {[title]}<i>{title}</i><input $value={title} /></b>,
        title,
      }));
      type Node = { props: { $value?: Writable<string> }; children: any[] };`,
    body: `
      const title = new Writable("x");
      const child = Child({ title });
      const seen = computed(() => {
        const { children } = child[UI] as unknown as Node;
        const [tile, first, , second, italic, input] = children;
        return [tile, first, second, italic.children[0], input.props.$value.get()];
      });
      return { rename: action(() => title.set("y")), out: seen, [UI]: child };`,
    steps: [
      { out: ["tile ", "x", "x", "x", "x"] },
      { send: ["rename"], out: ["tile ", "y", "y", "y", "y"] },
    ],
  },
  {
    name: "nested defaults of a parameter reach down only where nothing is",
    prelude: `interface Deep { k?: string; z?: { q?: number } }
    const Inner = pattern<{ o: { deep?: Deep } }>(
      ({ o: { deep: { k = "own", z: { q = 4 } = { q: 5 } } = { k: "outer" } } }) =>
        ({ [UI]: <p>{k}{q}</p> }),
    );`,
    input: "o: Writable<{ deep?: Deep } | Default<{}>>",
    body: `const set = action((deep: Deep) => o.set({ deep }));
    const drop = action(() => o.set({}));
    return { [UI]: <Inner o={o} />, set, drop };`,
    steps: [
      { shows: "<p>outer5</p>" },
      { send: ["set", {}], shows: "<p>own5</p>" },
      { send: ["set", { k: "v" }], shows: "<p>v5</p>" },
      { send: ["set", { z: {} }], shows: "<p>own4</p>" },
      { send: ["set", { z: { q: 9 } }], shows: "<p>own9</p>" },
      { send: ["drop"], shows: "<p>outer5</p>" },
    ],
  },
  {
    name: "a default reaches whoever is given a part of what it stands for",
    prelude: `interface Rec { n: number; o?: { k: string }; list: { id: number; t: string }[] }
    const FULL: Rec = { n: 1, o: { k: "kk" }, list: [{ id: 1, t: "a" }, { id: 2, t: "b" }] };
    const LESS: Rec = { n: 2, list: [{ id: 9, t: "z" }] };
    const text = (list: Rec["list"], n: number, o?: { k: string }) =>
      list.map((each) => each.t).join() + n + (o?.k ?? "-");
    const Leaf = pattern<{ list: Rec["list"]; n: number; o?: { k: string } }, { out: string }>(
      ({ list, n, o }) => ({ out: computed(() => text(list, n, o)) }),
    );
    const Declared = pattern<{ r: Rec | Default<typeof FULL> }, { out: string }>(
      ({ r }) => ({ out: Leaf({ list: r.list, n: r.n, o: r.o }).out }),
    );
    const Taken = pattern<{ r?: Rec }, { out: string }>(
      ({ r = FULL }) => ({ out: Leaf({ list: r.list, n: r.n, o: r.o }).out }),
    );`,
    input: "on: Writable<boolean | Default<false>>",
    body: `const made = computed(() => ({ result: on.get() ? LESS : undefined }));
    const { result: r = FULL } = made;
    return {
      turn: action(() => on.set(!on.get())),
      out: [
        Leaf({ list: r.list, n: r.n, o: r.o }).out,
        Declared({ r: made.result! }).out,
        Taken({ r: made.result }).out,
        [...r.list].reverse().map((each) => each.id),
        r.list.find((each) => each.id > 1),
      ],
      [UI]: <p>{r.o && <i>{r.o.k.length}</i>}{r.list.filter((each) => each.id > 1).length}</p>,
    };`,
    steps: [
      { out: ["a,b1kk", "a,b1kk", "a,b1kk", [2, 1], { id: 2, t: "b" }], shows: "<p><i>2</i>1</p>" },
      { send: ["turn"], out: ["z2-", "z2-", "z2-", [9], { id: 9, t: "z" }], shows: "<p>1</p>" },
      { send: ["turn"], out: ["a,b1kk", "a,b1kk", "a,b1kk", [2, 1], { id: 2, t: "b" }] },
    ],
  },
  {
    name: "a default does not fill what a computed value leaves out",
    prelude: `interface Rec { n: number; o?: { k: string }; list: number[] }
    const FULL: Rec = { n: 1, o: { k: "kk" }, list: [1] };
    const LESS: Rec = { n: 2, list: [] };
    const Child = pattern<{ r: Rec | Default<typeof FULL> }, { seen: unknown }>(
      ({ r }) => ({ seen: [r.n, r.o?.k, r.list.length, r.list[0]] }),
    );`,
    input: "on: Writable<boolean | Default<false>>",
    body: `const made = computed(() => ({ result: on.get() ? LESS : undefined }));
    const { result: r = FULL } = made;
    return {
      turn: action(() => on.set(true)),
      out: [[r.n, r.o?.k, r.list.length, r.list[0]], Child({ r: made.result! }).seen],
      [UI]: <p/>,
    };`,
    steps: [
      { out: [[1, "kk", 1, 1], [1, "kk", 1, 1]] },
      { send: ["turn"], out: [[2, null, 0, null], [2, null, 0, null]] },
    ],
  },
];
