/** Random programs over lists and choices of a space, a user and a session. */

import type { Random } from "../sessions.ts";
import type { Scope } from "./twin.ts";

/** The cells that each program has: three lists of notes, and three that hold one or nothing. */
export const CELLS = {
  S: { scope: "space", initial: [] },
  U: { scope: "user", initial: [] },
  H: { scope: "session", initial: [] },
  SO: { scope: "space", initial: null },
  UO: { scope: "user", initial: null },
  HO: { scope: "session", initial: null },
  said: { scope: "session", initial: [] },
} as const satisfies Record<string, { scope: Scope; initial: readonly [] | null }>;

const LISTS = ["S", "U", "H"];
const CHOICES = ["SO", "UO", "HO"];

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
  return `import { action, computed, equals, pattern, Writable } from "commonfabric";
interface Note { t: string; n: number; parts: { p: string }[]; ref?: Note }
const short = (x: Note) => x.t + x.n + x.parts.map(({ p }) => p).join("");
const show = (x: Note | null | undefined) => x ? short(x) + ">" + (x.ref ? short(x.ref) : "") : "-";
export default pattern(() => {
  const S = new Writable.perSpace<Note[]>([]);
  const U = new Writable.perUser<Note[]>([]);
  const H = new Writable.perSession<Note[]>([]);
  const SO = new Writable.perSpace<Note | null>(null);
  const UO = new Writable.perUser<Note | null>(null);
  const HO = new Writable.perSession<Note | null>(null);
  const said = new Writable.perSession<string[]>([]);
  const ticks = new Writable.perSession(0);
  return {
    lists: computed(() => [S, U, H].map((list) => list.get().map(show).join(" "))),
    choices: computed(() => [SO, UO, HO].map((cell) => show(cell.get()))),
    rows: U.map((note) => show(note)),
    same: computed(() => {
      const all = [...S.get(), ...U.get(), ...H.get(), SO.get(), UO.get(), HO.get()];
      return all.map((one) => one ? all.findIndex((other) => other && equals(one, other)) : -1);
    }),
    said,
    tick: action(() => ticks.increment(1)),
${actions}
  };
});
`;
}

function handlerText(random: Random, handler: number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  let made = 0;
  const word = () => `${"abcdef"[handler % 6]}${made++}`;
  const index = () => Math.floor(random() * 3);
  const statements: (() => string)[] = [
    () => `${pick(LISTS)}.push({ t: "${word()}", n: ${index()}, parts: [{ p: "x" }] });`,
    () => `${pick(LISTS)}.push({ t: "${word()}", n: ${index()}, parts: [] });`,
    () => element((A, i) => `${pick(LISTS)}.push(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(LISTS)}.push(${A}.get()[${i}]);`),
    () => element((A, i) => `${A}.remove(${A}.get()[${i}]);`),
    () => element((A, i) => `${pick(LISTS)}.remove(${A}.get()[${i}]);`),
    () => element((A, i) => `${A}.key(${i}).key("t").set("${word()}");`),
    () => element((A, i) => `${A}.key(${i}).key("n").increment(1);`),
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
  const element = (body: (list: string, index: number) => string) => {
    const [list, at] = [pick(LISTS), index()];
    return `if (${list}.get().length > ${at}) { ${body(list, at)} }`;
  };
  const chosen = (body: (cell: string) => string) => {
    const cell = pick(CHOICES);
    return `if (${cell}.get()) { ${body(cell)} }`;
  };
  const count = 1 + Math.floor(random() * 4);
  const filling = LISTS.map((list) =>
    `${list}.push({ t: "${word()}", n: ${index()}, parts: [{ p: "x" }] });`
  );
  const text = Array.from({ length: count }, () => pick(statements)());
  // The first handler is there to begin with something.
  if (handler === 0) text.unshift(...filling);
  // Lists stay short.
  return [...text, ...LISTS.map((list) => `${list}.set(${list}.get().slice(-4));`)]
    .map((line) => `      ${line}`).join("\n");
}

/** The text as plain JavaScript, without what only the type checker needs. */
export function plainText(text: string): string {
  return text.replaceAll(")!", ")").replaceAll(".ref!", ".ref");
}
