/**
 * Random pattern bodies with their meaning in plain JavaScript.
 *
 * An expression is drawn from a grammar over the pattern's inputs. The same text stands in a pattern, where its names are
 * reactive references, and in a plain function, where they are values; both must give the same JSON after every change.
 * Choices come from a tape of numbers, so that a failing program shrinks: an exhausted tape draws the first and
 * simplest alternative.
 */

/** The types an expression may have. */
type Kind = "num" | "str" | "bool" | "nums" | "rows" | "row" | "note";

/** One element of the input's list, and the shape of its single record. */
export interface Row {
  title: string;
  n: number;
  done: boolean;
  tags: string[];
  note?: string;
}

/** The argument of every random program. */
export interface Input {
  n: number;
  m: number;
  s: string;
  b: boolean;
  nums: number[];
  rows: Row[];
  o: Row;
  maybe?: Row;
  part?: Partial<Row>;
}

/** A program: statements of the body, and the outputs that it and its plain twin must agree on. */
export interface RandomProgram {
  /** The TSX module. */
  readonly source: string;
  /** What the outputs must be for plain inputs. */
  readonly expected: (input: Input) => Record<string, unknown>;
}

const INPUTS: Readonly<Record<string, Kind>> = {
  n: "num",
  m: "num",
  s: "str",
  b: "bool",
  nums: "nums",
  rows: "rows",
  o: "row",
};

const HELPERS = `
const double = (x: number): number => x * 2;
function shout(text: string): string { return text.toUpperCase() + "!"; }
function total(rows: readonly Row[]): number { let sum = 0; for (const row of rows) sum += row.n; return sum; }
const byTitle = (a: Row, b: Row) => a.title < b.title ? -1 : a.title > b.title ? 1 : 0;
const LIMIT: number = 3;
const YES: boolean = true;
const EX: string = "x";
`;

/** What an expression may name: kinds by name. */
type Scope = Readonly<Record<string, Kind>>;

/** Draws expressions; each alternative is a thunk so that only the drawn one consumes the tape. */
class Author {
  #at = 0;
  #names = 0;

  constructor(readonly tape: readonly number[]) {}

  draw(count: number): number {
    return (this.tape[this.#at++] ?? 0) % count;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #pick(alternatives: readonly (() => string)[]): string {
    return alternatives[this.draw(alternatives.length)]!();
  }

  /** An expression of a kind; `fuel` bounds its depth. */
  expression(kind: Kind, scope: Scope, fuel: number): string {
    const names = Object.keys(scope).filter((name) => scope[name] === kind);
    const leaves = [...names.map((name) => () => name), ...this.#leaves(kind, scope)];
    if (fuel <= 0) return this.#pick(leaves);
    const grown = this.#grown(
      kind,
      scope,
      (wanted, inner = scope) => this.expression(wanted, inner, fuel - 1),
    );
    return this.#pick([...leaves, ...grown, ...grown]);
  }

  #leaves(kind: Kind, scope: Scope): (() => string)[] {
    const rows = Object.keys(scope).filter((name) => scope[name] === "row");
    const field = (name: string) => rows.map((row) => () => `${row}.${name}`);
    switch (kind) {
      case "num":
        return [() => "LIMIT", ...field("n")];
      case "str":
        return [() => "EX", ...field("title")];
      case "bool":
        return [() => "YES", ...field("done")];
      case "note":
        return [() => "maybe?.note", ...field("note")];
      case "nums":
        return [() => "[1, 2]"];
      case "rows":
        return [() => "rows"];
      case "row":
        return [() => "o"];
    }
  }

  #grown(kind: Kind, scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const choice = [
      () => `(${of("bool")} ? ${of(kind)} : ${of(kind)})`,
    ];
    switch (kind) {
      case "num":
        return [...choice, ...this.#numbers(scope, of)];
      case "str":
        return [...choice, ...this.#strings(scope, of)];
      case "bool":
        return [...choice, ...this.#booleans(scope, of)];
      case "nums":
        return [...choice, ...this.#lists(scope, of)];
      case "rows":
        return [...choice, ...this.#tables(scope, of)];
      case "row":
        return [
          ...choice,
          () => `({ ...${of("row")}, n: ${of("num")} } as Row)`,
          () => `({ note: ${of("str")}, ...${of("row")} } as Row)`,
          () => `({ ...${of("row")}, ...${of("row")} } as Row)`,
          () => `({ ...${of("row")}, ...part } as Row)`,
          () => `(${of("rows")}[0] ?? ${of("row")})`,
          () => `(maybe ?? ${of("row")})`,
          () =>
            `({ title: ${of("str")}, n: ${of("num")}, done: ${of("bool")}, tags: [${
              of("str")
            }] } as Row)`,
        ];
      case "note":
        return [...choice, () => `${of("row")}.note`, () => `${of("rows")}[0]?.note`];
    }
  }

  #numbers(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const x = this.fresh("x");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `(${of("num")} + ${of("num")})`,
      () => `(${of("num")} - ${of("num")})`,
      () => `(0 - ${of("num")})`,
      () => `double(${of("num")})`,
      () => `total(${of("rows")})`,
      () => `${of("rows")}.length`,
      () => `${of("str")}.length`,
      () => `Math.max(...${of("nums")}, ${of("num")})`,
      () => `${of("nums")}.reduce((sum, ${x}) => sum + ${of("num", { ...scope, [x]: "num" })}, 0)`,
      () => `(${of("nums")}[0] ?? ${of("num")})`,
      () => `(${of("rows")}.find((${r}) => ${of("bool", inRow)})?.n ?? ${of("num")})`,
      () => `(maybe?.n ?? ${of("num")})`,
      () => `(${of("bool")} && ${of("num")} || ${of("num")})`,
      () => `(({ n: ${x} }) => ${of("num", { ...scope, [x]: "num" })})(${of("row")})`,
      () => `Object.keys(${of("row")}).length`,
      () => `Number(${of("bool")})`,
    ];
  }

  #strings(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `(${of("str")} + ${of("num")})`,
      () => `\`\${${of("str")}}-\${${of("num")}}\``,
      () => `shout(${of("str")})`,
      () => `${of("str")}.slice(0, 3)`,
      () => `${of("str")}.padStart(4, ".")`,
      () => `${of("nums")}.join("/")`,
      () => `${of("rows")}.map((${r}) => ${of("str", inRow)}).join(",")`,
      () => `${of("row")}.tags.join("+")`,
      () => `(${of("note")} ?? ${of("str")})`,
      () => `(${of("note")} || ${of("str")})`,
      () => `String(${of("bool")})`,
      () => `JSON.stringify(${of("nums")})`,
      () => `(typeof ${of("note")})`,
      () => `((${of("bool")} && ${of("str")}) + "")`,
      () => `[${of("str")}, ${of("num")}].join(":")`,
    ];
  }

  #booleans(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `!${of("bool")}`,
      () => `(${of("num")} > ${of("num")})`,
      () => `(${of("num")} === ${of("num")})`,
      () => `(${of("str")} !== ${of("str")})`,
      () => `(${of("bool")} && ${of("bool")})`,
      () => `(${of("bool")} || ${of("bool")})`,
      () => `${of("rows")}.some((${r}) => ${of("bool", inRow)})`,
      () => `${of("rows")}.every((${r}) => ${of("bool", inRow)})`,
      () => `${of("nums")}.includes(${of("num")})`,
      () => `(${of("note")} === undefined)`,
      () => `!!${of("note")}`,
      () => `("note" in ${of("row")})`,
      () => `Array.isArray(${of("nums")})`,
    ];
  }

  #lists(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const x = this.fresh("x");
    const i = this.fresh("i");
    const inRow = { ...scope, [r]: "row", [i]: "num" } as const;
    const inNumber = { ...scope, [x]: "num" } as const;
    return [
      () => `${of("rows")}.map((${r}, ${i}) => ${of("num", inRow)})`,
      () => `${of("rows")}.map(({ n: ${x} }) => ${of("num", inNumber)})`,
      () => `${of("nums")}.map((${x}) => ${of("num", inNumber)})`,
      () => `${of("nums")}.filter((${x}) => ${of("bool", inNumber)})`,
      () => `[...${of("nums")}, ${of("num")}]`,
      () => `${of("nums")}.toSorted((a, b) => a - b)`,
      () => `[...${of("nums")}].reverse()`,
      () => `${of("nums")}.slice(1)`,
      () => `${of("rows")}.flatMap((${r}, ${i}) => [${of("num", inRow)}, ${of("num", inRow)}])`,
      () => `[${of("num")}, ${of("num")}]`,
      () => `${of("nums")}.concat(${of("nums")})`,
    ];
  }

  #tables(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `${of("rows")}.filter((${r}) => ${of("bool", inRow)})`,
      () => `${of("rows")}.map((${r}) => ${of("row", inRow)})`,
      () => `${of("rows")}.slice(0, ${of("num")})`,
      () => `[...${of("rows")}].sort(byTitle)`,
      () => "(rows ?? [])",
      () => `[${of("row")}, ...${of("rows")}]`,
      () => `[${of("row")}]`,
    ];
  }
}

/** A part of a program, in the pattern and in its plain twin where the two differ. */
interface Part {
  readonly text: string;
  readonly plain: string;
}

/** What one step of the body adds to the program. */
interface Step {
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

const same = (text: string): Part => ({ text, plain: text });

/** Ways in which one expression stands in the body. */
const FORMS: readonly ((text: string, name: string) => { statement?: string; output: string })[] = [
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
const SHAPES: readonly ((author: Author, scope: Scope, name: string) => Step)[] = [
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

const KINDS: readonly Kind[] = ["num", "str", "bool", "nums", "rows", "row", "note"];

/** What the builders and views mean over plain values. */
const PLAIN = `
const computed = (run) => run();
const ifElse = (c, a, b) => c ? a : b;
const when = (c, v) => c && v;
const unless = (c, v) => c || v;
const str = (texts, ...values) => texts.reduce((all, text, i) => all + values[i - 1] + text);
class Writable { constructor(value) { this.value = value; } get() { return this.value; } }
const shown = (value) => value === undefined || value === null || typeof value === "boolean" ? "" : String(value);
const view = (title, text, yes, rows, last) =>
  shown(title) + "|" + shown(text) + (yes === null ? "" : yes.map(shown).join("")) + rows.map(shown).join("") + shown(last);
`;

/** The program that a tape of choices spells. */
export function randomProgram(tape: readonly number[]): RandomProgram {
  const author = new Author(tape);
  const modules: Part[] = [];
  const statements: Part[] = [];
  const outputs: Part[] = [];
  let scope: Scope = INPUTS;
  const count = 1 + author.draw(6);
  for (let index = 0; index < count; index++) {
    const step = author.draw(3) < 2
      ? expressionStep(author, scope, `v${index}`)
      : SHAPES[author.draw(SHAPES.length)]!(author, scope, `v${index}`);
    modules.push(...step.module ?? []);
    if (step.statement !== undefined) statements.push(step.statement);
    if (step.output !== undefined) {
      outputs.push({
        text: `out${index}: ${step.output.text}`,
        plain: `out${index}: ${step.output.plain}`,
      });
    }
    scope = { ...scope, ...step.names };
  }
  const part = (of: keyof Part): { module: string; body: string } => ({
    module: modules.map((each) => each[of]).join("\n"),
    body: `${statements.map((each) => each[of]).join("\n  ")}\n  return { ${
      outputs.map((each) => each[of]).join(", ")
    } };`,
  });
  return { source: moduleOf(part("text")), expected: plainOf(part("plain")) };
}

function expressionStep(author: Author, scope: Scope, name: string): Step {
  const kind = KINDS[author.draw(KINDS.length)]!;
  const form = FORMS[author.draw(FORMS.length)]!;
  const text = author.expression(kind, scope, 1 + author.draw(3));
  const { statement, output } = form(text, name);
  return {
    ...(statement === undefined ? {} : { statement: same(statement) }),
    output: same(output),
    names: output === name ? { [name]: kind } : {},
  };
}

function moduleOf({ module, body }: { module: string; body: string }): string {
  return `import { computed, ifElse, lift, pattern, str, unless, when, Writable } from "commonfabric";
interface Row { title: string; n: number; done: boolean; tags: string[]; note?: string }
interface Input { n: number; m: number; s: string; b: boolean; nums: number[]; rows: Row[]; o: Row; maybe?: Row; part?: Partial<Row> }
${HELPERS}
${module}
export default pattern<Input>(({ n, m, s, b, nums, rows, o, maybe, part }) => {
  ${body}
});
`;
}

function plainOf({ module, body }: { module: string; body: string }): RandomProgram["expected"] {
  const helpers = HELPERS
    .replaceAll(/: (number|string|boolean|readonly Row\[\]|Row)(?=[,)= ])/g, "")
    .replaceAll(/\): (number|string) /g, ") ");
  const run = new Function(
    "input",
    `"use strict"; ${PLAIN} ${helpers} ${module.replaceAll(" as Row", "")}
    const { n, m, s, b, nums, rows, o, maybe, part } = input; ${body.replaceAll(" as Row", "")}`,
  );
  return (input) => JSON.parse(JSON.stringify(run(input)));
}
