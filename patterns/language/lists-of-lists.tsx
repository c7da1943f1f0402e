/** Nested lists in a view: inner rows use outer items and indexes, chains and plain helpers. */
import { computed, Default, NAME, pattern, UI, type VNode, Writable } from "commonfabric";

interface Item {
  name: string;
  price: number;
  tags?: string[];
}
interface Section {
  title: string;
  items: Item[];
}
interface Input {
  sections: Section[] | Default<[]>;
  discount: number | Default<0>;
  hidden?: Writable<string[] | Default<[]>>;
}

const money = (n: number) => `$${n.toFixed(2)}`;
const Badge = ({ text }: { text: string }) => <cf-badge>{text}</cf-badge>;
function by<T>(key: keyof T) {
  return (a: T, b: T) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0);
}

export default pattern<Input>(({ sections, discount, hidden }) => {
  const renderItem = (item: Item) => <em>{money(item.price - discount)}</em>;
  const cheap = sections.flatMap((section) => section.items).filter((item) => item.price < 5);
  const sorted = computed(() =>
    sections.flatMap(({ items }) => items).slice().sort(by<Item>("price")).map(({ name }) => name)
  );
  const tags = computed(() =>
    [...new Set(sections.flatMap((s) => s.items.flatMap((i) => i.tags ?? [])))].sort()
  );
  const grouped = computed(() => {
    const groups: Record<string, Item[]> = {};
    for (const { items } of sections) {
      for (const item of items) (groups[item.price > 4 ? "dear" : "cheap"] ??= []).push(item);
    }
    return groups;
  });
  const places = hidden?.map((name, index, all) => `${index + 1}/${all.length} ${name}`);
  return {
    places,
    [NAME]: `Menu (${sections.length})`,
    [UI]: (
      <main>
        {sections.map((section, s) => (
          <section>
            <h2>{s + 1} {section.title}</h2>
            {section.items
              .filter((item) => !(hidden?.get() ?? []).includes(item.name))
              .map((item, i) => (
                <p>
                  {s}.{i} {section.title}: {item.name} {renderItem(item)}
                  {(item.tags ?? []).map((tag) => <Badge text={`${item.name}-${tag}`} />)}
                </p>
              ))}
          </section>
        ))}
        {Object.entries(grouped).map(([name, items]) => <footer>{name}: {items.length}</footer>)}
      </main>
    ),
    cheap,
    cheapNames: cheap.map((item) => item.name),
    labels: sections.map((section, i) => `${i}:${section.title}:${section.items.length}`),
    sorted,
    tags,
    total: sections.reduce(
      (sum, { items }) => sum + items.reduce((n, { price }) => n + price, 0),
      0,
    ),
    first: sections[0]?.items[0]?.name ?? "nothing",
    anyDear: sections.some((s) => s.items.some((i) => i.price > 8)),
  };
});
