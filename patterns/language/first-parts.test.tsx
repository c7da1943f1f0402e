// A lift or a computed may make pieces and store them once, as records do with their first parts.
import {
  action,
  assert,
  computed,
  Default,
  lift,
  NAME,
  pattern,
  Stream,
  TESTS,
  UI,
  VNode,
  Writable,
} from "commonfabric";
interface NoteOut {
  [NAME]: string;
  [UI]: VNode;
  text: string;
  edit: Stream<{ text: string }>;
}
const Note = pattern<{ text: Writable<string | Default<"blank">> }, NoteOut>(({ text }) => ({
  [NAME]: computed(() => "Note " + text.get()),
  [UI]: <p>{text}</p>,
  text,
  edit: action((e: { text: string }) => text.set(e.text)),
}));
interface Entry {
  type: string;
  pinned: boolean;
  piece: NoteOut;
}
const initialize = lift(
  ({ entries, initialized }: { entries: Writable<Entry[]>; initialized: Writable<boolean> }) => {
    if (initialized.get()) return;
    const piece = Note({ text: "first" });
    entries.set([{ type: "note", pinned: true, piece }, {
      type: "note",
      pinned: false,
      piece: Note({}),
    }]);
    initialized.set(true);
    return { filled: true };
  },
);
const Rec = pattern<
  { entries?: Writable<Entry[] | Default<[]>> },
  { [UI]: VNode; entries: Entry[]; add: Stream<void>; names: string[] }
>(({ entries }) => {
  const initialized = new Writable(false);
  initialize({ entries, initialized });
  const names = computed(() => entries.get().map((e) => e.piece[NAME]));
  return {
    [UI]: <div>{entries.map((e) => <section>{e.type}{e.piece}</section>)}</div>,
    entries,
    names,
    add: action(() => entries.push({ type: "note", pinned: false, piece: Note({ text: "more" }) })),
  };
});
const Rec2 = pattern<
  { entries?: Writable<Entry[] | Default<[]>> },
  { entries: Entry[]; names: string[] }
>(({ entries }) => {
  const initialized = new Writable(false);
  const ready = computed(() => {
    if (!initialized.get()) {
      entries.set([{ type: "n", pinned: true, piece: Note({ text: "c" }) }]);
      initialized.set(true);
    }
    return entries.get().length;
  });
  return {
    entries,
    names: computed(() => ready > 0 ? entries.get().map((e) => e.piece[NAME]) : []),
  };
});
type View =
  | { [UI]?: View; children?: View[] }
  | View[]
  | string
  | number
  | boolean
  | null
  | undefined;
const tx = (view: unknown): string => {
  const node = view as View;
  if (Array.isArray(node)) return node.map(tx).join("");
  if (typeof node === "object" && node !== null) return tx(node[UI] ?? node.children);
  return node === null || node === undefined || typeof node === "boolean" ? "" : String(node);
};
export default pattern(() => {
  const r = Rec({});
  const r2 = Rec2({});
  return {
    [TESTS]: [
      { assertion: assert(() => r.names.join() === "Note first,Note blank") },
      { assertion: assert(() => tx(r[UI]) === "notefirstnoteblank") },
      { action: action(() => r.entries[1].piece.edit.send({ text: "edited" })) },
      { assertion: assert(() => r.names.join() === "Note first,Note edited") },
      { action: r.add },
      {
        assertion: assert(() =>
          r.names.join() === "Note first,Note edited,Note more" &&
          tx(r[UI]) === "notefirstnoteeditednotemore"
        ),
      },
      { assertion: assert(() => r2.names.join() === "Note c") },
      { render: r[UI] },
    ],
  };
});
