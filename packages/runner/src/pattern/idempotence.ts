/**
 * The check that computations are idempotent: run again on the same input, one must give the same
 * answer and leave every document as it is. One that writes may have changed its own input, as one
 * that fills a list once does, and so may one that it was first to read: its answer must be the
 * same from the second run on.
 */

import { canonicalJson, jsonEqual } from "@cf/utils";
import { cellOf, viewOf } from "../cell/faces.ts";
import { identityOf } from "../cell/identity.ts";
import { isPlain } from "../cell/read.ts";
import { sourceOfValueView } from "../cell/value-view.ts";
import { currentContext, runIn } from "../context.ts";
import { Transaction } from "../document/transaction.ts";
import { untracked } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";

let checking = false;

/** Whether what runs ran before: what it prints was printed then. */
export function isRunAgain(): boolean {
  return checking;
}

/** A computation that ran once. */
export interface FirstRun<T> {
  /** How messages call the computation. */
  readonly label: string;
  readonly value: T;
  /** Whether it wrote something, or one did that ran because this one read it. */
  readonly wrote: boolean;
  /** Runs it; what it writes goes into the transaction, if one is given. */
  readonly fn: (transaction?: Transaction) => T;
  readonly report: (text: string) => void;
}

/** Runs the computation once more and reports a difference to the answer of its first run. */
export function checkIdempotence<T>(runtime: Runtime, run: FirstRun<T>): void {
  const { label, value, wrote, fn, report } = run;
  if (checking) return;
  checking = true;
  const transaction = new Transaction("idempotence", false);
  const context = currentContext();
  try {
    const inside = {
      mode: context?.mode ?? "compute",
      runtime,
      frame: context?.frame,
      transaction,
    };
    const answer = () => runIn(inside, () => fn(transaction));
    let [first, second] = [value, answer()];
    let difference = differenceOf(first, second);
    if (difference !== undefined && wrote) {
      [first, second] = [second, answer()];
      difference = differenceOf(first, second);
    }
    if (difference !== undefined) report(`'${label}' is not idempotent: it gave ${difference}`);
    for (const document of transaction.documents.keys()) {
      if (jsonEqual(document.value, transaction.valueOf(document))) continue;
      report(`'${label}' is not idempotent: run again, it writes ${document.key} differently`);
    }
  } finally {
    checking = false;
  }
}

/**
 * Both answers as text, if they are not alike. A part that was read of another node's value is
 * compared by which value that is: its own parts may lead back to the computation that runs here,
 * as notes do that mention each other. Only where that differs are all its parts read, and one that
 * cannot be read is no difference of this computation.
 */
function differenceOf(first: unknown, second: unknown): string | undefined {
  return untracked(() => {
    if (fingerprint(first, false) === fingerprint(second, false)) return undefined;
    try {
      const [before, after] = [fingerprint(first, true), fingerprint(second, true)];
      return before === after ? undefined : `${brief(before)}, then ${brief(after)}`;
    } catch {
      return undefined; // Its readers get the error.
    }
  });
}

function brief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Text that is equal for equal answers: cells by their place, nodes of a view by their content. */
function fingerprint(value: unknown, deep: boolean): string {
  return canonicalJson(flatten(value, [], deep));
}

function flatten(value: unknown, ancestors: readonly object[], deep: boolean): unknown {
  if (typeof value === "bigint") return `bigint:${value}`;
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null) {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }
  const state = cellOf(value);
  if (state !== undefined) return "cell";
  if (viewOf(value) !== undefined) return identityOf(value);
  const source = deep ? undefined : sourceOfValueView(value);
  if (source !== undefined) return `value:${numberOf(source)}`;
  if (ancestors.includes(value) || ancestors.length > 20) return "…";
  const chain = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => flatten(item, chain, deep));
  if (!isPlain(value)) return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, flatten(child, chain, deep)]),
  );
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

function numberOf(source: object): number {
  let number = numbers.get(source);
  if (number === undefined) numbers.set(source, number = ++lastNumber);
  return number;
}
