/** Assertions: computed booleans that remember the operands of their comparisons. */

import { BudgetError, NotReady } from "../errors.ts";
import { TooDeep } from "../reactive/mod.ts";
import type { Frame } from "./frame.ts";
import { ComputedNode, referenceTo } from "./nodes.ts";
import { frameFor } from "./builders.ts";
import { splitSite } from "./site.ts";
import { cellOf } from "../cell/faces.ts";

/** What an assertion saw at its last run. */
export interface AssertionReport {
  /** The author's text. */
  readonly source: string | undefined;
  /** The author's line, `path:line`. */
  readonly line: string | undefined;
  /** Operands of comparisons, in order of evaluation. */
  readonly operands: readonly { readonly index: number; readonly value: unknown }[];
  /** What it threw; an assertion that throws does not hold. */
  readonly thrown?: unknown;
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
      return Boolean(fn());
    } catch (error) {
      if (error instanceof NotReady || error instanceof TooDeep || error instanceof BudgetError) {
        throw error;
      }
      own_.thrown = error;
      return false;
    } finally {
      recording = before;
    }
  }, "assert");
  reports.set(node, () => ({ source: site.source, line: site.line, ...own_ }));
  return referenceTo(frame, node, site);
}

/** Records one operand of a comparison and passes it through. */
export function operand<T>(index: number, value: T): T {
  recording?.operands.push({ index, value });
  return value;
}

/** What the assertion behind a reference saw, if there is one. */
export function assertionReport(value: unknown): AssertionReport | undefined {
  const target = cellOf(value)?.target;
  return target === undefined ? undefined : reports.get(target)?.();
}
