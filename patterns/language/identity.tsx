/** The same entity by many roads: links, views, computed choices; contents are another question. */
import { action, computed, Default, equals, pattern, valueEqual, Writable } from "commonfabric";

interface Item {
  title: string;
  done: boolean;
}

export default pattern<
  { items: Writable<Item[] | Default<[]>>; pinned: Writable<Item[] | Default<[]>> }
>(({ items, pinned }) => {
  const selected = new Writable<Item | null>(null);
  const first = computed(() => items.get()[0]);
  const isPinned = (item: Item) => pinned.get().some((other) => equals(other, item));
  return {
    titles: computed(() => items.get().map((i) => (isPinned(i) ? "*" : "") + i.title).join()),
    pinnedTitles: computed(() => pinned.get().map((i) => i.title).join()),
    index: computed(() => items.get().findIndex((item) => equals(item, selected))),
    firstIsSelected: computed(() => equals(first, selected)),
    twins: computed(() =>
      items.get().length > 1 && valueEqual(items.get()[0], items.get()[1]) &&
      !equals(items.get()[0], items.get()[1])
    ),
    add: action((title: string) => items.push({ title, done: false })),
    select: action((i: number) => selected.set(items.get()[i])),
    pin: action((i: number) => pinned.addUnique(items.get()[i])),
    unpin: action((i: number) => pinned.remove(items.get()[i])),
    rename: action((title: string) => selected.key("title").set(title)),
    moveUp: action(() => items.set([...items.get().slice(1), items.get()[0]])),
    dropDone: action(() => items.set(items.get().filter((item) => !item.done))),
    finish: action((i: number) => items.key(i).update({ done: true })),
    byMethod: computed(() => items.key(0).equals(items.get()[0])),
    byStatic: computed(() => Writable.equals(items.key(0), items.key(1))),
  };
});
