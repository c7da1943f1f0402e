/** A shopping list in the order of the shop: things are grouped by aisle, and bought ones sink. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

const AISLES = ["Produce", "Bakery", "Dairy", "Frozen", "Household", "Other"] as const;
type Aisle = (typeof AISLES)[number];

interface Item {
  name: string;
  aisle: Aisle;
  quantity: number | Default<1>;
  bought: boolean | Default<false>;
}

interface Input {
  items: Writable<Item[] | Default<[]>>;
  /** The aisle a thing goes to if nobody says one, by its name in lower case. */
  known: Writable<Record<string, Aisle> | Default<{ milk: "Dairy"; bread: "Bakery" }>>;
  draft?: PerSession<Writable<string | Default<"">>>;
  aisle?: PerSession<Writable<Aisle | Default<"Other">>>;
}

interface Section {
  aisle: Aisle;
  items: Item[];
  open: number;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  items: Item[];
  sections: Section[];
  open: number;
  add: Stream<{ name: string; aisle?: Aisle; quantity?: number }>;
  buy: Stream<{ name: string }>;
  clearBought: Stream<void>;
}

export default pattern<Input, Output>(({ items, known, draft, aisle }) => {
  const open = computed(() => items.get().filter((item) => !item.bought).length);
  const sections = computed(() =>
    AISLES.map((aisle) => {
      const here = items.get().filter((item) => item.aisle === aisle);
      const sorted = here.toSorted((a, b) =>
        Number(a.bought) - Number(b.bought) || a.name.localeCompare(b.name)
      );
      return { aisle, items: sorted, open: here.filter((item) => !item.bought).length };
    }).filter((section) => section.items.length > 0)
  );

  const add = action(
    (wanted: { name: string; aisle?: Aisle; quantity?: number }) => {
      const name = wanted.name.trim();
      if (name === "") return;
      const place = wanted.aisle ?? known.get()[name.toLowerCase()] ?? "Other";
      if (wanted.aisle !== undefined) known.key(name.toLowerCase()).set(wanted.aisle);
      const index = items.get().findIndex((item) => item.name === name && !item.bought);
      if (index >= 0) items.key(index).key("quantity").increment(wanted.quantity ?? 1);
      else items.push({ name, aisle: place, quantity: wanted.quantity ?? 1, bought: false });
      draft!.set("");
    },
  );
  const buy = action(({ name }: { name: string }) => {
    const index = items.get().findIndex((item) => item.name === name && !item.bought);
    if (index >= 0) items.key(index).key("bought").set(true);
  });
  const clearBought = action(() => items.set(items.get().filter((item) => !item.bought)));
  const submit = action(() => {
    const place = aisle!.get();
    add.send({ name: draft!.get(), ...(place === "Other" ? {} : { aisle: place }) });
  });

  return {
    [NAME]: computed(() => open === 0 ? "Shopping list" : `Shopping list: ${open} to buy`),
    [UI]: (
      <cf-screen narrow>
        <cf-heading slot="header" level="1">Shopping list</cf-heading>
        <cf-vstack gap="3">
          <cf-hstack gap="2">
            <cf-input
              $value={draft}
              placeholder="Milk"
              aria-label="What to buy"
              oncf-submit={submit}
            />
            <cf-select $value={aisle} items={[...AISLES]} aria-label="Aisle" />
            <cf-button variant="primary" onClick={submit}>Add</cf-button>
          </cf-hstack>
          {sections.length === 0
            ? <cf-empty-state icon="🛒" heading="Nothing to buy" message="Add something above." />
            : sections.map((section) => (
              <cf-card>
                <cf-vstack gap="2">
                  <cf-hstack justify="between" align="center">
                    <cf-heading level="2" size="lg">{section.aisle}</cf-heading>
                    {section.open > 0
                      ? <cf-badge>{section.open}</cf-badge>
                      : <cf-badge variant="success">done</cf-badge>}
                  </cf-hstack>
                  {section.items.map((item) => (
                    <cf-checkbox $checked={item.bought}>
                      {item.name}
                      {item.quantity > 1 ? ` × ${item.quantity}` : null}
                    </cf-checkbox>
                  ))}
                </cf-vstack>
              </cf-card>
            ))}
          {items.get().length > open && (
            <cf-button variant="ghost" onClick={clearBought}>Remove what is bought</cf-button>
          )}
        </cf-vstack>
      </cf-screen>
    ),
    items,
    sections,
    open,
    add,
    buy,
    clearBought,
  };
});
