/** Expressions in a view: captures, paths, operators, chains, lists in lists. */

import type { TwinCase } from "./twin-case.ts";

/** The cases. */
export const expressions: readonly TwinCase[] = [
  {
    name: "single capture",
    ui: "<div>{state.items.map((item) => <span>{item.price * state.count}</span>)}</div>",
  },
  {
    name: "multi capture",
    ui:
      "<div>{state.items.map((item, i) => <span data-i={i}>{item.name} {item.price * state.count + i} {state.name}</span>)}</div>",
  },
  {
    name: "array param",
    ui:
      "<div>{state.items.map((item, index, array) => <span>{index + 1}/{array.length} {array[0].name}</span>)}</div>",
  },
  {
    name: "destructured",
    ui:
      `<div>{state.items.map(({ name, price, sub }) => <span>{name}:{price * 2}{sub?.label}{sub?.vals.length ?? "none"}</span>)}</div>`,
  },
  {
    name: "destr alias",
    ui:
      `<div>{state.items.map(({ price: cost, name: n = "zz" }) => <span>{cost + state.count}{n.toUpperCase()}</span>)}</div>`,
  },
  {
    name: "destr string key",
    ui:
      `<div>{state.items.map(({ "price": cost, ["name"]: nm }) => <span>{cost + 1}{nm}</span>)}</div>`,
  },
  {
    name: "destr computed key",
    prelude: `const FIELD = "name" as const;`,
    ui: "<div>{state.items.map(({ [FIELD]: v }) => <span>{v}!</span>)}</div>",
  },
  {
    name: "destr nested",
    ui:
      `<div>{state.items.map(({ tags: [first, second = "none"], sub: { label } = { label: "deflt" } as any }) => <span>{first ?? "-"}{second}{label}</span>)}</div>`,
  },
  {
    name: "destr rest",
    ui:
      `<div>{state.items.map(({ id, ...rest }) => <span>{id}{rest.name}{Object.keys(rest).length}{JSON.stringify(rest).length > 5 ? "y" : "n"}</span>)}</div>`,
  },
  {
    name: "array destr",
    ui:
      "<div>{state.tags.map((t, i) => [t, i] as const).map(([t, i]) => <b>{t}{i + state.count}</b>)}</div>",
  },
  {
    name: "entries",
    ui: "<div>{Object.entries(state.record).map(([k, v]) => <b>{k}={v * state.count}</b>)}</div>",
  },
  {
    name: "entries keyed",
    ui:
      `<div>{Object.keys(state.dict).map((k) => <b>{k}{state.dict[k].name}{state.dict[k]?.tags.join(",")}</b>)}</div>`,
  },
  {
    name: "element dyn",
    ui:
      `<div>{state.items[state.index]?.name}{state.tags[state.index]}{state.record[state.key]}{state.record[state.key] > 1 ? "big" : "small"}</div>`,
  },
  {
    name: "element both opaque",
    ui:
      "<div>{state.tags[state.count]}{state.grid[0]?.[state.index]?.v}{state.items[state.items.length - 1]?.name}</div>",
  },
  {
    name: "element computed expr",
    ui:
      "<div>{state.items[(state.index + 1) % 2]?.name}{state.tup[0]}{state.tup[1] + 1}{state.tags[state.tags.length - 1]}</div>",
  },
  {
    name: "element in map",
    ui:
      `<div>{state.items.map((item) => <b>{state.record[item.kind]}{state.record[item.tags[0] ?? "a"] ?? "no"}</b>)}</div>`,
  },
  {
    name: "nested map",
    ui:
      `<div>{state.sections.map((s) => <div><h1>{s.title}</h1>{s.rows.map((r) => <p>{s.title}-{r.text}-{state.name}{r.cells.map((c) => <i>{c * state.count}{s.open ? "o" : "c"}</i>)}</p>)}</div>)}</div>`,
  },
  {
    name: "map in ternary in map",
    ui:
      `<div>{state.sections.map((s) => <div>{s.open ? s.rows.map((r) => <p>{r.text}{r.cells.length > 0 ? <b>{r.cells.map((c) => <i>{c}</i>)}</b> : "empty"}</p>) : <em>closed {s.rows.length}</em>}</div>)}</div>`,
  },
  {
    name: "nested ternary",
    ui:
      `<div>{state.count > 2 ? "big" : state.count > 1 ? <b>mid {state.name}</b> : state.count === 1 ? "one" : <i>zero</i>}</div>`,
  },
  {
    name: "logical and length",
    ui:
      "<div>{state.items.length > 0 && <ul>{state.items.map((i) => <li>{i.name}</li>)}</ul>}</div>",
  },
  {
    name: "logical and value",
    ui:
      `<div>{state.count && <b>{state.count}</b>}{state.name && "named"}{state.maybe && "m"}{state.user && <i>{state.user.name}</i>}</div>`,
  },
  {
    name: "logical or",
    ui:
      `<div>{state.name || "anon"}{state.opt || <b>no opt</b>}{state.maybe ?? "null"}{state.user?.profile?.bio ?? state.user?.name ?? "nobody"}</div>`,
  },
  {
    name: "mixed logical",
    ui:
      `<div>{(state.flag && state.count > 1) || state.name ? "yes" : "no"}{!state.flag && !state.count ? "off" : "on"}{!!state.user && "user"}{state.flag && state.items.length > 1 && state.items[1].done && <b>deep</b>}</div>`,
  },
  {
    name: "optional chains",
    ui:
      "<div>{state.user?.profile?.bio}{state.user?.profile?.langs?.[0]}{state.user?.profile?.langs?.length}{state.user?.profile?.langs?.map((l) => <b>{l}</b>)}{state.user?.name.toUpperCase()}{state.opt?.length}</div>",
  },
  {
    name: "optional method",
    ui:
      `<div>{state.opt?.toUpperCase?.()}{state.user?.profile?.langs?.join("-")}{state.items.find((i) => i.done)?.name ?? "none"}{state.items.at(-1)?.tags?.at(0)?.toUpperCase()}</div>`,
  },
  {
    name: "optional predicate",
    ui:
      `<div>{state.user?.profile?.langs?.includes("en") ? "en" : "xx"}{state.user?.name.startsWith("B") && <b>B</b>}</div>`,
  },
  {
    name: "non null",
    ui:
      `<div>{state.user?.name! + "!"}{(state.items[0]!)?.name}{(state.name as string).length}{(state.name as unknown as string).trim()}{state.name satisfies string}</div>`,
  },
  {
    name: "method chains",
    ui:
      `<div>{state.items.filter((i) => i.price > 2).map((i) => i.name.toUpperCase()).join(", ")}{state.name.trim().toLowerCase().slice(0, 2).padEnd(4, ".")}</div>`,
  },
  {
    name: "filter map jsx",
    ui:
      "<div>{state.items.filter((i) => i.done === state.flag).map((i) => <b>{i.name}</b>)}{state.items.filter((i) => !i.done).length}</div>",
  },
  {
    name: "sort map",
    ui:
      "<div>{[...state.items].sort((a, b) => a.price - b.price).map((i) => <b>{i.name}</b>)}{state.items.toSorted((a, b) => b.price - a.price).map((i, n) => <i>{n}{i.name}</i>)}</div>",
  },
  {
    name: "slice reverse concat",
    ui:
      `<div>{state.items.slice(0, state.count).map((i) => <b>{i.name}</b>)}{state.tags.concat(["z"]).map((t) => <i>{t}</i>)}{[...state.tags].reverse().join("")}{state.items.slice().reverse().map((i) => <u>{i.id}</u>)}</div>`,
  },
  {
    name: "reduce",
    ui:
      `<div>{state.items.reduce((s, i) => s + i.price, 0)}{state.items.reduce((s, i) => s + i.price * state.count, state.index)}{state.items.some((i) => i.done) ? "some" : "none"}{state.items.every((i) => i.price > state.count) && "every"}</div>`,
  },
  {
    name: "flatMap",
    ui:
      "<div>{state.items.flatMap((i) => i.tags).map((t) => <b>{t}</b>)}{state.items.flatMap((i) => i.tags.map((t) => <i>{i.name}{t}</i>))}{state.items.flatMap((i) => [<u>{i.id}</u>, <s>{i.name}</s>])}</div>",
  },
  {
    name: "spreads of lists that are computed from a plain one",
    ui:
      "<div>{[...[state.user].flatMap((u) => [u?.name, state.count]), state.index].map((x) => <b>{x}</b>)}{[...[state.items].map((all) => all.length), ...[1, 2].flatMap((n) => [n, n + state.count])].join()}</div>",
  },
  {
    name: "template",
    ui:
      "<div title={`n: ${state.name} ${state.count + 1}`}>{`${state.items.length} items, ${state.flag ? `yes ${state.name}` : 'no'}`}{`plain`}{`${state.user?.name ?? 'x'}`}</div>",
  },
  {
    name: "arith",
    ui:
      "<div>{state.count + 1}{state.count - 1}{state.count * 2}{state.count / 2}{state.count % 2}{state.count ** 2}{-state.count}{+state.name || 0}{~state.count}{state.count << 1}{(state.count + state.index) * (state.count - 1)}</div>",
  },
  {
    name: "compare",
    ui:
      `<div>{state.count > 1 ? 1 : 0}{state.count === 2 ? "a" : "b"}{state.name !== "Ann" ? "x" : "y"}{"a" in state.record ? "in" : "out"}{state.user instanceof Object ? "o" : "n"}{typeof state.maybe}{typeof state.opt === "string" ? "str" : "nostr"}</div>`,
  },
  {
    name: "calls",
    ui:
      `<div>{Math.max(state.count, state.index, 1)}{Math.round(state.count * 1.5)}{String(state.count).padStart(3, "0")}{Number(state.name.length)}{parseInt(state.count + "1")}{JSON.stringify(state.record)}{Array.from({ length: state.count }, (_, i) => i).join("")}{encodeURIComponent(state.name)}</div>`,
  },
  {
    name: "attrs",
    ui:
      `<div class={state.flag ? "on" : "off"} id={"x" + state.count} hidden={!state.flag} data-n={state.count} aria-label={state.name} style={{ color: state.flag ? "red" : "blue", width: state.count + "px" }}>x</div>`,
  },
  {
    name: "style string",
    ui:
      '<div style={`width: ${state.count * 10}%`} class={["a", state.flag && "b"].filter(Boolean).join(" ")}>x</div>',
  },
  {
    name: "spread props",
    ui:
      `<div {...{ id: "q", title: state.name }} {...(state.flag ? { class: "f" } : {})} data-x="1">x</div>`,
  },
  {
    name: "spread props object",
    ui: `<div {...(state.count > 1 && { class: "many" })}>x</div>`,
  },
  {
    name: "array of jsx",
    ui:
      "<div>{[<b>{state.name}</b>, <i>{state.count + 1}</i>, state.flag && <u>f</u>, state.flag ? <s>1</s> : null]}</div>",
  },
  {
    name: "const array map",
    ui:
      `<div>{["a", "b"].map((k) => <b class={state.key === k ? "sel" : ""}>{k}{state.record[k]}{state.count}</b>)}{[1, 2].map((n) => n * state.count)}</div>`,
  },
  {
    name: "const obj map",
    prelude: `const OPTS = [{ v: "a", l: "A" }, { v: "b", l: "B" }];`,
    ui:
      `<div>{OPTS.map((o) => <b selected={o.v === state.key}>{o.l}{o.v === state.key ? "*" : ""}</b>)}</div>`,
  },
  {
    name: "range map",
    ui:
      `<div>{Array.from({ length: 3 }).map((_, i) => <b>{i < state.count ? "★" : "☆"}</b>)}{[...Array(2).keys()].map((i) => <i>{i + state.index}</i>)}{new Array(2).fill(0).map((_, i) => <u>{state.tags[i]}</u>)}</div>`,
  },
  {
    name: "grid",
    ui:
      '<table>{state.grid.map((row, y) => <tr>{row.map((cell, x) => <td class={cell.on ? "on" : ""} data-p={`${x},${y}`}>{cell.v + x + y}</td>)}</tr>)}</table>',
  },
  {
    name: "ifElse",
    ui:
      `<div>{ifElse(state.flag, <b>{state.name}</b>, <i>no</i>)}{ifElse(state.count > 1, state.count, "few")}{when(state.flag, <u>w</u>)}{unless(state.name, "unnamed")}{ifElse(state.user, state.user?.name, "nouser")}</div>`,
  },
  {
    name: "map with block",
    ui:
      `<div>{state.items.map((item) => { const total = item.price * state.count; const label = item.done ? "done" : "open"; return <p>{label} {total > 5 ? <b>{total}</b> : total}</p>; })}</div>`,
  },
  {
    name: "map with block if",
    ui:
      "<div>{state.items.map((item) => { if (item.done) return <s>{item.name}</s>; const p = item.price; if (p > 4) { return <b>{p}</b>; } return null; })}</div>",
  },
  {
    name: "map with switch",
    ui:
      `<div>{state.items.map((item) => { switch (item.kind) { case "a": return <b>A{item.name}</b>; case "b": return <i>B{item.price + 1}</i>; default: return null; } })}</div>`,
  },
  {
    name: "map loop inside",
    ui:
      "<div>{state.items.map((item) => { let s = 0; for (const v of item.sub?.vals ?? []) s += v; const out = []; for (let i = 0; i < item.tags.length; i++) { out.push(<i>{item.tags[i]}{i}</i>); } return <p>{s}{out}</p>; })}</div>",
  },
  {
    name: "name collision",
    ui:
      `<div>{state.items.map((state) => <b>{state.name}{state.price + 1}</b>)}{state.sections.map((items) => <i>{items.title}{items.rows.map((items) => items.text + "!")}</i>)}</div>`,
  },
  {
    name: "helper fn",
    prelude:
      "const fmt = (n: number) => `$${n.toFixed(1)}`; function label(i: Item, c: number) { return i.done ? `done ${c}` : `open ${c}`; }",
    ui:
      "<div>{fmt(state.count)}{fmt(state.items.length + 1)}{state.items.map((i) => <b>{fmt(i.price)}{label(i, state.count)}</b>)}</div>",
  },
  {
    name: "helper view",
    prelude:
      "const row = (i: Item) => <b>{i?.name}{i?.price}</b>; function badge(on: boolean) { return on ? <i>on</i> : <u>off</u>; }",
    ui:
      "<div>{row(state.items[0])}{state.items.map((i) => row(i))}{state.items.map(row)}{badge(state.flag)}</div>",
  },
  {
    name: "helper view block",
    prelude:
      "function Row({ item, n }: { item: Item; n: number }) { const t = item.price * n; if (t > 10) return <b>{t}</b>; return <i>{item.name}{t}</i>; }",
    ui: "<div>{state.items.map((i) => <Row item={i} n={state.count} />)}</div>",
  },
  {
    name: "IIFE",
    ui:
      `<div>{(() => { const x = state.count; if (x > 1) return <b>{x}</b>; return "few"; })()}{(function () { return state.name + "!"; })()}</div>`,
  },
  {
    name: "date intl",
    ui:
      `<div>{new Intl.NumberFormat("en-US").format(state.count * 1000)}{new Date(state.count * 1000).toISOString()}{(state.count * 1.25).toFixed(2)}</div>`,
  },
  {
    name: "get field",
    ui:
      `<div>{state.get}{state.get.length}{state.get + "!"}{state.items.map((i) => state.get + i.id)}</div>`,
  },
  {
    name: "in-line object",
    ui:
      `<div>{Object.values({ a: state.count, b: 2 }).join("-")}{({ x: state.name }).x}{[state.count, 1][0]}{[state.count, state.index].map((v) => v + 1).join()}{Math.max(...state.items.map((i) => i.price), 0)}{new Set(state.items.map((i) => i.kind)).size}</div>`,
  },
  {
    name: "group",
    ui:
      "<div>{Object.entries(Object.groupBy(state.items, (i) => i.kind)).map(([k, v]) => <p>{k}:{v!.map((i) => <b>{i.name}</b>)}</p>)}{[...new Set(state.items.map((i) => i.kind))].map((k) => <i>{k}{state.items.filter((i) => i.kind === k).length}</i>)}</div>",
  },
  {
    name: "comma void",
    ui:
      "<div>{(state.count, state.name)}{void state.count}{state.flag ? undefined : null}{[]}{[[state.name, [state.count]]]}</div>",
  },
  {
    name: "regex",
    ui:
      `<div>{state.name.replace(/n/g, "m")}{/A/.test(state.name) ? "A" : "-"}{state.name.split("").map((ch) => <b>{ch}</b>)}{state.name.match(/n+/)?.[0]}{[...state.name].map((c, i) => c + i)}</div>`,
  },
  {
    name: "fragments",
    ui:
      "<>{state.flag && <><b>1</b>{state.count}</>}<>{state.items.map((i) => <><i>{i.id}</i>{i.name}</>)}</></>",
  },
  {
    name: "sub vals",
    ui:
      `<div>{state.items.map((i) => i.sub ? <p>{i.sub.label}{i.sub.vals.map((v, n) => <b>{v * n + state.count}</b>)}</p> : <em>{i.name}</em>)}{state.items.map((i) => i.sub?.vals.map((v) => <u>{v}{i.name}</u>) ?? "none")}</div>`,
  },
  {
    name: "maybe list",
    ui:
      `<div>{(state.user?.profile?.langs ?? []).map((l) => <b>{l}{state.name}</b>)}{(state.flag ? state.items : []).map((i) => <i>{i.id}</i>)}{(state.flag ? state.tags : ["no"]).map((i) => <u>{i}</u>)}{(state.items || []).filter(Boolean).map((i) => <s>{i.id}</s>)}</div>`,
  },
];
