/** Expressions in a body's view, over nested data: what is shown. */

import type { LiveCase } from "../live-case.ts";
import { argument, input } from "./people.ts";

function shows(name: string, ui: string, html: string, prelude = ""): LiveCase {
  return {
    name,
    prelude,
    input,
    argument,
    ui: `<p>${ui}</p>`,
    steps: [{ shows: `<p>${html}</p>` }],
  };
}

/** The cases. */
export const expressions: readonly LiveCase[] = [
  shows(
    "arith",
    "{user.age + 1}{user.age - 1}{user.age * 2}{user.age / 2}{user.age % 7}{-user.age}{+user.age}{user.age ** 2}{~user.age}",
    "312960152-3030900-31",
  ),
  shows(
    "strings",
    "{user.name.toUpperCase()} {user.name.length} {user.name.split(' ')[0]} {user.name.split(' ').map((n) => n[0]).join('')} {user.name + '!'} {'Hi ' + user.name} {user.name.charAt(0)} {user.name[0]} {user.name.at(-1)}",
    "ANN LEE 7 Ann AL Ann Lee! Hi Ann Lee A A e",
  ),
  shows(
    "element access",
    "{items[index].name}{items[0].price}{matrix[index][0]}{items[idx2[0]].name}{user.map[key]}{user.map['a']}{items[items.length - 1].name}{user['name']}{matrix[1][index]}",
    "Q103Q21QAnn Lee4",
  ),
  shows("element access any", "{(user as any)[key] ?? 'none'}{(items as any)[0]['name']}", "noneP"),
  shows(
    "optional",
    "{user.email?.length ?? 'no'}{user.address?.city}{user.address?.zip?.length ?? '-'}{items[9]?.name ?? 'q'}{items.at(-1)?.name}{user.address!.city.length}",
    "noRome-qQ4",
  ),
  shows(
    "optional call",
    "{user.email?.toUpperCase()}{user.email?.toUpperCase() || 'E'}{user.name?.toLowerCase?.()}",
    "Eann lee",
  ),
  shows(
    "method chains",
    "{items.filter((i) => i.active).map((i) => i.name).join(',')}{items.slice(0, 1).map((i) => i.name)}{items.reduce((a, i) => a + i.price, 0)}{items.some((i) => i.price > 15) ? 'y' : 'n'}{items.find((i) => i.id === 2)?.name}{items.map((i) => i.price).reduce((a, b) => a + b)}{Math.max(...items.map((i) => i.price))}",
    "PP30yQ3020",
  ),
  shows(
    "fn calls",
    "{Math.round(user.age * discount)}{parseInt(String(user.age))}{Number('4') + user.age}{String(user.age).padStart(4, '0')}{JSON.stringify(user.tags)}{Object.keys(user.map).length}{Array.isArray(user.tags) ? 'A' : 'N'}{isNaN(user.age) ? 'x' : 'ok'}{user.age.toFixed(2)}{Boolean(user.email) ? 1 : 2}",
    '1530340030["x","y"]2Aok30.002',
  ),
  shows(
    "typeof in instanceof",
    "{typeof user.age}{typeof user.email}{'a' in user.map ? 'in' : 'out'}{typeof user}{void 0}{(user.age, user.name)}",
    "numberundefinedinobjectAnn Lee",
  ),
  shows(
    "map index and array",
    "{items.map((item, i, arr) => <b>{i + 1}/{arr.length}{item.name}{arr[i].name}{i === arr.length - 1 ? '.' : ','}</b>)}",
    "<b>1/2PP,</b><b>2/2QQ.</b>",
  ),
  shows(
    "map capture",
    "{items.map((item) => <b>{item.price * discount}{user.name[0]}{item.id === items[index].id ? '*' : ''}</b>)}",
    "<b>5A</b><b>10A*</b>",
  ),
  shows(
    "nested map captures outer",
    "{items.map((item) => <b>{item.tags.map((tag, j) => <i>{item.name}{tag}{j}{discount}{user.tags.map((t) => <s>{t}{tag}</s>)}</i>)}</b>)}",
    "<b><i>Pu00.5<s>xu</s><s>yu</s></i><i>Pv10.5<s>xv</s><s>yv</s></i></b><b></b>",
  ),
  shows(
    "map destructure",
    "{items.map(({ name, price: cost, tags: [first = 'none'], ...rest }) => <b>{name}{cost}{first}{rest.id}</b>)}",
    "<b>P10u1</b><b>Q20none2</b>",
  ),
  shows(
    "map destructure array element",
    "{matrix.map(([a, b], i) => <b>{a + b}{i}</b>)}",
    "<b>30</b><b>71</b>",
  ),
  shows(
    "map destructure default & nested",
    "{items.map(({ name = 'z', tags: { length } }) => <b>{name}{length}</b>)}",
    "<b>P2</b><b>Q0</b>",
  ),
  shows(
    "map destructure computed key",
    "{items.map(({ [k]: v }) => <b>{v}</b>)}",
    "<b>P</b><b>Q</b>",
    "const k = 'name' as const;",
  ),
  shows(
    "map block with consts",
    "{items.map((item) => { const twice = item.price * 2; const label = `${item.name}:${twice}`; return <b>{label}</b>; })}",
    "<b>P:20</b><b>Q:40</b>",
  ),
  shows(
    "map if return",
    "{items.map((item) => { if (!item.active) return null; return <b>{item.name}</b>; })}",
    "<b>P</b>",
  ),
  shows(
    "map switch",
    "{items.map((item) => { switch (item.id) { case 1: return <b>one</b>; default: return <i>other</i>; } })}",
    "<b>one</b><i>other</i>",
  ),
  shows(
    "map with let",
    "{items.map((item) => { let s = item.name; if (item.active) s += '!'; return <b>{s}</b>; })}",
    "<b>P!</b><b>Q</b>",
  ),
  shows(
    "map fallback",
    "{(user.tags ?? []).map((t) => <b>{t}</b>)}{(user as { extra?: string[] }).extra?.map((t) => <i>{t}</i>)}{((user as { extra?: string[] }).extra || ['d']).map((t) => <u>{t}</u>)}",
    "<b>x</b><b>y</b><u>d</u>",
  ),
  shows(
    "map literal array",
    "{[1, 2, 3].map((n) => <b>{n * user.age}</b>)}{['a', 'b'].map((k) => <i>{user.map[k]}</i>)}",
    "<b>30</b><b>60</b><b>90</b><i>1</i><i>2</i>",
  ),
  shows(
    "map module const",
    "{TABS.map((t) => <b class={t === key ? 'on' : 'off'}>{t}{LABELS[t]}</b>)}",
    '<b class="off">aA</b><b class="on">bB</b>',
    "const TABS = ['a', 'b'] as const; const LABELS: Record<string, string> = { a: 'A', b: 'B' };",
  ),
  shows(
    "entries",
    "{Object.entries(user.map).map(([k, v]) => <b>{k}{v}</b>)}{Object.keys(user.map).map((k) => <i>{k}{user.map[k]}</i>)}{Object.values(user.map).map((v) => <s>{v}</s>)}",
    "<b>a1</b><b>b2</b><i>a1</i><i>b2</i><s>1</s><s>2</s>",
  ),
  shows(
    "sort slice filter chain jsx",
    "{[...items].sort((a, b) => b.price - a.price).slice(0, 1).map((i) => <b>{i.name}</b>)}{items.toSorted((a, b) => b.id - a.id).filter((i) => i.id > 0).map((i, n) => <i>{n}{i.name}</i>)}",
    "<b>Q</b><i>0Q</i><i>1P</i>",
  ),
  shows(
    "flatMap",
    "{items.flatMap((i) => i.tags).map((t) => <b>{t}</b>)}{items.flatMap((i) => i.tags.map((t) => <i>{t}{i.name}</i>))}",
    "<b>u</b><b>v</b><i>uP</i><i>vP</i>",
  ),
  shows(
    "filter bool",
    "{items.map((i) => i.active && i.name).filter(Boolean).join('-')}{items.filter((i) => i.active).length}",
    "P1",
  ),
  shows(
    "nested ternary attr",
    "<b class={user.age > 60 ? 'old' : user.age > 20 ? 'mid' : 'young'} title={`${user.name}-${user.age > 20 ? 'a' : 'b'}`} data-n={items.length} style={{ color: user.age > 20 ? 'red' : 'blue', width: `${user.age}px` }}/>",
    '<b class="mid" title="Ann Lee-a" data-n="2" style="color: red; width: 30px;"></b>',
  ),
  shows(
    "logical mix",
    "{user.email || user.name || 'x'}{user.email && 'e'}{!user.email && 'none'}{user.age > 20 && user.age < 40 && 'ok'}{(user.email ?? user.name) + '?'}{items.length > 0 && items[0].active ? 'A' : 'B'}",
    "Ann LeenoneokAnn Lee?A",
  ),
  shows(
    "0 and empty",
    "{items.length && 'some'}{user.email?.length}{0}{''}{false}{null}{[] as string[]}",
    "some0",
  ),
  shows(
    "iife",
    "{(() => { for (const i of items) if (i.active) return i.name; return 'none'; })()}{(function () { return user.name.length; })()}",
    "P7",
  ),
  shows(
    "try",
    "{(() => { try { return JSON.parse(user.name); } catch { return 'bad'; } })()}",
    "bad",
  ),
];
