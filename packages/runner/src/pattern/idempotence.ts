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
import { currentContext, runIn } from "../context.ts";
import { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";

let checking = false;

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
    const answer = () => fingerprint(runIn(inside, () => fn(transaction)));
    let [first, second] = [fingerprint(value), answer()];
    if (first !== second && wrote) [first, second] = [second, answer()];
    if (first !== second) {
      report(`'${label}' is not idempotent: it gave ${brief(first)}, then ${brief(second)}`);
    }
    for (const document of transaction.documents.keys()) {
      if (jsonEqual(document.value, transaction.valueOf(document))) continue;
      report(`'${label}' is not idempotent: run again, it writes ${document.key} differently`);
    }
  } finally {
    checking = false;
  }
}

function brief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Text that is equal for equal answers: cells by their place, nodes of a view by their content. */
function fingerprint(value: unknown): string {
  return canonicalJson(flatten(value, []));
}

function flatten(value: unknown, ancestors: readonly object[]): unknown {
  if (typeof value === "bigint") return `bigint:${value}`;
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null) {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }
  const state = cellOf(value);
  if (state !== undefined) return "cell";
  if (viewOf(value) !== undefined) return identityOf(value);
  if (ancestors.includes(value) || ancestors.length > 20) return "…";
  const chain = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => flatten(item, chain));
  if (!isPlain(value)) return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, flatten(child, chain)]),
  );
}
