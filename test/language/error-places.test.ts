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

Deno.test("an error's stack names the author's line and column in every kind of expression", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-errors-" });
  const path = `${folder}/subject.tsx`;
  await Deno.writeTextFile(path, PROGRAM);
  const found: Record<string, string> = {};
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
    const argument = { items: [item], n: 2, on: true, name: "nm" };
    const piece = await fabric.run(path, { argument });
    const tree = new TreeApplier();
    const view = render(piece.reference(), {
      reactivity: viewHost(fabric.runtime),
      applier: tree,
    });
    tree.onEvent = (event) => view.handle(event);
    await fabric.idle();
    view.flush();
    await assert.rejects(piece.get("$NAME"));
    for (const id of ["a", "b", "c", "d", "e"]) {
      tree.dispatch(tree.findAll(`#${id}`)[0]!, "click");
      await fabric.idle();
    }
    assert.deepEqual(found, callsOf(PROGRAM));
    view.dispose();
    piece.release();
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
});
