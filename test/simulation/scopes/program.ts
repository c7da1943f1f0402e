/** Random programs over lists and choices of a space, a user and a session. */

import type { Random } from "../sessions.ts";
import type { Scope } from "./twin.ts";

/** The cells of each program: three lists of notes, three that hold one or nothing, and boxes. */
export const CELLS = {
  S: { scope: "space", initial: [] },
  U: { scope: "user", initial: [] },
  H: { scope: "session", initial: [] },
  SO: { scope: "space", initial: null },
  UO: { scope: "user", initial: null },
  HO: { scope: "session", initial: null },
  UB: { scope: "user", initial: { sel: null, list: [] } },
  SB: { scope: "space", initial: { sel: null, list: [] } },
  said: { scope: "session", initial: [] },
} as const satisfies Record<string, { scope: Scope; initial: readonly [] | object | null }>;

const LISTS = ["S", "U", "H"];
const CHOICES = ["SO", "UO", "HO"];
const BOXES = ["UB", "SB"];

/** A program: its source, and the text of each of its handlers. */
export interface ScopedProgram {
  readonly source: string;
  readonly handlers: readonly string[];
}

/** A program with `count` handlers. */
export function scopedProgram(random: Random, count: number): ScopedProgram {
  const handlers = Array.from({ length: count }, (_, n) => handlerText(random, n));
  const actions = handlers.map((text, n) => `    h${n}: action(() => {\n${text}\n    }),`);
  return { handlers, source: sourceOf(actions.join("\n")) };
}

function sourceOf(actions: string): string {
  const rowActions = Object.entries(ROW_ACTIONS)
    .map(([name, text]) => `      ${name}: action(() => { ${text} }),`).join("\n");
  return `import { action, computed, Default, equals, pattern, PerSession, PerUser, Writable } from "commonfabric";
interface Note {
  t: string; n: number; parts: { p: string }[]; ref?: Note; kids: Note[];
  mark: PerUser<number | Default<0>>; spot: PerSession<string | Default<"">>;
}
interface Box { sel: Note | null; list: Note[] }
const one = (x: Note) => x.t + x.n + x.parts.map(({ p }) => p).join("") + x.mark + x.spot;
const short = (x: Note) => one(x) + "(" + x.kids.map(one).join() + ")";
const show = (x: Note | null | undefined) => x ? short(x) + ">" + (x.ref ? short(x.ref) : "") : "-";
export default pattern(() => {
  const S = new Writable.perSpace<Note[]>([]);
  const U = new Writable.perUser<Note[]>([]);
  const H = new Writable.perSession<Note[]>([]);
  const SO = new Writable.perSpace<Note | null>(null);
  const UO = new Writable.perUser<Note | null>(null);
  const HO = new Writable.perSession<Note | null>(null);
  const UB = new Writable.perUser<Box>({ sel: null, list: [] });
  const SB = new Writable.perSpace<Box>({ sel: null, list: [] });
  const said = new Writable.perSession<string[]>([]);
  const evens = computed(() => U.get().filter((x) => x.n % 2 === 0));
  const picked = computed(() => ({ note: H.get().at(-1), count: U.get().length }));
  const ticks = new Writable.perSession(0);
  return {
    lists: computed(() => [S, U, H].map((list) => list.get().map(show).join(" "))),
    choices: computed(() => [SO, UO, HO].map((cell) => show(cell.get()))),
    boxes: computed(() => [UB, SB].map((box) => show(box.get().sel) + ":" + box.get().list.map(show).join(" "))),
    rows: U.map((note) => ({
      text: show(note),
${rowActions}
    })),
    same: computed(() => {
      const all = [...S.get(), ...U.get(), ...H.get(), SO.get(), UO.get(), HO.get(), UB.get().sel, ...UB.get().list, SB.get().sel, ...SB.get().list];
      return all.map((one) => one ? all.findIndex((other) => other && equals(one, other)) : -1);
    }),
    said,
    tick: action(() => ticks.increment(1)),
${actions}
  };
});
`;
}

/** What the text of one handler is made of; its words are its own. */
interface Writer {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly word: () => string;
  readonly index: () => number;
  /** A statement about an element of a list, where there is one. */
  readonly element: (body: (list: string, index: number) => string) => string;
  /** A statement about what a cell holds, where it holds something. */
  readonly chosen: (body: (cell: string) => string) => string;
}

function writerOf(random: Random, handler: number): Writer {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const index = () => Math.floor(random() * 3);
  let made = 0;
  return {
    pick,
    index,
    word: () => `${"abcdef"[handler % 6]}${made++}`,
    element: (body) => {
      const [list, at] = [pick(LISTS), index()];
      return `if (${list}.get().length > ${at}) { ${body(list, at)} }`;
    },
    chosen: (body) => {
      const cell = pick(CHOICES);
      return `if (${cell}.get()) { ${body(cell)} }`;
    },
  };
}

/** Statements about elements of lists. */
function aboutElements({ pick, word, index, element }: Writer): (() => string)[] {
  return [
    () =>
      `${
        pick(LISTS)
      }.push({ t: "${word()}", n: ${index()}, parts: [{ p: "x" }], kids: [], mark: ${index()}, spot: "s" });`,
    () =>
      `${
        pick(LISTS)
      }.push({ t: "${word()}", n: ${index()}, parts: [], kids: [{ t: "${word()}", n: 0, parts: [], kids: [], mark: 1, spot: "" }], mark: 0, spot: "" });`,
    () => element((A, i) => `${pick(LISTS)}.push(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(LISTS)}.push(${A}.get()[${i}]);`),
    () => element((A, i) => `${A}.remove(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(LISTS)}.remove(${A}.get()[${i}]);`),
    () => element((A, i) => `${A}.key(${i}).key("t").set("${word()}");`),
    () => element((A, i) => `${A}.key(${i}).key("n").increment(1);`),
    () => element((A, i) => `${A}.key(${i}).key("mark").increment(1);`),
    () => element((A, i) => `${A}.key(${i}).key("spot").set("${word()}");`),
    () => element((A, i) => `${A}.key(${i}).update({ n: 7, mark: 5, t: "${word()}" });`),
    () =>
      element((A, i) =>
        element((B, j) =>
          `if (${A}.get()[${i}].kids.length < 2) ${A}.key(${i}).key("kids").push(${B}.get()[${j}]);`
        )
      ),
    () => element((A, i) => `${pick(LISTS)}.push(...${A}.get()[${i}].kids);`),
    () => element((A, i) => `${A}.key(${i}).key("kids").set([]);`),
    () => element((A, i) => `${A}.key(${i}).key("parts").push({ p: "y" });`),
    () => element((A, i) => `${pick(CHOICES)}.set(${A}.get()[${i}]);`),
    () => element((A, i) => element((B, j) => `${A}.key(${i}).key("ref").set(${B}.get()[${j}]);`)),
    () => element((A, i) => element((B, j) => `${A}.key(${i}).set(${B}.get()[${j}]);`)),
    () =>
      element((A, i) =>
        element((B, j) => `${A}.key(${i}).key("parts").set(${B}.get()[${j}].parts);`)
      ),
    () =>
      element((A, i) =>
        element((B, j) => `said.push("" + equals(${A}.get()[${i}], ${B}.get()[${j}]));`)
      ),
    () =>
      element((A, i) =>
        `const x = ${A}.get()[${i}]; ${A}.key(${i}).key("t").set("${word()}"); ${
          pick(LISTS)
        }.push(x); said.push(x.t);`
      ),
    () => element((A, i) => `${pick(LISTS)}.push({ ...${A}.get()[${i}], t: "${word()}" });`),
  ];
}

/** Statements about whole lists, choices and boxes. */
function aboutCells({ pick, word, element, chosen }: Writer): (() => string)[] {
  return [
    () => element((A, i) => `${pick(BOXES)}.key("sel").set(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(BOXES)}.key("list").push(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(BOXES)}.update({ sel: ${A}.get()[${i}], list: ${A}.get() });`),
    () => `${pick(BOXES)}.set({ sel: null, list: [...${pick(LISTS)}.get()] });`,
    () => `${pick(BOXES)}.set(${pick(BOXES)}.get());`,
    () => `${pick(LISTS)}.push(...${pick(BOXES)}.get().list);`,
    () => {
      const box = pick(BOXES);
      return `if (${box}.get().sel) { ${box}.key("sel").key("mark").set(9); ${
        pick(LISTS)
      }.push(${box}.get().sel!); }`;
    },
    () => chosen((O) => `${pick(LISTS)}.push(${O}.get()!);`),
    () => chosen((O) => `${O}.key("t").set("${word()}");`),
    () => chosen((O) => `${pick(CHOICES)}.set(${O}.get());`),
    () => chosen((O) => `if (${O}.get()!.ref) ${pick(LISTS)}.push(${O}.get()!.ref!);`),
    () => `${pick(CHOICES)}.set(null);`,
    () => `${pick(LISTS)}.set(${pick(LISTS)}.get());`,
    () => `${pick(LISTS)}.set([...${pick(LISTS)}.get()].reverse());`,
    () => `${pick(LISTS)}.set(${pick(LISTS)}.get().filter((x) => x.n % 2 === 0));`,
    () => `${pick(LISTS)}.set([...${pick(LISTS)}.get(), ...${pick(LISTS)}.get()].slice(0, 4));`,
    () => {
      const list = pick(LISTS);
      return `${list}.set(${list}.get().map((x) => x.n > 1 ? x : { ...x, n: x.n + 1 }));`;
    },
  ];
}

/** Statements about what is computed from lists. */
function aboutDerived({ pick }: Writer): (() => string)[] {
  return [
    () => `${pick(LISTS)}.push(...evens.slice(0, 2));`,
    () => `${pick(LISTS)}.set([...evens]);`,
    () => `if (picked.note) ${pick(LISTS)}.push(picked.note!);`,
    () => `if (picked.note) ${pick(CHOICES)}.set(picked.note!);`,
    () => `${pick(BOXES)}.set({ sel: picked.note ?? null, list: [...evens] });`,
    () => `if (picked.note) ${pick(LISTS)}.remove(picked.note!);`,
    () => `if (evens.length > 0) ${pick(LISTS)}.push({ ...evens[0], n: picked.count });`,
  ];
}

/** What each handler begins with in plain JavaScript, where nothing is derived by itself. */
export const DERIVED = `const evens = U.get().filter((x) => x.n % 2 === 0);
const picked = { note: H.get().at(-1), count: U.get().length };
`;

/** What an element of the user's list can be told, as rows of the view do. */
export const ROW_ACTIONS: Readonly<Record<string, string>> = {
  publish: "S.push(note);",
  hold: "HO.set(note); UO.set(note);",
  drop: "U.remove(note);",
  again: "H.push(note); H.set(H.get().slice(-4));",
  mark: 'note.mark > 3 ? SO.set(note) : SB.key("list").set([note]);',
};

function handlerText(random: Random, handler: number): string {
  const writer = writerOf(random, handler);
  const { pick, word, index } = writer;
  const statements = [...aboutElements(writer), ...aboutCells(writer)];
  const count = 1 + Math.floor(random() * 4);
  const filling = LISTS.map((list) =>
    `${list}.push({ t: "${word()}", n: ${index()}, parts: [{ p: "x" }], kids: [], mark: 1, spot: "f" });`
  );
  const text = Array.from({ length: count }, () => pick(statements)());
  // Derived values are those from before the handler.
  if (random() < 0.4) text.unshift(pick(aboutDerived(writer))());
  // The first handler is there to begin with something.
  if (handler === 0) text.unshift(...filling);
  // Lists stay short.
  const short = [
    ...LISTS.map((list) => `${list}.set(${list}.get().slice(-4));`),
    ...BOXES.map((box) => `${box}.key("list").set(${box}.get().list.slice(-3));`),
  ];
  return [...text, ...short]
    .map((line) => `      ${line}`).join("\n");
}

/** The text as plain JavaScript, without what only the type checker needs. */
export function plainText(text: string): string {
  return text.replaceAll(")!", ")").replaceAll(".ref!", ".ref").replaceAll(".sel!", ".sel")
    .replaceAll(".note!", ".note");
}
