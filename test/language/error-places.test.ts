/** An error names the author's line and column, in whatever kind of expression it happens. */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { viewHost } from "@cf/runner";

const PROGRAM =
  `import { action, computed, handler, ifElse, lift, NAME, pattern, str, UI, Writable } from "commonfabric";

interface Item { id: number; name: string; sub?: { q: number[] } }
interface Input { items: Item[]; n: number; on: boolean; name: string }

const fail = (where: string, _?: unknown): never => { throw new Error("in " + where); };

const lifted = lift((n: number) => fail("lift", n));
const block = lift(({ a }: { a: number }) => {
  const x = a + 1;
  return fail("liftBlock", x);
});
const press = handler<unknown, { c: Writable<number> }>((_, { c }) => {
  c.get();
  fail("handler");
});
function View({ item }: { item: Item }) {
  if (item.id > 100) return <b />;
  return <i>{fail("component", item.id)}</i>;
}

export default pattern<Input>(({ items, n, on, name }) => {
  const c = new Writable(0);
  const a1 = computed(() => fail("computed", n));
  const a2 = computed(() => {
    const y = n * 2;
    if (y > 1) {
      return [y].map((z) => fail("callback", z));
    }
    return 0;
  });
  const a3 = n + fail("constant", n);
  const helper = (i: Item) => {
    const k = i.id;
    return fail("helper", k);
  };
  const act = action(() => {
    const z = c.get();
    fail("action", z);
  });
  return {
    [NAME]: str\`x \${fail("str", n)}\`,
    [UI]: (
      <div>
        <p>{a1}{a2}{a3}{lifted(n)}{block({ a: n })}</p>
        <p>{fail("child", n)}</p>
        <p title={fail("attribute", n)}>x</p>
        <p style={{ color: fail("style", n) }}>x</p>
        <p>{on ? fail("ternary", n) : "x"}</p>
        <p>{on && fail("and", n)}</p>
        <p>{on && <b>{fail("branch", n)}</b>}</p>
        <p>{\`t \${fail("template", name)}\`}</p>
        <p>
          {items.map((i) => (
            <b>
              {fail("map", i.id)}
            </b>
          ))}
        </p>
        <p>{items.map((i, x) => {
          const w = i.id + x;
          return <b>{fail("mapBlock", w)}</b>;
        })}</p>
        <p>{items.map((i) => {
          if (i.id > 50) return null;
          const t = fail("mapStatement", i);
          return <b>{t}</b>;
        })}</p>
        <p>{items.filter((i) => fail("filter", i)).map((i) => <b>{i.name}</b>)}</p>
        <p>{items.map((i) => <u>{helper(i)}</u>)}</p>
        <p>{ifElse(on, fail("ifElse", n), "x")}</p>
        <p>{items[0]?.sub?.q.map((v) => v + fail("chain", v)).join()}</p>
        <p>{[1, 2].map((v) => <i>{fail("plainList", v + n)}</i>)}</p>
        <View item={items[0]!} />
        <p {...fail("spread", n) as object}>x</p>
        <p>{name.split("").map((ch) => ch + n.toFixed(fail("argument", n)))}</p>
        <b id="a" onClick={() => fail("event", n)}>x</b>
        <b id="b" onClick={(e: { type: string }) => {
          const d = e.type;
          if (d) fail("eventBlock", d);
        }}>x</b>
        <b id="c" onClick={press({ c })}>x</b>
        <b id="d" onClick={act}>x</b>
        <b id="e" onClick={() => items.forEach((i) => { fail("eventLoop", i.name); })}>x</b>
      </div>
    ),
  };
});
`;

/** Constructs in which code is moved, wrapped or taken out of its place. */
const FURTHER =
  `import { action, computed, handler, lift, NAME, pattern, SELF, Stream, UI, unless, when, Writable } from "commonfabric";

interface Item { id: number; name: string; sub?: { q: number[] } }
interface Input { items: Item[]; n: number; on: boolean; opt?: Item; grid: number[][] }

const fail = (where: string, _?: unknown): any => { throw new Error("in " + where); };
const tag = (parts: TemplateStringsArray, ...holes: unknown[]): string => parts.join(String(holes));

class Account {
  readonly start = 1;
  constructor(readonly cents: number) {
    if (cents > 1_000) fail("constructor", cents);
  }
  get euros(): number {
    return fail("getter", this.cents) / 100;
  }
  add(by: number): number {
    return this.start +
      fail("method", by);
  }
  static of(cents: number): Account {
    return new Account(fail("static", cents));
  }
}
function* walk(items: readonly Item[]): Generator<number> {
  for (const item of items) yield fail("generator", item.id);
}
const total = <T,>(list: readonly T[], f: (one: T) => number): number =>
  list.reduce((sum, one) => sum + f(one), 0);
const guarded = lift(({ n }: { n: number }) => {
  try {
    return n.toFixed(0) + fail("rethrown", n);
  } catch (error) {
    if (n > 0) throw error;
    return "";
  } finally {
    n.toFixed(1);
  }
});
const later = handler<{ by: number }, { n: Writable<number> }>(async ({ by }, { n }) => {
  n.set(by);
  await null;
  fail("afterAwait", by);
});
const Inner = pattern<{ n: number; label?: string }>(({ n, label = fail("inputDefault") }) => ({
  [UI]: <s title={label}>{n}</s>,
  twice: computed(() => fail("inner", n) * 2),
}));
const required = (name: string): any => { throw new Error("not given: " + name); };
const Broken = pattern<{ n: number }>(({ n }) => {
  const made = fail("body");
  return { [UI]: <s>{n}{made}</s> };
});

export default pattern<Input>(({ items, n, on, opt, grid, [SELF]: self }) => {
  const c = new Writable(0);
  const inner = Inner({ n });
  const parts = {
    deep: [{ value: computed(() => fail("inLiteral", n)) }],
    [\`key\`]: n + fail("inObject", n),
  };
  const local = function named(by: number): number {
    return by > 0 ? fail("named", by) : named(by + 1);
  };
  const bound = later({ n: c });
  return {
    [NAME]: "places",
    [UI]: (
      <div>
        <p>{new Account(n + 5_000).cents}</p>
        <p>{new Account(n).euros}</p>
        <p>{new Account(n).add(n)}{Account.of(n).cents}</p>
        <p>{[...walk(items)].length}</p>
        <p>{total(items, (item) => fail("genericCallback", item.id))}</p>
        <p>{guarded({ n })}</p>
        <p>{inner.twice}</p>
        <p>{Inner({ n })}</p>
        <Broken n={n} />
        <p>{parts.deep.map((part) => <b>{part.value}</b>)}</p>
        <p>{parts["key"]}</p>
        <p>{local(n)}</p>
        <p>{tag\`a \${fail("tagged", n)} b\`}</p>
        <p>{when(on, <b>{fail("when", n)}</b>)}</p>
        <p>{unless(!on, fail("unless", n))}</p>
        <p>{opt?.sub?.q ?? fail("coalesced", n)}</p>
        <p>{grid.map((row) => (
          <u>
            {row.map((one) => <i>{one + fail("nested", one)}</i>)}
          </u>
        ))}</p>
        <p>{items.flatMap((item) => [item.id, fail("flatMap", item.id)])}</p>
        <p>{[...items].sort((a, b) => fail("sort", a.id + b.id)).length}</p>
        <p>{items.map(({ id, name: [first = required("first")], ...rest }) => <b>{fail("destructured", id)}{first}{rest.sub?.q}</b>)}</p>
        <p>{(() => {
          switch (n) {
            case 2:
              return fail("switch", n);
            default:
              return 0;
          }
        })()}</p>
        <p>{[n, ...fail("spreadList", n)]}</p>
        <p>{Math.max(...items.map((item) => item.id), fail("spreadArgument", n))}</p>
        <p>{((x = fail("parameter", n)) => x)()}</p>
        <p>{[1].map(async () => 1).length > 0 && fail("afterArrow", n)}</p>
        <b id="a" onClick={async () => {
          c.set(1);
          await c.get();
          fail("eventAwait", n);
        }}>x</b>
        <b id="b" onClick={() => bound.send({ by: 3 })}>x</b>
        <b id="c" onClick={action(() => { for (const item of items) c.set(fail("actionLoop", item)); })}>x</b>
        {items.map((item) => <b id="d" onClick={() => c.set(fail("rowEvent", item.id))}>x</b>)}
        <b id="e" onClick={() => (self as any).gone.send(fail("argumentOfSend", 1))}>x</b>
      </div>
    ),
  };
});
`;

/** Where each failing call stands, as `line:column`. */
function callsOf(program: string): Record<string, string> {
  return Object.fromEntries(
    [...program.matchAll(/fail\("(\w+)"/g)].map((call) => {
      const before = program.slice(0, call.index);
      const line = before.split("\n").length;
      return [call[1]!, `${line}:${call.index - before.lastIndexOf("\n")}`];
    }),
  );
}

async function placesOf(program: string): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir({ prefix: "cf-errors-" });
  const path = `${folder}/subject.tsx`;
  await Deno.writeTextFile(path, program);
  const found: Record<string, string> = Object.create(null);
  const fabric = await openFabric({
    store: ":memory:",
    onFinding: () => {},
    onError: ({ error }) => {
      const { message, stack = "" } = error as Error;
      const where = /^in (\w+)$/.exec(message)?.[1] ?? message;
      // The first line is that of fail() itself.
      found[where] ??= [...stack.matchAll(/subject\.tsx:(\d+:\d+)/g)][1]?.[1] ?? stack;
    },
  });
  try {
    const item = { id: 1, name: "a", sub: { q: [1] } };
    const argument = { items: [item, { ...item, id: 2 }], n: 2, on: true, name: "nm", grid: [[1]] };
    const piece = await fabric.run(path, { argument });
    const tree = new TreeApplier();
    const view = render(piece.reference(), {
      reactivity: viewHost(fabric.runtime),
      applier: tree,
    });
    tree.onEvent = (event) => view.handle(event);
    await fabric.idle();
    view.flush();
    await piece.get("$NAME").catch(() => {});
    for (const id of ["a", "b", "c", "d", "e"]) {
      tree.dispatch(tree.findAll(`#${id}`)[0]!, "click");
      await fabric.idle();
    }
    view.dispose();
    piece.release();
    return { ...found };
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("an error's stack names the author's line and column in every kind of expression", async () => {
  assert.deepEqual(await placesOf(PROGRAM), callsOf(PROGRAM));
});

Deno.test("an error's stack names them in code that is moved, wrapped or taken apart", async () => {
  assert.deepEqual(await placesOf(FURTHER), callsOf(FURTHER));
});
