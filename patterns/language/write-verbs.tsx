/** Every way to write: replacing, merging, appending, removing, counting. */
import { action, computed, Default, handler, pattern, Stream, Writable } from "commonfabric";

interface Item {
  id: string;
  n: number;
  note?: string | null;
}
interface State {
  items: Writable<Item[] | Default<[]>>;
  tags: Writable<string[] | Default<[]>>;
  hits: Writable<number | Default<0>>;
  settings: Writable<{ theme: string; size?: number } | Default<{ theme: "light" }>>;
  sheet: Writable<{ cells?: string[][]; notes?: { text: string }[] | null } | Default<{}>>;
}

const addUniqueTag = handler<{ tag: string }, { tags: Writable<string[]> }>(({ tag }, { tags }) =>
  tags.addUnique(tag)
);
const drop = handler<{ index: number }, { items: Writable<Item[]> }>(({ index }, { items }) => {
  const item = items.get()[index];
  items.remove(item);
});

export default pattern<State>(({ items, tags, hits, settings, sheet }) => {
  const add = action((item: Item) => items.push(item));
  const addMany = action(({ ids }: { ids: string[] }) =>
    items.push(...ids.map((id, n) => ({ id, n })))
  );
  const mark = action(({ index, note }: { index: number; note?: string | null }) =>
    items.key(index).key("note").set(note)
  );
  const bump = action(({ id, by }: { id: string; by: number }) => {
    const index = items.get().findIndex((item) => item.id === id);
    items.key(index).update({ n: items.get()[index].n + by });
  });
  const relay: Stream<void> = action(() => {
    addTag.send({ tag: "relayed" });
    hit.send(5);
  });
  const hit = action((by: number) => hits.increment(by));
  const addTag = addUniqueTag({ tags });
  const dropTag = action(({ tag }: { tag: string }) => tags.removeByValue(tag));
  const clear = action(() => items.set([]));
  const patch = action((values: { theme?: string; size?: number }) => settings.update(values));
  const write = action(({ row, text }: { row: number; text: string }) => {
    sheet.key("cells").key(row).key(0).set(text);
    sheet.key("notes").key(row).set({ text });
  });
  const swap = action(() => {
    const [a, b, ...rest] = items.get();
    items.set([b, a, ...rest]);
  });
  const removeTwice = action(() => {
    const first = items.get()[0];
    items.push(first);
    items.removeAll(first);
  });
  return {
    items,
    tags,
    hits,
    settings,
    sheet,
    write,
    add,
    addMany,
    mark,
    bump,
    relay,
    hit,
    addTag,
    dropTag,
    clear,
    patch,
    swap,
    removeTwice,
    drop: drop({ items }),
    has: computed(() =>
      items.get().map((item) => "note" in item ? item.note === null ? "null" : "text" : "none")
        .join()
    ),
    frozen: computed(() =>
      Object.isFrozen(items.get()) && (items.get().length === 0 || Object.isFrozen(items.get()[0]))
    ),
    ids: computed(() => items.get().map(({ id }) => id).join("")),
  };
});
