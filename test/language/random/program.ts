/**
 * Random pattern bodies with their meaning in plain JavaScript.
 *
 * An expression is drawn from a grammar over the pattern's inputs. The same text stands in a pattern, where its names are
 * reactive references, and in a plain function, where they are values; both must give the same JSON after every change.
 * Choices come from a tape of numbers, so that a failing program shrinks: an exhausted tape draws the first and
 * simplest alternative.
 */

import { Author, type Kind, type Scope } from "./expressions.ts";
import { FORMS, type Part, same, SHAPES, type Step } from "./steps.ts";

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
