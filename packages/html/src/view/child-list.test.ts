import assert from "node:assert/strict";
import fc from "fast-check";
import type { VNode } from "@cf/utils";
import type { TreeElement } from "../tree/tree-node.ts";
import { Cell, h, Keyed, mount } from "../../test/view.ts";
import { longestIncreasing } from "./longest-increasing.ts";
import { Op } from "./operations.ts";

/** Rows of a list under edit: plain view nodes, or elements with a key of the runtime's. */
function rowsOf(keyed: boolean): (id: number) => unknown {
  const nodes = new Map<number, VNode>();
  return (id) => {
    if (keyed) return new Keyed(`row ${id}`, h("li", { id: `r${id}` }, `row ${id}`));
    if (!nodes.has(id)) nodes.set(id, h("li", { id: `r${id}` }, `row ${id}`));
    return nodes.get(id);
  };
}

for (const keyed of [false, true]) {
  Deno.test(`a list follows random edits and keeps each row's node (${keyed ? "keyed" : "nodes"})`, () => {
    fc.assert(fc.property(
      fc.array(fc.uniqueArray(fc.nat(12)), { minLength: 2, maxLength: 8 }),
      (states) => {
        const row = rowsOf(keyed);
        const list = new Cell<unknown>(states[0]!.map(row));
        const { tree, view } = mount(h("ul", null, "before", list, h("hr")));
        let known = new Map<string, TreeElement>();
        let shown: readonly number[] = states[0]!;
        for (const ids of states) {
          const survivors = shown.filter((id) => ids.includes(id));
          list.set(ids.map(row));
          view.flush();
          const rows = tree.findAll("li");
          assert.deepEqual(rows.map((item) => item.text), ids.map((id) => `row ${id}`));
          assert.equal(tree.find("ul")!.children.at(-1), tree.find("hr"));
          const now = new Map(rows.map((item) => [item.attributes.get("id")!, item]));
          if (keyed || survivors.length > 0) {
            for (const id of survivors) {
              if (known.size > 0) assert.equal(now.get(`r${id}`), known.get(`r${id}`));
            }
          }
          assert.equal(
            tree.toHtml(),
            mount(h("ul", null, "before", ids.map(row), h("hr"))).tree.toHtml(),
          );
          known = now;
          shown = ids;
        }
        view.dispose();
        assert.equal(tree.nodeCount, 0);
      },
    ));
  });
}

Deno.test("a list of texts, arrays, cells and rows equals one built at once", () => {
  const row = rowsOf(false);
  const cells = new Map<number, Cell<string>>();
  const child = (n: number): unknown => {
    if (n % 4 === 0) return `text ${n}`;
    if (n % 4 === 1) return row(n);
    if (n % 4 === 2) return [row(n), null, `nested ${n}`];
    if (!cells.has(n)) cells.set(n, new Cell(`cell ${n}`));
    return cells.get(n);
  };
  fc.assert(fc.property(
    fc.array(fc.uniqueArray(fc.nat(20)), { minLength: 1, maxLength: 6 }),
    (states) => {
      const list = new Cell<unknown>([]);
      const { tree, view } = mount(h("div", null, list));
      for (const ids of states) {
        list.set(ids.map(child));
        view.flush();
        assert.equal(tree.toHtml(), mount(h("div", null, ids.map(child))).tree.toHtml());
      }
    },
  ));
});

Deno.test("a list shows duplicates of one node, each in its place", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(2), { maxLength: 6 }), { maxLength: 6 }), (states) => {
      const row = rowsOf(false);
      const list = new Cell<unknown>([]);
      const { tree, view } = mount(h("ul", null, list));
      for (const ids of states) {
        list.set(ids.map(row));
        view.flush();
        assert.deepEqual(tree.findAll("li").map((item) => item.text), ids.map((id) => `row ${id}`));
      }
    }),
  );
});

Deno.test("a list moves no more rows than it must", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(30), { minLength: 2 }), (ids) => {
    const row = rowsOf(false);
    const sorted = [...ids].sort((a, b) => a - b);
    const list = new Cell<unknown>(sorted.map(row));
    const { tree, view } = mount(h("ul", null, list));
    tree.counts.clear();
    list.set(ids.map(row));
    view.flush();
    const still = longestNaive(ids);
    assert.equal(tree.counts.get(Op.insert) ?? 0, ids.length - still);
    assert.equal(tree.counts.get(Op.create) ?? 0, 0);
  }));
});

Deno.test("a swap of two rows of a thousand takes two moves", () => {
  const row = rowsOf(true);
  const ids = Array.from({ length: 1000 }, (_, i) => i);
  const list = new Cell<unknown>(ids.map(row));
  const { tree, view } = mount(h("ul", null, list));
  tree.counts.clear();
  [ids[1], ids[998]] = [ids[998]!, ids[1]!];
  list.set(ids.map(row));
  view.flush();
  assert.deepEqual([...tree.counts], [[Op.insert, 2]]);
});

Deno.test("a list computed anew is matched by the key prop", () => {
  const list = new Cell<unknown>([1, 2, 3].map((key) => h("li", { key }, key)));
  const { tree, view } = mount(h("ul", null, list));
  const [one, two, three] = tree.findAll("li");
  list.set([3, 1, 4].map((key) => h("li", { key }, key)));
  view.flush();
  const after = tree.findAll("li");
  assert.deepEqual(after.slice(0, 2), [three, one]);
  assert.deepEqual(after.map((item) => item.text), ["3", "1", "4"]);
  assert.ok(!after.includes(two!));
});

Deno.test("longestIncreasing() marks a subsequence as long as the longest", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: -3, max: 40 })), (values) => {
    const marks = longestIncreasing(Int32Array.from(values));
    const chosen = values.filter((_, i) => marks[i] === 1);
    assert.ok(chosen.every((value, i) => value >= 0 && (i === 0 || chosen[i - 1]! < value)));
    assert.equal(chosen.length, longestNaive(values.filter((value) => value >= 0)));
  }));
});

function longestNaive(values: readonly number[]): number {
  const lengths: number[] = [];
  values.forEach((value, i) => {
    lengths[i] = 1 + Math.max(0, ...lengths.slice(0, i).filter((_, j) => values[j]! < value));
  });
  return Math.max(0, ...lengths);
}

Deno.test("an append to a thousand rows asks for the identity of the new row alone", () => {
  const ids = Array.from({ length: 1000 }, (_, i) => i);
  const rows = ids.map((id) => h("li", null, `row ${id}`));
  const list = new Cell<unknown>(rows);
  let asked = 0;
  const { tree, view } = mount(h("ul", null, list), { onIdentity: () => asked++ });
  tree.counts.clear();
  asked = 0;
  list.set([...rows, h("li", null, "row 1000")]);
  view.flush();
  assert.deepEqual(Object.fromEntries(tree.counts), {
    [Op.create]: 1,
    [Op.content]: 1,
    [Op.insert]: 1,
  });
  assert.ok(asked < 5, `asked ${asked} times`);
});

Deno.test("a reference that means the second row now leaves the first one's node behind", () => {
  const row = (name: string) => h("li", { id: name }, name);
  const place = new Keyed("a", row("a")) as { key: unknown; value: unknown };
  const list = new Cell<unknown>([place, new Keyed("b", row("b"))]);
  const { tree, view } = mount(h("ul", null, list));
  const [, second] = tree.findAll("li");
  place.key = "b";
  place.value = row("b");
  list.set([place]);
  view.flush();
  assert.deepEqual(tree.findAll("li"), [second]);
});
