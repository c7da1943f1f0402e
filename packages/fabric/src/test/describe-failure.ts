// deno-lint-ignore-file eqeqeq -- an author's comparison is repeated as it is written.
/** What a failed assertion says: the comparison that did not hold, with the values that it saw. */

import type { Comparison } from "@cf/runner";
import { isRecord } from "@cf/utils";

/** Longer operands stand below each other, and are cut. */
const LINE_CHARS = 60;
const OPERAND_CHARS = 1000;

/**
 * One to four lines of text; of what is joined by `||` in `source`, as many for each comparison,
 * because none of them held.
 */
export function describeFailure(
  value: unknown,
  comparisons: readonly Comparison[],
  source = "",
): string {
  const last = comparisons.at(-1);
  if (last === undefined) return `got ${display(value)}`;
  const failed = source.includes("||") && !source.startsWith("{")
    ? comparisons.filter((one, index) => !holds(one) && isLastOf(comparisons, one, index))
    : [];
  if (failed.length < 2) return describeOne(value, comparisons, last);
  return failed.map((one) => describeOne(value, comparisons, one)).join("\n");
}

/** Whether no later comparison has the same text, as those of a callback have. */
function isLastOf(all: readonly Comparison[], { texts }: Comparison, index: number): boolean {
  return !all.slice(index + 1).some((later) => later.texts.join() === texts.join());
}

function describeOne(
  value: unknown,
  comparisons: readonly Comparison[],
  last: Comparison,
): string {
  if (last.texts[1] === "") return describePart(value, last);
  if (holds(last)) {
    return `got ${display(value)}, although ${
      together(last.operator, last.texts[0], last.texts[1])
    }`;
  }
  const [left, right] = last.values.map(display) as [string, string];
  const [leftText, rightText] = last.texts;
  const where = comparisons.length === 1
    ? ""
    : `\nin ${together(last.operator, leftText, rightText)}`;
  if (left.length > LINE_CHARS || right.length > LINE_CHARS) {
    const width = last.operator.length;
    return `got ${" ".repeat(width)} ${left}\n    ${last.operator} ${right}${where}`;
  }
  return `got ${together(last.operator, left, right)}${where}`;
}

/** `!x` or `x.includes(y)`: what x is. */
function describePart(value: unknown, { operator, texts, values }: Comparison): string {
  const held = operator === "!" && !values[0] ? ", although this held" : "";
  return `got ${display(value)}${held}: ${texts[0]} is ${display(values[0])}`;
}

function together(operator: string, left: string, right: string): string {
  if (operator === "in" || operator === "instanceof") return `${left} ${operator} ${right}`;
  return /\w/.test(operator) ? `${operator}(${left}, ${right})` : `${left} ${operator} ${right}`;
}

/** Whether the comparison holds for the values; of a function that compares, nothing is known. */
function holds({ operator, values: [left, right] }: Comparison): boolean {
  const a = left as number;
  const b = right as number;
  switch (operator) {
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    case "==":
      return left == right;
    case "!=":
      return left != right;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "in":
      return typeof right === "object" && right !== null && (left as PropertyKey) in right;
    case "instanceof":
      return typeof right === "function" && left instanceof right;
    default:
      return false;
  }
}

/** A value as text that tells `"1"` from `1` and nothing from null. */
function display(value: unknown): string {
  const text = write(value);
  return text.length > OPERAND_CHARS ? `${text.slice(0, OPERAND_CHARS)}…` : text;
}

function write(value: unknown): string {
  if (typeof value === "function") return value.name === "" ? "a function" : `${value.name}()`;
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  try {
    const json = typeof value === "object" ? JSON.stringify(value, linksAsWords) : undefined;
    return json ?? (typeof value === "string" ? JSON.stringify(value) : String(value));
  } catch {
    return String(value);
  }
}

/** Cells in data would show their whole address. */
function linksAsWords(_key: string, value: unknown): unknown {
  const link = isRecord(value) && isRecord(value["/"]) ? value["/"]["link@1"] : undefined;
  if (!isRecord(link)) return value;
  const path = Array.isArray(link.path) ? link.path.join("/") : "";
  return `cell ${String(link.id).slice(0, 16)}… ${path}`.trimEnd();
}
