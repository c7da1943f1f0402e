/** The types of builders and of what they make, for helpers that take or give patterns and handlers. */
import {
  type Accept,
  computed,
  Default,
  type FactoryInput,
  handler,
  type HandlerBuilder,
  type HandlerFactory,
  NAME,
  pattern,
  type PatternBuilder,
  type PatternFactory,
  type PerAny,
  type PieceReference,
  type Scope,
  Stream,
  Writable,
} from "commonfabric";

interface NoteInput {
  title: Writable<string | Default<"Untitled">>;
  /** Whoever makes the note says in which scope its text lives. */
  text: PerAny<Writable<string>>;
}

interface Note {
  [NAME]: string;
  title: string;
  text: string;
  write: Stream<string>;
}

const buildHandler: HandlerBuilder = handler;
const buildPattern: PatternBuilder = pattern;

const write: HandlerFactory<{ text: Writable<string> }, string> = buildHandler<
  string,
  { text: Writable<string> }
>((event, { text }) => text.set(event));

export const Note: PatternFactory<NoteInput, Note> = buildPattern<NoteInput, Note>(
  ({ title, text }) => ({
    [NAME]: computed(() => `Note: ${title.get()}`),
    title,
    text,
    write: write.with({ text }),
  }),
);

/** A note with a title of its own where none is given. */
function makeNote(inputs: FactoryInput<NoteInput>): PieceReference<Note> {
  return Note(inputs);
}

/** Text in a place that the scope names. */
function textIn(scope: Scope): Writable<string> {
  if (scope === "user") return new Writable.perUser("");
  return scope === "session" ? new Writable.perSession("") : new Writable("");
}

/** A plain text, a reference or a cell: the same to a pattern. */
function titled(title: Accept<string>): PieceReference<Note> {
  return makeNote({ title, text: textIn("space") });
}

interface Output {
  plain: Note;
  fromCell: Note;
  fromReference: Note;
  mine: Note;
  untitled: Note;
}

export default pattern<{ name: Writable<string | Default<"Ada">> }, Output>(({ name }) => ({
  plain: titled("plain"),
  fromCell: titled(name),
  fromReference: titled(computed(() => `by ${name.get()}`)),
  mine: makeNote({ title: "mine", text: textIn("user") }),
  untitled: makeNote({ text: textIn("session") }),
}));
