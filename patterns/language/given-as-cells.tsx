/** Fields declared as cells: a piece, an element or plain data may be given, a cell arrives. */
import {
  action,
  computed,
  Default,
  handler,
  lift,
  NAME,
  pattern,
  Stream,
  Writable,
} from "commonfabric";

interface Note {
  [NAME]: string;
  title: string;
  pinned: boolean;
}

interface NoteInput {
  title: string;
  pinned: Writable<boolean | Default<false>>;
}

export const NoteOf = pattern<NoteInput, Note>(({ title, pinned }) => ({
  [NAME]: `Note ${title}`,
  title,
  pinned,
}));

/** What the sender gives stays one thing: the handler writes the very note that was sent. */
const pin = handler<{ note: Writable<Note> }, { shelf: Writable<Writable<Note>[]> }>(
  ({ note }, { shelf }) => {
    note.key("pinned").set(true);
    shelf.addUnique(note);
  },
);

const pinOne = handler<void, { note: Writable<Note> }>((_, { note }) => {
  note.key("pinned").set(true);
});

/** Plain data that is bound to a handler lasts from one event to the next. */
const take = handler<void, { left: Writable<number>; taken: Writable<number[]> }>(
  (_, { left, taken }) => {
    taken.push(left.get());
    left.set(left.get() - 1);
  },
);

const describe = lift<{ note: Writable<{ title: string }> }, string>(({ note }) =>
  `«${note.get().title}»`
);

interface Input {
  notes: Writable<Note[] | Default<[]>>;
}

interface Output {
  shelf: string;
  taken: number[];
  loose: string;
  open: Note[];
  pin: Stream<{ note: Writable<Note> }>;
  pinFirstOpen: Stream<void>;
  take: Stream<void>;
}

export default pattern<Input, Output>(({ notes }) => {
  const shelf = new Writable<Writable<Note>[]>([]);
  const taken = new Writable<number[]>([]);
  const open = computed(() => notes.get().filter((note) => !note.pinned));
  const first = computed(() => open[0]);
  return {
    shelf: computed(() => shelf.get().map((note) => note.get()[NAME]).join()),
    taken,
    loose: describe({ note: { title: "loose" } }),
    open,
    pin: pin({ shelf }),
    // A computation that picks an entity passes it on: below it, the entity is written.
    pinFirstOpen: pinOne({ note: first }),
    take: take({ left: 3, taken }),
  };
});
