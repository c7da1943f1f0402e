/** Places that hold a cell or a plain value: unions, the parts of tuples, entries of records. */
import {
  action,
  assert,
  type Cell,
  computed,
  handler,
  lift,
  pattern,
  TESTS,
  Writable,
} from "commonfabric";

interface Point {
  x: number;
}

type Field = Cell<number> | string;

interface Mixed {
  field: Field;
  fields: Field[];
  named: Record<string, Cell<Point> | boolean>;
  pair: [Cell<number>, string];
  same: [string, Cell<string>];
  point: Cell<Point> | { y: number };
  maybe: Cell<number> | string | null;
}

const kindOf = (value: unknown): string =>
  value === null
    ? "null"
    : typeof value !== "object"
    ? `${typeof value} ${value}`
    : typeof (value as { get?: unknown }).get === "function"
    ? `cell ${JSON.stringify((value as Cell<unknown>).get())}`
    : JSON.stringify(value);

const kindsOf = (mixed: Mixed): string =>
  [
    mixed.field,
    ...mixed.fields,
    ...Object.values(mixed.named),
    ...mixed.pair,
    ...mixed.same,
    mixed.point,
    mixed.maybe,
  ].map(kindOf).join(", ");

const tell = handler<unknown, Mixed & { told: Cell<string> }>((_event, { told, ...mixed }) => {
  told.set(kindsOf(mixed));
});

const told = lift<Mixed, string>((mixed) => kindsOf(mixed));

const raise = handler<{ by: number }, { field: Field; pair: [Cell<number>, string] }>(
  ({ by }, { field, pair }) => {
    if (typeof field !== "string") field.set(field.get() + by);
    pair[0].set(pair[0].get() + pair[1].length);
  },
);

/** What a piece is given, in its own computation. */
const Given = pattern<{ field: Field; pair: [Cell<number>, string] }, { text: string }>(
  ({ field, pair }) => ({
    text: computed(() => `${kindOf(field)}; ${kindOf(pair[0])}; ${kindOf(pair[1])}`),
  }),
);

/** Results in which a cell and what is computed of it stand side by side. */
const Beside = pattern<{ n: Writable<number> }>(({ n }) => ({
  list: [n, computed(() => n.get() + 1)],
  named: { cell: n, next: n.get() + 2 } as Record<string, Writable<number> | number>,
}));

const WRITTEN = 'string text, string a, cell 1, boolean true, cell {"x":2}, cell 1, string b, ' +
  'string c, cell "d", {"y":3}, null';

export default pattern(() => {
  const one = new Writable(1);
  const two = new Writable<Point>({ x: 2 });
  const letter = new Writable("d");
  const result = new Writable("");
  const choice = new Writable<string | number>("name");
  const state = {
    field: "text",
    fields: ["a", one],
    named: { on: true, at: two },
    pair: [one, "b"] as [Cell<number>, string],
    same: ["c", letter] as [string, Cell<string>],
    point: { y: 3 },
    maybe: null,
  };
  const byText = raise({ field: "text", pair: [one, "abc"] });
  const byCell = raise({ field: one, pair: [one, "ab"] });
  const given = [
    Given({ field: "text", pair: [one, "b"] }),
    Given({ field: one, pair: [one, "b"] }),
    Given({ field: choice as Field, pair: [one, "b"] }),
  ];
  const beside = Beside({ n: one });
  const shown = computed(() =>
    [...beside.list, beside.named.cell, beside.named.next].map(kindOf).join(", ")
  );
  return {
    [TESTS]: [
      { assertion: assert(() => shown === "cell 1, number 2, cell 1, number 3") },
      { action: tell({ ...state, told: result }) },
      { assertion: assert(() => result.get() === WRITTEN) },
      { assertion: assert(() => told(state) === WRITTEN) },
      { assertion: assert(() => given[0].text === "string text; cell 1; string b") },
      { assertion: assert(() => given[1].text === "cell 1; cell 1; string b") },
      { assertion: assert(() => given[2].text === "string name; cell 1; string b") },
      // What both may be told by its kind is told again when the kind changes.
      { action: action(() => choice.set(7)) },
      { assertion: assert(() => given[2].text === "cell 7; cell 1; string b") },
      { action: byText, event: { by: 10 } },
      { assertion: assert(() => one.get() === 4) },
      { action: byCell, event: { by: 10 } },
      { assertion: assert(() => one.get() === 16) },
      { assertion: assert(() => given[0].text === "string text; cell 16; string b") },
      { assertion: assert(() => shown === "cell 16, number 17, cell 16, number 18") },
    ],
  };
});
