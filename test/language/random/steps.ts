/** Random steps of a body: one expression in one of its forms, or a shape of several. */

import type { Author, Scope } from "./expressions.ts";

/** A part of a program, in the pattern and in its plain twin where the two differ. */
export interface Part {
  readonly text: string;
  readonly plain: string;
}

/** What one step of the body adds to the program. */
export interface Step {
  /** Declarations of the module. */
  readonly module?: readonly Part[];
  readonly statement?: Part;
  readonly output?: Part;
  /** Names that later steps may use. */
  readonly names?: Scope;
}

/** The inputs that functions and patterns of the module are given under their own names. */
const SHARED = "o, rows, maybe, part";
const SHARED_TYPES = "o: Row; rows: Row[]; maybe?: Row; part?: Partial<Row>";

/** A part that reads the same in both. */
export const same = (text: string): Part => ({ text, plain: text });

/** Ways in which one expression stands in the body. */
export const FORMS:
  readonly ((text: string, name: string) => { statement?: string; output: string })[] = [
    (text) => ({ output: text }),
    (text) => ({ output: `computed(() => ${text})` }),
    (text, name) => ({ statement: `const ${name} = ${text};`, output: name }),
    (text, name) => ({ statement: `const ${name} = computed(() => ${text});`, output: name }),
    (text, name) => ({ statement: `const ${name} = { value: ${text} };`, output: `${name}.value` }),
    (text, name) => ({
      statement: `const ${name} = computed(() => { const value = ${text}; return { value }; });`,
      output: `${name}.value`,
    }),
  ];

/** Steps whose shape is more than one expression. */
export const SHAPES: readonly ((author: Author, scope: Scope, name: string) => Step)[] = [
  function cell(author, scope, name) {
    const inner = author.expression("num", { ...scope, [`${name}.get()`]: "num" }, 2);
    return {
      statement: same(`const ${name} = new Writable(${author.draw(5)});`),
      output: same(inner),
      names: { [`${name}.get()`]: "num" },
    };
  },
  function destructured(author, scope, name) {
    const record = author.expression("row", scope, 1);
    return {
      statement: same(`const { title: ${name}t, n: ${name}n, note: ${name}o } = ${record};`),
      output: same(`[${name}t, ${name}n]`),
      names: { [`${name}t`]: "str", [`${name}n`]: "num", [`${name}o`]: "note" },
    };
  },
  function localFunction(author, scope, name) {
    const inner = author.expression("str", { ...scope, q: "num" }, 2);
    const call = `${name}(${author.expression("num", scope, 1)})`;
    return {
      statement: {
        text: `const ${name} = (q: number) => ${inner};`,
        plain: `const ${name} = (q) => ${inner};`,
      },
      output: same(call),
      names: { [call]: "str" },
    };
  },
  function lifted(author, scope, name) {
    const inner = author.expression("str", { "{}.row": "row", x: "num" }, 2)
      .replaceAll("{}.row", "row");
    const given = `{ row: ${author.expression("row", scope, 1)}, x: ${
      author.expression("num", scope, 1)
    } }`;
    return {
      module: [{
        text:
          `const ${name} = lift(({ row, x, ${SHARED} }: { row: Row; x: number; ${SHARED_TYPES} }) => ${inner});`,
        plain: `const ${name} = ({ row, x, ${SHARED} }) => ${inner};`,
      }],
      output: same(`${name}({ ...(${given}), ${SHARED} })`),
    };
  },
  function view(author, scope) {
    const kind = author.draw(2) === 0 ? "str" : "num";
    const inner = author.expression(kind, scope, 2);
    const shown = author.expression("bool", scope, 1);
    const row = author.expression("str", { ...scope, r: "row" }, 1);
    return {
      output: {
        text: `<p title={String(${inner})}>{${inner}}{${shown} ? <b>yes {${inner}}</b> : null}` +
          `{rows.map((r) => <i>{${row}}</i>)}{${shown} && <u>{${inner}}</u>}</p>`,
        plain: `view(${inner}, ${inner}, ${shown} ? ["yes ", ${inner}] : null, ` +
          `rows.map((r) => ${row}), ${shown} && ${inner})`,
      },
    };
  },
  function builders(author, scope) {
    const condition = author.expression("bool", scope, 1);
    const [a, b] = [author.expression("num", scope, 1), author.expression("num", scope, 1)];
    return {
      output: same(
        `[ifElse(${condition}, ${a}, ${b}), when(${condition}, ${a}), unless(${condition}, ${b}), ` +
          `str\`\${${a}}:\${${b}}\`]`,
      ),
    };
  },
  function child(author, scope, name) {
    const inner = { x: "num", "p.row": "row", rows: "rows" } as const;
    const open = (text: string) => text.replaceAll("p.row", "row");
    const v = open(author.expression("str", inner, 2));
    const w = open(author.expression("num", inner, 2));
    const given = `{ x: ${author.expression("num", scope, 1)}, row: ${
      author.expression("row", scope, 1)
    }, ${SHARED} }`;
    const upper = name.toUpperCase();
    const input = `{ x: number; row: Row; ${SHARED_TYPES} }`;
    return {
      module: [{
        text:
          `const ${upper} = pattern<${input}, { v: string; w: number }>(({ x, row, ${SHARED} }) => ({ v: ${v}, w: ${w} }));`,
        plain: `const ${upper} = ({ x, row, ${SHARED} }) => ({ v: ${v}, w: ${w} });`,
      }],
      statement: same(`const ${name} = ${upper}(${given});`),
      output: same(
        `[${name}.v, ${name}.w, rows.map((r, i) => ${upper}({ x: r.n + i, row: r, ${SHARED} }))]`,
      ),
      names: { [`${name}.v`]: "str", [`${name}.w`]: "num" },
    };
  },
  function pairs(author, scope, name) {
    const made = `({ a: ${author.expression("num", scope, 1)}, b: ${
      author.expression("rows", scope, 1)
    } })`;
    return {
      statement: same(`const { a: ${name}a, b: ${name}b } = computed(() => ${made});`),
      output: same(`${name}b.map((r, i) => ({ at: i, key: r.title, top: r.n > ${name}a }))`),
      names: { [`${name}a`]: "num", [`${name}b`]: "rows" },
    };
  },
];
