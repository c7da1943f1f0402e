/**
 * Promises of author code that fail and that nobody waits for, as in `save();` with an async `save`.
 * A process would end on them, and the piece's host would not hear of it.
 */

import { fullStackOf } from "@cf/utils";
import type { Programs } from "./programs.ts";

/** The part of a runtime that is told. */
interface Told {
  readonly programs: Programs;
  reportError(error: unknown, where: string): void;
}

/** What the engine tells; its own types differ between a page, a worker and a process. */
interface Rejection {
  readonly reason: unknown;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** Reports such failures of a runtime's programs, until the returned function is called. */
export function reportUnawaited(runtime: Told): () => void {
  const listener = (event: unknown): void => {
    const rejection = event as Rejection;
    if (rejection.defaultPrevented || !isOf(runtime.programs, rejection.reason)) return;
    rejection.preventDefault();
    runtime.reportError(rejection.reason, "a promise that nobody waits for");
  };
  const target = globalThis as Partial<
    Pick<EventTarget, "addEventListener" | "removeEventListener">
  >;
  target.addEventListener?.("unhandledrejection", listener);
  return () => target.removeEventListener?.("unhandledrejection", listener);
}

/** Whether the innermost code of an author's that an error went through is of these programs. */
function isOf(programs: Programs, reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  const hash = /cf:([0-9a-z]{12})\//.exec(fullStackOf(reason))?.[1];
  return hash !== undefined && programs.has(hash);
}
