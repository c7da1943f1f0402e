/** JSX: components, spreads, text, and functions that give views. */

import type { Case } from "../support/case.ts";

const person = "interface Person { name: string; age: number }\n";
const people = "people: Person[]; me: Person";
const given = () => ({
  people: [{ name: "A", age: 1 }, { name: "B", age: 2 }],
  me: { name: "M", age: 3 },
});

/** The cases. */
export const components: readonly Case[] = [
  {
    name: "a pattern as a component",
    prelude:
      "const Child = pattern<{ n: number }, { [UI]: VNode }>(({ n }) => ({ [UI]: <b>{n + 1}</b> }));",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: "<p><Child n={n * 10} /></p>",
    shows: "<p><b>11</b></p>",
    emits: ["__cf.h(Child, { n: __cf.derive(() => __cf.read(n) * 10) })"],
  },
  {
    name: "a pattern as a component in a map",
    prelude:
      "const Child = pattern<{ n: number }, { [UI]: VNode }>(({ n }) => ({ [UI]: <b>{n + 1}</b> }));",
    input: "ns: number[]",
    given: () => ({ ns: [1, 2] }),
    ui: "<p>{ns.map((n) => <Child n={n} />)}</p>",
    shows: "<p><b>2</b><b>3</b></p>",
    omits: ["__cf.derive(() => __cf.h("],
  },
  {
    name: "a pattern called in a map",
    prelude:
      "const Child = pattern<{ n: number }, { double: number }>(({ n }) => ({ double: n * 2 }));",
    input: "ns: number[]",
    given: () => ({ ns: [1, 2] }),
    body:
      "const children = ns.map((n) => Child({ n })); return { out: computed(() => children.map((c) => c.double)) };",
    out: [2, 4],
  },
  {
    name: "a plain function as a component",
    prelude: person +
      "function Card({ person }: { person: Person }) { return <b>{person.name + '!'}</b>; }",
    input: people,
    given,
    ui: "<p><Card person={me} /></p>",
    shows: "<p><b>M!</b></p>",
    emits: ["__cf.h(Card, { person: me })"],
  },
  {
    name: "a plain function that decides as a component",
    prelude: person +
      "function Card({ person }: { person: Person }) { if (person.age > 2) return <i>old</i>; return <b>{person.name}</b>; }",
    input: people,
    given,
    ui: "<p>{people.map((p) => <Card person={p} />)}<Card person={me} /></p>",
    shows: "<p><b>A</b><b>B</b><i>old</i></p>",
    emits: ["__cf.derive(() => __cf.h(Card, { person: __cf.read(me) }))"],
  },
  {
    name: "a component with children",
    prelude: "const Box = ({ children }: { children?: unknown }) => <div>{children}</div>;",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: "<Box>{n + 1}<b/></Box>",
    shows: "<div>2<b></b></div>",
  },
  {
    name: "a view helper of the body",
    prelude: person,
    input: people,
    given,
    body: `const row = (p: Person) => <li>{p.name.toLowerCase()} {p.age + me.age}</li>;
    return { [UI]: <ul>{row(me)}{people.map(row)}{people.map((p) => row(p))}</ul> };`,
    shows: "<ul><li>m 6</li><li>a 4</li><li>b 5</li><li>a 4</li><li>b 5</li></ul>",
    emits: ["row(me)", "people.map(row)"],
  },
  {
    name: "a view helper of the body that decides",
    prelude: person,
    input: people,
    given,
    body:
      `const row = (p: Person) => { if (p.age > me.age - 2) return <b>{p.name}</b>; return <i/>; };
    return { [UI]: <ul>{row(me)}{people.map((p) => row(p))}</ul> };`,
    shows: "<ul><b>M</b><i></i><b>B</b></ul>",
    emits: ["__cf.derive(() => row(__cf.read(me)))"],
  },
  {
    name: "a view helper called in a computation",
    prelude: person + "const row = (p: Person) => <li>{p.name + '!'}</li>;",
    input: people,
    given,
    body:
      "return { [UI]: <ul>{computed(() => people.filter((p) => p.age > 1).map((p) => row(p)))}</ul> };",
    shows: "<ul><li>B!</li></ul>",
  },
  {
    name: "a view in a constant",
    input: "n: number; on: boolean",
    given: () => ({ n: 1, on: true }),
    body: "const view = <b>{n + 1}</b>; return { [UI]: <p>{on ? view : <i/>}{view}</p> };",
    shows: "<p><b>2</b><b>2</b></p>",
  },
  {
    name: "a helper that makes nodes",
    prelude:
      "function useDouble(n: number) { const double = computed(() => n * 2); return { double, view: <b>{double}</b> }; }",
    input: "n: number",
    given: () => ({ n: 4 }),
    body:
      "const { double, view } = useDouble(n); return { [UI]: <p>{view}{double + 1}</p>, out: double };",
    shows: "<p><b>8</b>9</p>",
    out: 8,
    emits: ["useDouble(n)", "computed)(() => __cf.read(n) * 2"],
  },
  {
    name: "fragments",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: "<><b>{n}</b>text<>{n + 1}</></>",
    shows: "<b>1</b>text2",
    emits: ["__cf.h(__cf.Fragment, null"],
  },
  {
    name: "attributes of every form",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui:
      `<cf-x plain="a &amp; b" flag data-n={n} aria-label={"x"} $value={n} view={<b/>} obj={{ n, m: n + 1 }} />`,
    shows:
      '<cf-x plain=a & b flag=true data-n=1 aria-label=x $value=1 view={"type":"vnode","name":"b","props":{},"children":[]} obj={"n":1,"m":2}></cf-x>',
  },
  {
    name: "spread attributes of a reference",
    input: "props: { a: string; b: number }",
    given: () => ({ props: { a: "A", b: 2 } }),
    ui: '<p {...props} b="own" />',
    shows: "<p a=A b=own></p>",
  },
  {
    name: "spread attributes of a record",
    input: "props: Record<string, string>",
    given: () => ({ props: { a: "A" } }),
    ui: "<p {...props} />",
    shows: "<p a=A></p>",
  },
  {
    name: "spread attributes of a plain object",
    prelude: "const base = { a: 'A', style: { color: 'red' } };",
    ui: "<p {...base} />",
    shows: '<p a=A style={"color":"red"}></p>',
  },
  {
    name: "text and white space",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: `<p>
      one {n} two
      <b/> three&nbsp;four &lt;five&gt; &#65;

      six{" "}
    </p>`,
    shows: "<p>one 1 two<b></b> three\u00a0four <five> A six </p>",
  },
  {
    name: "comments in children",
    ui: "<p>{/* nothing */}a{/* more */}</p>",
    shows: "<p>a</p>",
  },
  {
    name: "a spread child",
    input: "xs: string[]",
    given: () => ({ xs: ["a", "b"] }),
    ui: "<p>{...xs.map((x) => <b>{x}</b>)}</p>",
    shows: "<p><b>a</b><b>b</b></p>",
  },
  {
    name: "an array of views with a list",
    input: "xs: string[]",
    given: () => ({ xs: ["a"] }),
    ui: "<p>{[<b/>, xs.map((x) => <i>{x}</i>)]}</p>",
    shows: "<p><b></b><i>a</i></p>",
  },
  {
    name: "component from an object",
    prelude: "const views = { Row: ({ n }: { n: number }) => <b>{n + 1}</b> };",
    input: "n: number",
    given: () => ({ n: 1 }),
    ui: "<views.Row n={n} />",
    shows: "<b>2</b>",
  },
  {
    name: "component by namespace",
    prelude:
      'import * as cf from "commonfabric"; const Child = cf.pattern<{ n: number }, { [cf.UI]: VNode }>(({ n }) => ({ [cf.UI]: <b>{n + 1}</b> }));',
    input: "n: number",
    given: () => ({ n: 1 }),
    body:
      "const double = cf.computed(() => n * 2); return { [cf.UI]: <p><Child n={n}/>{double}</p> };",
    shows: "<p><b>2</b>2</p>",
    emits: ["cf.pattern(", 'name: "double"'],
  },
  {
    name: "renamed builders and factories in objects",
    prelude:
      "import { computed as derived, pattern as make } from 'commonfabric'; const parts = { Child: make<{ n: number }, { v: number }>(({ n }) => ({ v: n + 1 })) };",
    input: "n: number",
    given: () => ({ n: 1 }),
    body:
      "const child = parts.Child({ n }); const d = derived(() => n + child.v); return { out: d };",
    out: 3,
    emits: ['name: "child"', 'name: "d"', 'name: "parts.Child"'],
  },
];
