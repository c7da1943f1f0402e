// What `get()` gave of a cell is a value: it is kept as it was read. An element of a list is an
// entity: it is kept as a link. Undo, drafts and archives are written that way.
import { action, assert, equals, handler, pattern, TESTS, Writable } from "commonfabric";
import type { PerUser, Stream } from "commonfabric";

interface Item {
  title: string;
  done: boolean;
}
interface Doc {
  title: string;
  tags: string[];
  inner: { n: number };
}
const doc = (title: string, n: number): Doc => ({ title, tags: [title], inner: { n } });

const hear = handler<Doc, { log: Writable<string[]> }>((event, { log }) => {
  log.push(`${event.title}${event.tags.join()}${event.inner.n}`);
});
const hearPart = handler<{ n: number }, { log: Writable<string[]> }>(({ n }, { log }) => {
  log.push(`part ${n}`);
});
const hearIn = handler<{ docs: Doc[]; item: Item }, { log: Writable<string[]> }>(
  ({ docs, item }, { log }) => log.push(`${docs[0].title} ${item.title}`),
);
const writeTo = handler<{ doc: Writable<Doc> }, unknown>(({ doc }) => doc.key("title").set("w"));
const keep = handler<unknown, { present: Doc; past: Writable<Doc[]> }>(
  (_, { present, past }) => past.push(present),
);

interface EditorInput {
  present: Writable<Doc>;
  items: Writable<Item[]>;
  shared: Writable<Item[]>;
  mine: PerUser<Writable<Item[]>>;
}
const Editor = pattern<EditorInput, { commit: Stream<void>; publish: Stream<void>; past: Doc[] }>(
  ({ present, items, shared, mine }) => {
    const past = new Writable<Doc[]>([]);
    return {
      past,
      commit: action(() => {
        past.set([...past.get(), present.get()]);
        present.set(doc("committed", 0));
      }),
      publish: action(() => {
        mine.set(items.get());
        shared.set(mine.get());
        mine.set([]);
      }),
    };
  },
);

export default pattern(() => {
  const present = new Writable<Doc>(doc("one", 1));
  const past = new Writable<Doc[]>([]);
  const future = new Writable<Doc[]>([]);
  const slot = new Writable<Doc | null>(null);
  const byName = new Writable<Record<string, Doc>>({});
  const log = new Writable<string[]>([]);
  const list = new Writable<Item[]>([{ title: "a", done: false }, { title: "b", done: true }]);
  const backup = new Writable<Item[]>([]);
  const groups = new Writable<{ name: string; items: Item[] }[]>([]);
  const selected = new Writable<Item | null>(null);
  const shared = new Writable<Item[]>([]);
  const mine = new Writable.perUser<Item[]>([]);
  const editor = Editor({ present, items: list, shared, mine });
  const heard = hear({ log });
  const heardPart = hearPart({ log });
  const heardIn = hearIn({ log });
  const written = writeTo({});
  const kept = keep({ present, past });
  const titles = (items: readonly { title: string }[]) => items.map((i) => i.title).join();

  return {
    [TESTS]: [
      { label: "undo and redo" },
      {
        action: action(() => {
          past.push(present.get());
          present.set(doc("two", 2));
          past.push(present.get());
          present.set(doc("three", 3));
        }),
      },
      { assertion: assert(() => titles(past.get()) === "one,two") },
      {
        action: action(() => {
          const before = past.get().at(-1)!;
          past.set(past.get().slice(0, -1));
          future.push(present.get());
          present.set(before);
        }),
      },
      {
        assertion: assert(() => present.get().title === "two" && titles(future.get()) === "three"),
      },
      {
        action: action(() => {
          slot.set(present.get());
          byName.key("x").set(present.get());
          present.set(doc("four", 4));
        }),
      },
      { assertion: assert(() => slot.get()?.title === "two" && byName.get().x.title === "two") },
      { action: kept },
      { action: action(() => present.key("title").set("five")) },
      { assertion: assert(() => titles(past.get()) === "one,four") },
      { action: action(() => editor.commit.send()) },
      { assertion: assert(() => titles(editor.past) === "five" && present.get().inner.n === 0) },

      { label: "events hold what was read" },
      {
        action: action(() => {
          heard.send(present.get());
          heardPart.send(present.get().inner);
          heardIn.send({ docs: [present.get()], item: list.get()[0] });
          present.set(doc("six", 6));
          list.key(0).key("title").set("A");
        }),
      },
      {
        assertion: assert(() =>
          log.get().join("; ") === "committedcommitted0; part 0; committed A"
        ),
      },
      { action: action(() => written.send({ doc: present.get() as unknown as Writable<Doc> })) },
      { assertion: assert(() => present.get().title === "w") },

      { label: "lists are values, their elements entities" },
      {
        action: action(() => {
          backup.set(list.get());
          list.set([]);
        }),
      },
      { assertion: assert(() => titles(backup.get()) === "A,b" && list.get().length === 0) },
      {
        action: action(() => {
          const before = backup.get();
          backup.set([]);
          list.set(before.filter((item) => !item.done));
          groups.push({ name: "all", items: before });
          selected.set(before[1]);
        }),
      },
      {
        assertion: assert(() =>
          titles(list.get()) === "A" && titles(groups.get()[0].items) === "A,b"
        ),
      },
      {
        assertion: assert(() =>
          equals(selected.get(), groups.get()[0].items[1]) &&
          equals(list.get()[0], groups.get()[0].items[0])
        ),
      },
      { action: action(() => selected.key("title").set("B")) },
      { assertion: assert(() => titles(groups.get()[0].items) === "A,B") },
      { action: action(() => editor.publish.send()) },
      { assertion: assert(() => titles(shared.get()) === "A" && mine.get().length === 0) },
    ],
  };
});
