// A lift that adds what is new to lists adds to what is there, whatever it added in earlier runs.
import { action, assert, computed, equals, lift, pattern, TESTS, Writable } from "commonfabric";

interface Note {
  title: string;
}
interface Label {
  title: string;
  count: number;
}
const Label = pattern<{ title: string; count?: Writable<number> }, Label>(({ title, count }) => ({
  title: computed(() => `<${title}>`),
  count: computed(() => count?.get() ?? 0),
}));

interface State {
  mails: string[];
  seen: Writable<string[]>;
  notes: Writable<Note[]>;
  newest: Writable<Note[]>;
  labels: Writable<{ label: Label }[]>;
  byName: Writable<Record<string, Label>>;
}
const collect = lift(({ mails, seen, notes, newest, labels, byName }: State) => {
  for (const title of mails) {
    if (seen.get().includes(title)) continue;
    const label = Label({ title });
    notes.push({ title });
    newest.set([{ title }, ...newest.get()]);
    labels.push({ label });
    byName.key(title).set(label);
    seen.push(title);
  }
});

const Inbox = pattern<
  { mails: Writable<string[]> },
  { notes: Note[]; newest: Note[]; labels: { label: Label }[]; byName: Record<string, Label> }
>(({ mails }) => {
  const seen = new Writable<string[]>([]);
  const notes = new Writable<Note[]>([]);
  const newest = new Writable<Note[]>([]);
  const labels = new Writable<{ label: Label }[]>([]);
  const byName = new Writable<Record<string, Label>>({});
  collect({ mails, seen, notes, newest, labels, byName });
  return { notes, newest, labels, byName };
});

export default pattern(() => {
  const mails = new Writable(["a", "b"]);
  const inbox = Inbox({ mails });
  const titles = (list: readonly Note[]) => list.map((note) => note.title).join("");
  const labels = () => inbox.labels.map(({ label }) => label.title).join("");
  const named = () => Object.keys(inbox.byName).map((name) => inbox.byName[name].title).join("");
  return {
    [TESTS]: [
      { assertion: assert(() => titles(inbox.notes) === "ab" && titles(inbox.newest) === "ba") },
      { assertion: assert(() => labels() === "<a><b>" && named() === "<a><b>") },
      { action: action(() => mails.push("c", "d")) },
      { assertion: assert(() => titles(inbox.notes) === "abcd") },
      { assertion: assert(() => titles(inbox.newest) === "dcba") },
      { assertion: assert(() => labels() === "<a><b><c><d>" && named() === "<a><b><c><d>") },
      { assertion: assert(() => equals(inbox.labels[2].label, inbox.byName["c"])) },
      { action: action(() => mails.set(["e"])) },
      {
        assertion: assert(() =>
          titles(inbox.notes) === "abcde" && titles(inbox.newest) === "edcba"
        ),
      },
      { assertion: assert(() => labels() === "<a><b><c><d><e>") },
    ],
  };
});
