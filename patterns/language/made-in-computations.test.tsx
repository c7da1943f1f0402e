// Patterns that a computation calls are made anew when it runs again. A list over them in the body
// shows the new ones, with the state that the old ones stored.
import { action, assert, computed, pattern, TESTS, UI, type VNode, Writable } from "commonfabric";
import type { Stream } from "commonfabric";

interface Item {
  id: string;
}
interface RowOutput {
  [UI]: VNode;
  text: string;
  count: number;
  hit: Stream<void>;
}

const Row = pattern<{ label: string; more: { item: Item; path: string[] } }, RowOutput>(
  ({ label, more }) => {
    const count = new Writable(0);
    return {
      [UI]: <li>{label} {more.path.join("/")} {more.item.id} {count}</li>,
      text: computed(() => `${label} ${more.path.join("/")}`),
      count,
      hit: action(() => count.increment(1)),
    };
  },
);

interface Node {
  id: string;
  children: Node[];
}
interface TreeOutput {
  [UI]: VNode;
  size: number;
}
const Tree = pattern<{ at: { node: Node; path: string[] } }, TreeOutput>(({ at }) => {
  const children = computed((): TreeOutput[] =>
    at.node.children.map((node): TreeOutput => Tree({ at: { node, path: [...at.path, node.id] } }))
  );
  return {
    [UI]: <ul>{at.path.join("/")};{children.map((child) => child[UI])}</ul>,
    size: computed(() => 1 + children.reduce((sum, child) => sum + child.size, 0)),
  };
});

const List = pattern<
  { items: Item[] },
  { [UI]: VNode; rows: RowOutput[]; texts: string[]; odd: string[]; hit: Stream<{ at: number }> }
>(({ items }) => {
  const drawn = new Writable(0);
  const rows = computed(() =>
    items.map((item) => Row({ label: item.id, more: { item, path: ["x", item.id] } }))
  );
  return {
    [UI]: <ol>{rows.map((row) => row[UI])}</ol>,
    rows,
    texts: rows.map((row) => row.text),
    odd: rows.filter((row) => row.text.length % 2 === 1).flatMap((row) => [row.text, "|"]),
    hit: action(({ at }: { at: number }) => {
      rows[at].hit.send();
      drawn.increment(1);
    }),
  };
});

type View = { children?: View[] } | View[] | string | number | boolean | null | undefined;
const text = (view: unknown): string => {
  const node = view as View;
  if (Array.isArray(node)) return node.map(text).join("");
  if (typeof node === "object" && node !== null) return text(node.children);
  return node === null || node === undefined || typeof node === "boolean" ? "" : String(node);
};

export default pattern(() => {
  const items = new Writable<Item[]>([{ id: "a" }, { id: "bb" }]);
  const root = new Writable<Node>({
    id: "r",
    children: [{ id: "a", children: [{ id: "aa", children: [] }] }],
  });
  const list = List({ items });
  const tree = Tree({ at: { node: root.get(), path: [] } });
  return {
    [TESTS]: [
      { assertion: assert(() => text(list[UI]) === "a x/a a 0bb x/bb bb 0") },
      { assertion: assert(() => list.texts.join() === "a x/a,bb x/bb") },
      { assertion: assert(() => list.odd.join("") === "a x/a|bb x/bb|") },
      { action: action(() => list.hit.send({ at: 0 })) },
      { assertion: assert(() => text(list[UI]) === "a x/a a 1bb x/bb bb 0") },
      { action: action(() => items.key(0, "id").set("new")) },
      { assertion: assert(() => text(list[UI]) === "new x/new new 1bb x/bb bb 0") },
      { assertion: assert(() => list.texts.join() === "new x/new,bb x/bb") },
      { assertion: assert(() => list.odd.join("") === "new x/new|bb x/bb|") },
      { action: action(() => list.hit.send({ at: 0 })) },
      {
        assertion: assert(() =>
          list.rows[0].count === 2 && text(list[UI]).startsWith("new x/new new 2")
        ),
      },
      { action: action(() => items.push({ id: "c" })) },
      { assertion: assert(() => list.texts.join() === "new x/new,bb x/bb,c x/c") },
      { render: list[UI] },

      { assertion: assert(() => text(tree[UI]) === ";a;a/aa;" && tree.size === 3) },
      { action: action(() => root.key("children", 0, "children", 0, "id").set("deep")) },
      { assertion: assert(() => text(tree[UI]) === ";a;a/deep;") },
      { action: action(() => root.key("children", 0, "children").push({ id: "z", children: [] })) },
      { assertion: assert(() => text(tree[UI]) === ";a;a/deep;a/z;" && tree.size === 4) },
    ],
  };
});
