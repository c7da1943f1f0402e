/** Control flow in a body: lazy where it builds, JavaScript where nothing is reactive. */

import type { Case } from "../support/case.ts";

/** The cases. */
export const choices: readonly Case[] = [
  {
    name: "ternary that builds",
    input: "on: boolean",
    given: () => ({ on: true }),
    ui: "<p>{on ? <b>yes</b> : <i>no</i>}</p>",
    shows: "<p><b>yes</b></p>",
    emits: [/__cf\.cond\(on, \(\) => __cf\.h\("b"/],
  },
  {
    name: "ternary of plain values is one computation",
    input: "on: boolean",
    given: () => ({ on: false }),
    ui: "<p>{on ? 'yes' : 'no'}</p>",
    shows: "<p>no</p>",
    emits: ["__cf.derive(() => __cf.read(on) ? 'yes' : 'no')"],
  },
  {
    name: "ternary between objects keeps them references",
    input: "on: boolean; a: { n: number }; b: { n: number }",
    given: () => ({ on: false, a: { n: 1 }, b: { n: 2 } }),
    body: "const chosen = on ? a : b; return { out: chosen.n + 1 };",
    out: 3,
    emits: ["__cf.cond(on, () => a, () => b)"],
  },
  {
    name: "nested ternaries in a child",
    input: "n: number",
    given: () => ({ n: 2 }),
    ui: "<p>{n === 1 ? <b>one</b> : n === 2 ? <b>two</b> : <i>many</i>}</p>",
    shows: "<p><b>two</b></p>",
  },
  {
    name: "ternary in a prop",
    input: "on: boolean",
    given: () => ({ on: true }),
    ui: "<p class={on ? 'active' : ''} style={{ color: on ? 'red' : 'blue' }}/>",
    shows: '<p class=active style={"color":"red"}></p>',
  },
  {
    name: "and builds",
    input: "items: string[]",
    given: () => ({ items: ["a"] }),
    ui: "<p>{items.length > 0 && <b>{items.length} items</b>}</p>",
    shows: "<p><b>1 items</b></p>",
    emits: ["__cf.and(__cf.derive(() => __cf.read(items).length > 0)"],
  },
  {
    name: "and that does not hold",
    input: "items: string[]",
    given: () => ({ items: [] }),
    ui: "<p>{items.length > 0 && <b/>}</p>",
    shows: "<p></p>",
  },
  {
    name: "chain of and",
    input: "a: boolean; b: boolean; c: string",
    given: () => ({ a: true, b: true, c: "C" }),
    ui: "<p>{a && b && <b>{c}</b>}</p>",
    shows: "<p><b>C</b></p>",
  },
  {
    name: "or that builds",
    input: "title?: string",
    given: () => ({}),
    ui: "<p>{title || <i>untitled</i>}</p>",
    shows: "<p><i>untitled</i></p>",
    emits: ["__cf.or(title, "],
  },
  {
    name: "nullish that builds",
    input: "title?: string",
    given: () => ({ title: "" }),
    ui: "<p>[{title ?? <i>untitled</i>}]</p>",
    shows: "<p>[]</p>",
  },
  {
    name: "and, then or",
    input: "a: boolean",
    given: () => ({ a: false }),
    ui: "<p>{(a && <b/>) || <i>else</i>}</p>",
    shows: "<p><i>else</i></p>",
  },
  {
    name: "a plain condition stays JavaScript",
    ui: "<p>{1 + 1 === 2 ? <b>x</b> : <i/>}</p>",
    shows: "<p><b>x</b></p>",
    omits: ["cond", "derive"],
  },
  {
    name: "a plain condition with reactive branches",
    prelude: "const DEBUG = false;",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: "<p>{DEBUG ? <b>{n}</b> : <i>{n + 1}</i>}</p>",
    shows: "<p><i>2</i></p>",
    omits: ["cond"],
  },
  {
    name: "ifElse, when and unless are lazy",
    input: "on: boolean; n: number",
    given: () => ({ on: false, n: 0 }),
    ui: "<p>{ifElse(on, <b>a</b>, <i>b</i>)}{when(on, <u>c</u>)}{unless(n, <s>d</s>)}</p>",
    shows: "<p><i>b</i><s>d</s></p>",
    emits: ["__cf.cond(on", "__cf.and(on", "__cf.or(n"],
  },
  {
    name: "ifElse with a computed condition",
    input: "n: number",
    given: () => ({ n: 3 }),
    body: "return { out: ifElse(n > 2, 'big', 'small') };",
    out: "big",
  },
  {
    name: "a branch with a list",
    input: "on: boolean; items: string[]",
    given: () => ({ on: true, items: ["a", "b"] }),
    ui: "<ul>{on ? items.map((i) => <li>{i}</li>) : <i/>}</ul>",
    shows: "<ul><li>a</li><li>b</li></ul>",
  },
  {
    name: "inside a computation everything stays JavaScript",
    input: "on: boolean; items: string[]",
    given: () => ({ on: true, items: ["a", "b"] }),
    body: `const view = computed(() => {
      if (!on) return <i>off</i>;
      const rest = items.filter((i) => i !== "a");
      return rest.length > 0 && <b>{rest[0]}</b>;
    });
    return { [UI]: <p>{view}</p> };`,
    shows: "<p><b>b</b></p>",
    emits: ["if (!__cf.read(on))", "__cf.read(items).filter((i) => i"],
    omits: ["__cf.cond", "__cf.and", "__cf.derive"],
  },
  {
    name: "an IIFE is computed",
    input: "n: number",
    given: () => ({ n: 3 }),
    ui: "<p>{(() => { if (n > 2) return <b>big</b>; return <i>small</i>; })()}</p>",
    shows: "<p><b>big</b></p>",
    emits: ["__cf.derive(() => (() => {"],
  },
  {
    name: "an IIFE without decisions runs in the body",
    input: "n: number",
    given: () => ({ n: 3 }),
    ui: "<p>{(() => { const m = n + 1; return <b>{m}</b>; })()}</p>",
    shows: "<p><b>4</b></p>",
  },
  {
    name: "a switch in a computed",
    input: "kind: 'a' | 'b'",
    given: () => ({ kind: "b" }),
    body: `return { out: computed(() => {
      switch (kind) { case "a": return 1; case "b": return 2; }
    }) };`,
    out: 2,
  },
  {
    name: "a condition on a cell's value",
    input: "open: Writable<boolean>",
    given: (cell) => ({ open: cell(true) }),
    ui: "<p>{open.get() ? <b>open</b> : <i>shut</i>}</p>",
    shows: "<p><b>open</b></p>",
    emits: ["__cf.cond(__cf.derive(() => open.get())"],
  },
  {
    name: "pending and result of a request",
    body: `const answer = fetchJson<{ n: number }>({ url: "/x", answer: { n: 4 } } as never);
    return { [UI]: <p>{answer.pending ? <i/> : <b>{answer.result?.n}</b>}{answer.error && <s/>}</p> };`,
    shows: "<p><b>4</b></p>",
  },
  {
    name: "a conditional handler",
    input: "on: boolean; n: Writable<number>",
    given: (cell) => ({ on: true, n: cell(1) }),
    body: `const up = action(() => n.set(n.get() + 1));
    const down = action(() => n.set(n.get() - 1));
    return { [UI]: <p onClick={on ? up : down}>{n}</p> };`,
    fire: [[0]],
    shows: "<p>2</p>",
  },
];
