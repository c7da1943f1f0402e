/**
 * Errors of patterns on their way to the host: each is told once, with the author's line. A
 * computation may fail only because a query has not answered yet; its error counts if it still
 * fails when nothing is on its way.
 */

import type { LiveNode } from "../cell/target.ts";
import { NotReady, PatternError } from "../errors.ts";
import type { Site } from "../pattern/site.ts";
import { TooDeep } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import type { RuntimeOptions } from "../runtime-options.ts";
import { sayInAuthorsWords } from "./author-words.ts";
import { describeError } from "./stack.ts";
import { reportUnawaited } from "./unawaited.ts";

/** A computation, as errors name it. */
interface Labelled {
  readonly label: string;
}

/** The failures of one runtime. */
export class Failures {
  readonly #reported = new WeakSet<object>();
  readonly #failing = new Map<Labelled, unknown>();
  readonly #endUnawaited: () => void;
  #closed = false;

  constructor(readonly runtime: Runtime, readonly options: RuntimeOptions) {
    this.#endUnawaited = reportUnawaited(runtime);
  }

  /** Notes what a computation threw, unless it was thrown to steer the graph. */
  note(node: Labelled, error: unknown): void {
    if (error instanceof NotReady || error instanceof TooDeep) return;
    sayInAuthorsWords(error);
    this.#failing.set(node, error);
    this.#lookAgain();
  }

  /** Nobody is told of the error. */
  hush(error: unknown): void {
    if (typeof error === "object" && error !== null) this.#reported.add(error);
  }

  /** The computation gave a value after all. */
  clear(node: Labelled): void {
    this.#failing.delete(node);
  }

  /** A query has answered: what waited for it is looked at again after the turn. */
  queryAnswered(): void {
    if (this.#failing.size > 0) this.#lookAgain();
  }

  /** An effect met an error: one of a computation is told with the computation's name. */
  met(error: unknown, where: string): void {
    if (![...this.#failing.values()].includes(error)) this.report(error, where);
  }

  /** A computation that writes was given up: what it wrote made it run again and again. */
  runaway(node: LiveNode): void {
    const { label = node.id, site } = node as LiveNode & Partial<Labelled> & { site?: Site };
    const at = site?.line === undefined ? "" : ` at ${site.line}`;
    const error = new PatternError(
      "runaway",
      `Cannot run '${label}'${at} to an end: what it writes changes what it, or another that ` +
        "writes, reads; write in a handler, or only what nothing of that reads",
      { data: { node: node.id } },
    );
    this.report(error, label);
  }

  #lookAgain(): void {
    this.runtime.afterTurn(() => {
      if ([...this.runtime.openQueries].some((query) => query.waiting !== undefined)) return;
      const failures = [...this.#failing];
      this.#failing.clear();
      const told = new Set<unknown>();
      for (const [node, error] of failures) {
        // What a computation throws is thrown at its readers again.
        if (!told.has(error)) this.report(error, node.label);
        told.add(error);
      }
    });
  }

  /** Tells the host of an error once. */
  report(error: unknown, where: string): void {
    if (error instanceof NotReady || this.#closed) return;
    if (typeof error === "object" && error !== null) {
      if (this.#reported.has(error)) return;
      this.#reported.add(error);
    }
    const report = describeError(error, where);
    const { onError } = this.options;
    if (onError !== undefined) onError(report);
    else console.error(report.text);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#endUnawaited();
  }
}
