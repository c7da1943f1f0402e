/** Assertions: computed booleans that remember the operands of their comparisons. */

import { BudgetError, NotReady } from "../errors.ts";
import { TooDeep } from "../reactive/mod.ts";
import type { Frame } from "./frame.ts";
import { sayInAuthorsWords } from "../piece/author-words.ts";
import { ComputedNode, referenceTo } from "./nodes.ts";
import { frameFor } from "./builders.ts";
import { settled } from "./promised.ts";
import { type Site, splitSite } from "./site.ts";
import { cellOf } from "../cell/faces.ts";

/** What an assertion saw at its last run. */
export interface AssertionReport {
  /** The author's text. */
  readonly source: string | undefined;
  /** The author's line, `path:line`. */
  readonly line: string | undefined;
  /** The comparisons, in order of evaluation. */
  readonly comparisons: readonly Comparison[];
  /** What it threw; an assertion that throws does not hold. */
  readonly thrown?: unknown;
}

/** One comparison with the values that it saw; a condition of one part has no second text. */
export interface Comparison {
  /** The author's texts. */
  readonly texts: readonly [string, string];
  /** `===` and the like, `equals` or `valueEqual`; `!` or `.method` for a condition of one part. */
  readonly operator: string;
  readonly values: readonly [unknown, unknown];
}

interface Recording {
  operands: { index: number; value: unknown }[];
  thrown: unknown;
}

let recording: Recording | undefined;

const reports = new WeakMap<object, () => AssertionReport>();

/** `assert(() => boolean)`: a step of a test. */
export function assertion(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const fn = own[0] as () => unknown;
  const frame: Frame = frameFor("assert").frame;
  const own_: Recording = { operands: [], thrown: undefined };
  const node = new ComputedNode(frame, site, () => {
    const before = recording;
    recording = own_;
    own_.operands = [];
    own_.thrown = undefined;
    try {
      return Boolean(settled(fn(), "an assertion"));
    } catch (error) {
      if (error instanceof NotReady || error instanceof TooDeep || error instanceof BudgetError) {
        throw error;
      }
      sayInAuthorsWords(error);
      own_.thrown = error;
      return false;
    } finally {
      recording = before;
    }
  }, "assert");
  reports.set(node, () => ({
    source: site.source,
    line: site.line,
    comparisons: comparisonsOf(site, own_.operands),
    thrown: own_.thrown,
  }));
  return referenceTo(frame, node, site);
}

/** The pairs among the operands: where the right one is missing, evaluating it threw. */
function comparisonsOf(
  { operands = [], operators = [] }: Site,
  recorded: Recording["operands"],
): Comparison[] {
  const open = new Map<number, unknown>();
  const comparisons: Comparison[] = [];
  for (const { index, value } of recorded) {
    const first = index - index % 2;
    const texts: [string, string] = [operands[first] ?? "", operands[first + 1] ?? ""];
    if (index === first && texts[1] !== "") {
      open.set(index, value);
      continue;
    }
    const values: [unknown, unknown] = index === first
      ? [value, undefined]
      : [open.get(first), value];
    comparisons.push({ texts, operator: operators[first / 2] ?? "", values });
  }
  return comparisons;
}

/** Records one operand of a comparison and passes it through. */
export function operand<T>(index: number, value: T): T {
  recording?.operands.push({ index, value });
  return value;
}

/** What the assertion behind a reference saw; of a plain `computed`, which records nothing, its name. */
export function assertionReport(value: unknown): AssertionReport | undefined {
  const target = cellOf(value)?.target;
  if (target === undefined) return undefined;
  const report = reports.get(target);
  if (report !== undefined) return report();
  if (!(target instanceof ComputedNode)) return undefined;
  const { name, line } = target.site;
  // A computation written in the step itself is named after the step's property, which says nothing.
  const says = name !== undefined && !/^assertion(#|$)/.test(name);
  return { source: says ? name : undefined, line, comparisons: [] };
}
