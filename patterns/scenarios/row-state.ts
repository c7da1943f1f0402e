/** Rows that count clicks, over a default list that is sorted, extended and cut. */

import { type Cell, cell, Default, handler, lift, pattern, str, type Stream } from "commonfabric";
interface Item {
  title: string;
  rank: number;
}
interface RowOut {
  text: string;
  clicks: number;
  click: Stream<unknown>;
  rename: Stream<{ title: string }>;
}
const click = handler((_: unknown, { clicks }: { clicks: Cell<number> }) =>
  clicks.set(clicks.get() + 1)
);
const rename = handler((e: { title: string }, { item }: { item: Cell<Item> }) =>
  item.key("title").set(e.title)
);
const row = pattern<{ item: Item; index: number }, RowOut>(({ item, index }) => {
  const clicks = cell(0);
  return {
    text: str`${index}. ${item.title} (${clicks})`,
    clicks,
    click: click({ clicks }),
    rename: rename({ item }),
  };
});
const add = handler((e: Partial<Item>, { items }: { items: Cell<Item[]> }) => {
  items.push({ title: e.title ?? "untitled", rank: e.rank ?? 0 });
});
const addFirst = handler((e: Partial<Item>, { items }: { items: Cell<Item[]> }) =>
  items.set([{ title: e.title ?? "first", rank: e.rank ?? 0 }, ...items.get()])
);
const sort = handler((_: unknown, { items }: { items: Cell<Item[]> }) =>
  items.set([...items.get()].sort((a, b) => a.rank - b.rank))
);
const drop = handler((e: { title: string }, { items }: { items: Cell<Item[]> }) =>
  items.set(items.get().filter((i) => i.title !== e.title))
);
export const rowState = pattern<
  { items: Default<Item[], [{ title: "a"; rank: 3 }, { title: "b"; rank: 1 }]> }
>(({ items }) => {
  const rows = items.map((item, index) => row({ item, index }));
  const total = lift((rs: RowOut[]) => rs.reduce((s, r) => s + r.clicks, 0))(rows);
  return {
    items,
    rows,
    texts: rows.map((r) => r.text),
    total,
    add: add({ items }),
    addFirst: addFirst({ items }),
    sort: sort({ items }),
    drop: drop({ items }),
  };
});
