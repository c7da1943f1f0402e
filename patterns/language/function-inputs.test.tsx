/** Functions as inputs of patterns: formatters, views of a part, comparisons and callbacks. */

import { action, assert, computed, pattern, TESTS, UI, type VNode, Writable } from "commonfabric";

type Format = (n: number) => string;

interface Priced {
  n: number;
  format?: Format;
  options: { sign: string; wrap: (text: string) => string };
}

const Price = pattern<Priced, { text: string; wrapped: string; formats: boolean }>(
  ({ n, format = (k) => `no. ${k}`, options }) => ({
    text: computed(() => format(n)),
    wrapped: computed(() => options.wrap(options.sign + n)),
    formats: computed(() => typeof format === "function"),
  }),
);

const Maybe = pattern<{ n: number; format?: Format }, { text: string; has: string }>((input) => ({
  text: computed(() => input.format?.(input.n) ?? "none"),
  has: input.format ? "yes" : "no",
}));

interface Many {
  ns: number[];
  format: Format;
  keep: (n: number) => boolean;
  by: (a: number, b: number) => number;
}

const Handed = pattern<
  Many,
  { texts: string[]; kept: string[]; sorted: number[]; mapped: string[] }
>(({ ns, format, keep, by }) => {
  const parts = ns.map((n) => Maybe({ n, format }));
  return {
    texts: computed(() => parts.map((part) => part.text)),
    kept: ns.filter((n) => keep(n)).map((n) => format(n)),
    sorted: computed(() => [...ns].sort(by)),
    mapped: ns.map(format),
  };
});

interface Item {
  id: number;
  title: string;
}

interface Listed {
  items: Item[];
  row: (item: Item, index: number) => VNode;
  empty?: () => VNode;
}

const List = pattern<Listed, { [UI]: VNode }>(({ items, row, empty }) => ({
  [UI]: (
    <ul>
      {items.length === 0 && empty ? empty() : null}
      {items.map(row)}
    </ul>
  ),
}));

const Picker = pattern<{ onPick: (n: number) => void; label: () => string }, { [UI]: VNode }>(
  ({ onPick, label }) => ({ [UI]: <button onClick={() => onPick(5)}>{label()}</button> }),
);

const text = (view: any): string => {
  if (view === null || view === undefined || typeof view === "boolean") return "";
  if (Array.isArray(view)) return view.map(text).join("");
  if (typeof view !== "object") return String(view);
  return text(view.type === "vnode" ? view.children : view[UI]);
};

const click = (view: any): void => view.props.onClick.send({});

const euros = (n: number) => `${n} EUR`;

export default pattern(() => {
  const unit = new Writable("kg");
  const total = new Writable(0);
  const items = new Writable<Item[]>([]);
  const plain = Price({ n: 1, options: { sign: "+", wrap: (s) => `(${s})` } });
  const named = Price({ n: 2, format: euros, options: { sign: "-", wrap: (s) => s + unit.get() } });
  const without = Maybe({ n: 1 });
  const handed = Handed({
    ns: [3, 1, 2],
    format: (n) => `${n}${unit.get()}`,
    keep: (n) => n > 1,
    by: (x, y) => x - y,
  });
  const made = computed(() => [1, 2].map((n) => Maybe({ n, format: (k) => `made ${k}` })));
  const list = (
    <List
      items={items}
      row={(item, index) => {
        const open = new Writable(false);
        return <li onClick={() => open.set(true)}>{index}:{item.title}{open ? "!" : "."}</li>;
      }}
      empty={() => <i>none</i>}
    />
  );
  const picker = (
    <Picker
      onPick={(n) => total.set(total.get() + n)}
      label={() => `of ${total.get()}`}
    />
  );
  const called = Picker({ onPick: (n) => total.set(total.get() + n), label: () => "" });
  return {
    [TESTS]: [
      { assertion: assert(() => plain.text === "no. 1") },
      { assertion: assert(() => plain.wrapped === "(+1)") },
      { assertion: assert(() => plain.formats) },
      { assertion: assert(() => named.text === "2 EUR") },
      { assertion: assert(() => named.wrapped === "-2kg") },
      { assertion: assert(() => without.text === "none" && without.has === "no") },
      { assertion: assert(() => handed.texts.join() === "3kg,1kg,2kg") },
      { assertion: assert(() => handed.kept.join() === "3kg,2kg") },
      { assertion: assert(() => handed.sorted.join() === "1,2,3") },
      { assertion: assert(() => handed.mapped.join() === "3kg,1kg,2kg") },
      { assertion: assert(() => made.map((part) => part.text).join() === "made 1,made 2") },
      { label: "a function follows what it closes over" },
      { action: action(() => unit.set("lb")) },
      { assertion: assert(() => named.wrapped === "-2lb") },
      { assertion: assert(() => handed.texts.join() === "3lb,1lb,2lb") },
      { label: "a view that a function gives keeps its state with its element" },
      { assertion: assert(() => text(list) === "none") },
      { action: action(() => items.push({ id: 1, title: "a" }, { id: 2, title: "b" })) },
      { assertion: assert(() => text(list) === "0:a.1:b.") },
      { action: action(() => click((list as any)[UI].children[1][1])) },
      { assertion: assert(() => text(list) === "0:a.1:b!") },
      { action: action(() => items.set([items.get()[1]!, items.get()[0]!])) },
      { assertion: assert(() => text(list) === "0:b!1:a.") },
      { label: "a callback is called in the handler that calls it" },
      { action: action(() => click((picker as any)[UI])) },
      { assertion: assert(() => total.get() === 5) },
      { assertion: assert(() => text(picker) === "of 5") },
      { action: action(() => click((called as any)[UI])) },
      { assertion: assert(() => total.get() === 10) },
      { render: list },
    ],
  };
});
