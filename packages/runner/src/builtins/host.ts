/** What a host lends to the builtins: the network, a model, a compiler, time, and its page. */

import type { Path } from "@cf/protocol";
import type { CompiledProgram } from "../piece/modules.ts";
import type { StoredProgram } from "../piece/registry.ts";

/** An endpoint that speaks the OpenAI-compatible chat protocol. */
export interface ModelProvider {
  /** The base of the API, to which `/chat/completions` is appended. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly key?: string;
  /** The model of requests that name none. */
  readonly model?: string;
  /** How requests reach it. Default: the host's network. */
  readonly fetch?: typeof globalThis.fetch;
}

/** A mistake of a program, at a line and column from 1. */
export interface CompileProblem {
  readonly message: string;
  /** The diagnostic's code. */
  readonly type: string;
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

/**
 * What compiling gave: a program, with what was found wrong and does not keep it from running, or why
 * the sources do not run.
 */
export type CompileOutcome =
  | { readonly program: CompiledProgram; readonly findings?: readonly CompileProblem[] }
  | { readonly errors: readonly CompileProblem[] };

/** Where a pattern wants the page to go. */
export interface NavigationTarget {
  readonly space: string;
  /** A piece, or a document. */
  readonly id: string;
  readonly path: Path;
}

/** The services of a host; every one may be missing, and then its builtins give errors. */
export interface HostServices {
  /** The network. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** The language model. Default: none. */
  readonly llm?: ModelProvider;
  /** Compiles sources for `compileAndRun`. Default: none. */
  readonly compile?: (source: StoredProgram) => Promise<CompileOutcome>;
  /**
   * Called when a pattern navigates, unless whoever sent the event wants to hear of it alone.
   * Default: nothing happens.
   */
  readonly onNavigate?: (target: NavigationTarget) => void;
  /** What relative addresses are relative to. Default: `http://localhost:8000/`. */
  readonly apiUrl?: string;
  /** Calls `fn` once after `delayMs` milliseconds, unless the result is called. */
  readonly after?: (delayMs: number, fn: () => void) => () => void;
  /**
   * Whether a stream of events that ended is opened again. Default true; a host whose answers are
   * written down says no.
   */
  readonly reconnects?: boolean;
  /** How long an answer may keep a request waiting, in milliseconds. Default 60 000. */
  readonly answerTimeoutMs?: number;
}

/** A host's timer, or the platform's. */
export function timerOf(host: HostServices): (delayMs: number, fn: () => void) => () => void {
  return host.after ?? ((delayMs, fn) => {
    const id = setTimeout(fn, delayMs);
    return () => clearTimeout(id);
  });
}

/** Resolves after `delayMs` milliseconds; rejects as soon as the signal is aborted. */
export async function pause(
  host: HostServices,
  delayMs: number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cancel = timerOf(host)(delayMs, resolve);
  const abort = () => {
    cancel();
    reject(signal.reason);
  };
  signal.addEventListener("abort", abort);
  try {
    await promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** How long a host waits for an answer, or for the next part of one, in milliseconds. */
export function patienceMs(host: HostServices): number {
  return host.answerTimeoutMs ?? 60_000;
}

/** The base address of a host. */
export function apiUrlOf(host: HostServices): URL {
  return new URL(host.apiUrl ?? "http://localhost:8000/");
}
