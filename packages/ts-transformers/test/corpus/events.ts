/** Events, handlers, actions and what computations capture. */

import type { Case } from "../support/case.ts";

const counter = "count: Writable<number>; step: number";
const given = (cell: (value: unknown) => unknown) => ({ count: cell(1), step: 5 });

/** The cases. */
export const events: readonly Case[] = [
  {
    name: "an event arrow captures values and cells",
    input: counter,
    given,
    ui: "<p onClick={() => count.set(count.get() + step)}>{count}</p>",
    fire: [[0]],
    shows: "<p>6</p>",
    emits: ["onClick: () => count.set(count.get() + __cf.read(step))"],
  },
  {
    name: "an event arrow with an event",
    input: counter,
    given,
    ui: "<p onChange={(e: { n: number }) => { count.set(e.n * step); }}>{count}</p>",
    fire: [[0, { n: 2 }]],
    shows: "<p>10</p>",
  },
  {
    name: "an event arrow in a map captures the element",
    input: "items: { n: number }[]; count: Writable<number>",
    given: (cell) => ({ items: [{ n: 1 }, { n: 7 }], count: cell(0) }),
    ui: "<p>{items.map((item, i) => <b onClick={() => count.set(item.n + i)}/>)}{count}</p>",
    fire: [[1]],
    shows: "<p><b></b><b></b>8</p>",
    emits: ["__cf.read(item).n + __cf.read(i)"],
  },
  {
    name: "shorthand in a computation",
    input: "item: { n: number }; log: Writable<unknown[]>",
    given: (cell) => ({ item: { n: 1 }, log: cell([]) }),
    body: `return { [UI]: <p onClick={() => log.push({ item })}/>, out: log };`,
    fire: [[0]],
    emits: ["{ item: __cf.read(item) }"],
  },
  {
    name: "an action with an event",
    input: counter,
    given,
    body: `const add = action(({ by }: { by: number }) => { count.set(count.get() + by + step); });
    return { [UI]: <p onClick={() => add.send({ by: 1 })}>{count}</p>, add };`,
    fire: [[0]],
    shows: "<p>7</p>",
    emits: [/event: __cfSchema/, 'name: "add"', "add.send({ by: 1 })"],
  },
  {
    name: "a stream as an event attribute",
    input: counter,
    given,
    body: `const up = action(() => count.set(9)); return { [UI]: <p onClick={up}>{count}</p> };`,
    fire: [[0]],
    shows: "<p>9</p>",
    emits: ["onClick: up"],
  },
  {
    name: "a handler bound in place",
    prelude:
      "const inc = handler<{ by?: number }, { count: Writable<number>; step: number }>((e, { count, step }) => { count.set(count.get() + step + (e?.by ?? 0)); });",
    input: counter,
    given,
    ui: "<p onClick={inc({ count, step })}>{count}</p>",
    fire: [[0, { by: 100 }]],
    shows: "<p>106</p>",
    emits: [
      'name: "inc"',
      /event: __cfSchema|event: \{/,
      "state: __cfSchema",
      'inc({ count, step }, __cf.site({ line: "/main.tsx:5" }))',
    ],
  },
  {
    name: "a handler bound in a map with expressions",
    prelude:
      "const pick = handler<unknown, { n: number; out: Writable<number> }>((_, { n, out }) => out.set(n));",
    input: "items: { n: number }[]; out: Writable<number>",
    given: (cell) => ({ items: [{ n: 1 }, { n: 7 }], out: cell(0) }),
    body:
      `return { [UI]: <p>{items.map((item) => <b onClick={pick({ n: item.n * 2, out })}/>)}</p>, out };`,
    fire: [[1]],
    shows: "<p><b></b><b></b></p>",
    emits: ["n: __cf.derive(() => __cf.read(item).n * 2)"],
  },
  {
    name: "a handler with annotated parameters only",
    prelude:
      "const set = handler((e: { v: number }, s: { count: Writable<number> }) => s.count.set(e.v));",
    input: counter,
    given,
    ui: "<p onClick={set({ count })}>{count}</p>",
    fire: [[0, { v: 3 }]],
    shows: "<p>3</p>",
    emits: [/event: /, /asCell: \["cell"\]/],
  },
  {
    name: "a handler that declares `this` first",
    prelude:
      "const set = handler(function (this: void, e: { v: number }, s: { count: Writable<number> }) { s.count.set(e.v); });",
    input: "count: number",
    given,
    ui: "<p onClick={set({ count })}>{count}</p>",
    fire: [[0, { v: 3 }]],
    shows: "<p>3</p>",
    emits: [/event: /, /asCell: \["cell"\]/],
  },
  {
    name: "a helper of the body, called in an event, a computed and a child",
    input: counter,
    given,
    body: `const plus = (n: number) => n + step;
    const set = (n: number) => { count.set(plus(n)); };
    const twice = computed(() => plus(1) * 2);
    return { [UI]: <p onClick={() => set(10)}>{plus(1)} {twice} {count}</p> };`,
    fire: [[0]],
    shows: "<p>6 12 15</p>",
    emits: ["n + __cf.read(step)", "__cf.derive(() => plus(1))"],
  },
  {
    name: "a helper of the body as an event attribute",
    input: counter,
    given,
    body: `const reset = () => count.set(step); return { [UI]: <p onClick={reset}>{count}</p> };`,
    fire: [[0]],
    shows: "<p>5</p>",
  },
  {
    name: "a function declared in the body",
    input: counter,
    given,
    body: `function label(n: number) { return "step " + step + " of " + n; }
    return { out: [label(2), computed(() => label(3))] };`,
    out: ["step 5 of 2", "step 5 of 3"],
    emits: ["__cf.tick()"],
  },
  {
    name: "computed in computed",
    input: counter,
    given,
    body:
      `return { out: computed(() => { const inner = computed(() => step + 1); return inner + 1; }) };`,
    out: 7,
    emits: ["__cf.read(inner) + 1"],
  },
  {
    name: "computed over a sub-pattern's result",
    prelude:
      "const Child = pattern<{ n: number }, { double: number; bump: Stream<void> }>(({ n }) => ({ double: n * 2, bump: action(() => {}) }));",
    input: counter,
    given,
    body: `const child = Child({ n: step });
    return { out: computed(() => child.double + 1), [UI]: <p onClick={() => child.bump.send()}>{child.double}</p> };`,
    out: 11,
    shows: "<p>10</p>",
    emits: ["__cf.read(child).double + 1", "child.bump.send()", 'name: "child"'],
  },
  {
    name: "cell methods of a sub-pattern's result",
    prelude:
      "const Child = pattern<{ n: number }, { double: number }>(({ n }) => ({ double: n * 2 }));",
    input: counter,
    given,
    body: `const child = Child({ n: step });
    return { out: [child.key("double"), computed(() => child.get().double)] };`,
    emits: ['child.key("double")', "child.get().double"],
    omits: ["__cf.read(child)"],
  },
  {
    name: "a pattern called in a handler is passed on by reference",
    prelude: "const Child = pattern<{ n: number }, { n: number }>(({ n }) => ({ n }));",
    input: "list: Writable<unknown[]>; step: number",
    given: (cell) => ({ list: cell([]), step: 4 }),
    body: `const add = action(() => { const child = Child({ n: step }); list.push(child); });
    return { [UI]: <p onClick={add}/>, out: list };`,
    emits: ["list.push(child)", 'Child({ n: __cf.read(step) }, __cf.site({ name: "child" }))'],
  },
  {
    name: "assignment targets are never rewritten",
    input: counter,
    given,
    body:
      `return { out: computed(() => { let total = 0; total += step; const o = { n: 1 }; o.n = step; o.n++; return total + o.n; }) };`,
    out: 11,
  },
  {
    name: "typeof, truthiness and strict equality in a computation",
    input: "name?: string; flag: boolean",
    given: () => ({ flag: false }),
    body: `return { out: computed(() => [typeof name, !flag, name === undefined, flag ? 1 : 2]) };`,
    out: ["undefined", true, true, 2],
  },
  {
    name: "a template tag in a computation",
    input: counter,
    given,
    body: "return { out: computed(() => String.raw`a${step}`) };",
    out: "a5",
  },
  {
    name: "views inside a computation are plain",
    input: "todo: { title: string }",
    given: () => ({ todo: { title: "T" } }),
    body: "return { [UI]: <p>{computed(() => <b>{todo.title}</b>)}</p> };",
    shows: "<p><b>T</b></p>",
    emits: ['__cf.h("b", null, __cf.read(todo).title)'],
  },
  {
    name: "a lift at module scope",
    prelude: "const total = lift((input: { a: number; b: number }) => input.a + input.b);",
    input: "a: number; b: number",
    given: () => ({ a: 1, b: 2 }),
    body: "const sum = total({ a, b: b * 10 }); return { out: sum };",
    out: 21,
    emits: ["input: __cfSchema", 'output: { type: "number" }', 'name: "sum"'],
  },
  {
    name: "a callback handed to a sub-pattern",
    prelude:
      "const Button = pattern<{ onPress: Stream<void> }, { [UI]: VNode }>(({ onPress }) => ({ [UI]: <b onClick={onPress}/> }));",
    input: counter,
    given,
    ui: "<p><Button onPress={action(() => count.set(77))} />{count}</p>",
    fire: [],
    shows: "<p><b></b>1</p>",
  },
  {
    name: "async functions and generators in a computation",
    input: counter,
    given,
    body: `return { out: computed(() => {
      function* numbers() { yield step; yield step + 1; }
      const later = async () => { await null; return step; };
      void later;
      return [...numbers()];
    }) };`,
    out: [5, 6],
  },
  {
    name: "try and catch in a handler",
    input: counter,
    given,
    body:
      `const go = action(() => { try { throw new Error("x" + step); } catch (error) { count.set((error as Error).message.length); } });
    return { [UI]: <p onClick={go}>{count}</p> };`,
    fire: [[0]],
    shows: "<p>2</p>",
  },
  {
    name: "a caught error that is taken apart, and one without a name",
    input: counter,
    given,
    body:
      `const go = action(() => { try { throw new Error("x" + step); } catch ({ message }: any) { count.set(message.length); } });
    const on = action(() => { try { throw new Error("y"); } catch { count.set(7); } });
    return { [UI]: <p onClick={go} onInput={on}>{count}</p> };`,
    fire: [[0], [1]],
    shows: "<p>7</p>",
  },
  {
    name: "a cell in a record of cells",
    input: "cells: { a: Writable<number>; b: Writable<number> }",
    given: (cell) => ({ cells: { a: cell(1), b: cell(2) } }),
    ui: "<p onClick={() => cells.a.set(cells.b.get() + 1)}>{cells.a}</p>",
    fire: [[0]],
    shows: "<p>3</p>",
    emits: ["cells.a.set(cells.b.get() + 1)"],
  },
  {
    name: "a local cell",
    body: `const open = new Writable(false); const name = Writable.of("x");
    return { [UI]: <p onClick={() => open.set(!open.get())}>{open.get() ? name : "shut"}</p> };`,
    fire: [[0]],
    shows: "<p>x</p>",
    emits: ['name: "open"', 'schema: { type: "boolean" }'],
  },
];
