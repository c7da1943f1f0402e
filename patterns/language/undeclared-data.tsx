/** What an entry holds beyond its declared type is data too: a cell there reads as its value. */
import { action, computed, Default, FS, pattern, Stream, TYPE, Writable } from "commonfabric";

interface Entry {
  title: string;
}
interface Box extends Entry {
  items: Entry[];
  more: { depth: number };
}

const Leaf = pattern<Entry, Entry>(({ title }) => ({ title }));
const Box = pattern<{ title: string; items?: Writable<Entry[] | Default<[]>> }, Box>((
  { title, items },
) => ({ title, items: items!, more: { depth: computed(() => items!.get().length) } }));

interface Output {
  entries: Entry[];
  sizes: string;
  wrap: Stream<{ title: string; inside: string[] }>;
  fill: Stream<{ at: number; title: string }>;
}

export default pattern<{ entries: Writable<Entry[] | Default<[]>> }, Output>(({ entries }) => ({
  entries,
  sizes: computed(() =>
    entries.get().map((entry) => {
      const { items, more } = entry as Partial<Box>;
      return `${entry.title}:${
        items?.map((item) => item.title).join("+") ?? "none"
      }:${more?.depth}`;
    }).join()
  ),
  wrap: action(({ title, inside }: { title: string; inside: string[] }) => {
    const items = inside.map((name) => Leaf({ title: name }));
    entries.push(Box({ title, items }));
  }),
  fill: action(({ at, title }: { at: number; title: string }) => {
    const box = entries.key(at) as unknown as Writable<Box>;
    box.key("items").push({ title });
  }),
}));

interface Shelf {
  [FS]: unknown;
  [TYPE]: unknown;
  any: unknown;
  parts: unknown[];
  record: Record<string, unknown>;
  thing: object;
}

/** A result that says nothing of what it holds, but that it is there. */
export const Shelf = pattern<{ label: Writable<string> }, Shelf>(({ label }) => ({
  [FS]: { type: "text/plain", content: label },
  [TYPE]: label,
  any: { label },
  parts: [label, { label }],
  record: { label },
  thing: { label },
}));
