/** A piece as a host sees it: read by path, sent events, watched. */

import { type Json, shortHash } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { cellStateAt, read, readValue } from "../cell/read.ts";
import { resolve, resolveHandle } from "../cell/resolve.ts";
import { CellState } from "../cell/state.ts";
import { setAt } from "../cell/write.ts";
import { runIn } from "../context.ts";
import { PatternError } from "../errors.ts";
import type { SendOptions } from "../event/queue.ts";
import { patternOf } from "../pattern/factory.ts";
import { absentEvent, explainedFailure, wrongEvent } from "./event-fit.ts";
import { RowsSource } from "../pattern/query-result.ts";
import { StreamNode } from "../pattern/stream.ts";
import { readWithSources, type Source } from "../reactive/mod.ts";
import { unknownInput, wrongArgument, wrongValue } from "./value-fit.ts";
import type { Runtime } from "../runtime.ts";

/** A path in a piece's result: `"children.0.label"` or its parts. */
export type PiecePath = string | readonly (string | number)[];

/** How a value is set. */
export interface SetOptions {
  /** Refuses, as `bad-value`, what the place's declared type does not allow. */
  readonly typed?: boolean;
}

/** How a value is read. */
export interface GetOptions {
  /** Waits for the requests that the value depends on. */
  readonly builtins?: boolean;
  /** Hears of each query that the value rests on and that failed: there the value has no rows. */
  readonly onFailure?: (text: string) => void;
}

/** A piece of the space, held by a host. Errors of all that is asked of it: `closed`. */
export interface Piece {
  readonly space: string;
  readonly id: string;
  /**
   * The result's value at a path as plain JSON, links resolved; waits until it is loaded, and with
   * `builtins` until the requests that it depends on have their answers.
   */
  get(path?: PiecePath, options?: GetOptions): Promise<Json | undefined>;
  /**
   * Replaces a value of the result at a path that is a cell. Errors: `derived-value` for what is
   * computed, `no-field` for what the result does not have, `bad-value` when asked to be `typed`.
   */
  set(path: PiecePath, value: unknown, options?: SetOptions): Promise<void>;
  /**
   * Replaces a value of the argument. Errors: `no-field` for an input that it does not have,
   * `bad-value` when asked to be `typed`.
   */
  setArgument(path: PiecePath, value: unknown, options?: SetOptions): Promise<void>;
  /** Makes sure that the argument has a place of this path. Errors: `no-field`. */
  requireInput(path: PiecePath): Promise<void>;
  /**
   * Sends an event to the stream at a path; resolves with the handler's result when committed.
   * Without an event, a handler whose event has only optional fields gets none of them.
   */
  send(path: PiecePath, event?: unknown, options?: SendOptions): Promise<unknown>;
  /** Calls `listener` with the plain value now and after each change, until the returned call. */
  sink(path: PiecePath, listener: (value: Json | undefined) => void): () => void;
  /** The live value at a path for hosts that render: references and cells included. */
  reference(path?: PiecePath): object;
  /** Lets the piece stop when nobody else reads it. */
  release(): void;
}

/** Splits a dotted path. */
function parsePath(path: PiecePath | undefined): string[] {
  if (path === undefined || path === "") return [];
  if (typeof path !== "string") return path.map(String);
  return path.replace(/^\//, "").split(/[./]/).filter((part) => part !== "");
}

/**
 * Makes a new piece of the runtime's space from a pattern. Errors: `not-a-pattern`; with `typed`,
 * `bad-value` and `no-field` for an argument that the pattern does not declare.
 */
export function runPattern(
  runtime: Runtime,
  factory: unknown,
  options: { argument?: unknown; id?: string; space?: string; typed?: boolean } = {},
): Piece {
  runtime.requireOpen("make a piece");
  const pattern = patternOf(factory);
  if (pattern === undefined) {
    throw new PatternError("not-a-pattern", "Cannot run this export: it is not a pattern");
  }
  const wrong = options.typed === true
    ? wrongArgument(pattern.argument?.schema, options.argument)
    : undefined;
  if (wrong !== undefined) throw wrong;
  const space = options.space ?? runtime.homeSpace;
  const id = options.id ?? `piece:${shortHash(`${runtime.eventPrefix}/${crypto.randomUUID()}`)}`;
  runtime.transact(
    "create piece",
    () => runtime.pieces.write(space, id, { pattern, inputs: options.argument }),
  );
  return openPiece(runtime, id, space);
}

/** Opens a piece of a space; it starts when it is first read. */
export function openPiece(runtime: Runtime, id: string, space = runtime.homeSpace): Piece {
  return new HeldPiece(runtime, space, id);
}

class HeldPiece implements Piece {
  readonly release: () => void;
  readonly #root: CellState;

  constructor(readonly runtime: Runtime, readonly space: string, readonly id: string) {
    this.release = runtime.pieces.hold(space, id);
    this.#root = new CellState(runtime, runtime.pieces.open(space, id), [], undefined, undefined);
  }

  reference(path?: PiecePath): object {
    return this.runtime.faces.reference(this.#root.descend(parsePath(path)));
  }

  async get(
    path?: PiecePath,
    { builtins = false, onFailure }: GetOptions = {},
  ): Promise<Json | undefined> {
    this.runtime.requireOpen("read from a piece");
    const state = this.#root.descend(parsePath(path));
    await this.runtime.whenReady(() => read(state));
    const plain = () => toPlain(readValue(state));
    return await this.runtime.observing(plain, {
      ...(builtins ? { until: () => false } : {}),
      atEnd: () => onFailure && tellFailures(this.runtime, plain, onFailure),
    });
  }

  async set(path: PiecePath, value: unknown, { typed = false }: SetOptions = {}): Promise<void> {
    const parts = parsePath(path);
    try {
      const place = () => this.#root.descend(parts);
      await this.#write(place, value, { typed, parts, toGiven: true });
    } catch (error) {
      if (!(error instanceof PatternError) || error.code !== "derived-value") throw error;
      throw await this.runtime.whenReady(() => this.#missing(parts)) ?? error;
    }
  }

  /** Why nothing can be written at a path: the result has no such field. */
  #missing([first]: readonly string[]): PatternError | undefined {
    const result = readValue(this.#root);
    if (first === undefined || typeof result !== "object" || result === null) return undefined;
    const known = Object.keys(result).filter((key) => !key.startsWith("$"));
    if (first.startsWith("$") || known.includes(first)) return undefined;
    const hint = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
    const problem = `the piece's result has no such field; ${hint}`;
    return new PatternError("no-field", `Cannot set '${first}': ${problem}`, {
      data: { path: [first], fields: known },
    });
  }

  async setArgument(
    path: PiecePath,
    value: unknown,
    { typed = false }: SetOptions = {},
  ): Promise<void> {
    const argument = () => this.runtime.pieces.instance(this.space, this.id).argument;
    const parts = parsePath(path);
    await this.runtime.whenReady(() => this.#requireInput(parts));
    const isInput = parts.length <= 1;
    // Another cell takes the place of the one that the input had.
    const place = () => {
      const input = argument().descend(parts);
      return isInput && cellOf(value) !== undefined ? input : cellStateAt(input);
    };
    await this.#write(place, value, { typed, parts, binds: isInput });
  }

  async requireInput(path: PiecePath): Promise<void> {
    await this.runtime.whenReady(() => this.#requireInput(parsePath(path)));
  }

  /** A pattern that names its inputs has no others. */
  #requireInput([first]: readonly string[]): void {
    const { pattern } = this.runtime.pieces.instance(this.space, this.id);
    if (first === undefined) return;
    const { known } = unknownInput(pattern.argument?.schema, [first]) ?? {};
    if (known === undefined) return;
    throw new PatternError(
      "no-field",
      `Cannot set '${first}': the piece has no such input; it has ${known.join(", ")}`,
      { data: { path: [first], fields: known } },
    );
  }

  async #write(
    place: () => CellState,
    value: unknown,
    { typed, parts, binds = false, toGiven = false }: SetOptions & {
      readonly parts: readonly string[];
      readonly binds?: boolean;
      /** Of an input that a result shows, the cell that was given is set. */
      readonly toGiven?: boolean;
    },
  ): Promise<void> {
    const { runtime } = this;
    runtime.requireOpen("write to a piece");
    const write = () => {
      const state = place();
      const wrong = typed === true ? wrongValue(state, value, parts) : undefined;
      // That nothing can be written here at all is said first; the error takes the write back.
      setAt(toGiven ? givenAt(state) : state, value, { binds });
      if (wrong !== undefined) throw wrong;
    };
    await runtime.whenReady(() => runtime.transact("set", write), { rows: true });
    await this.runtime.idle();
  }

  send(path: PiecePath, event?: unknown, options: SendOptions = {}): Promise<unknown> {
    return this.runtime.queue.expecting(this.#send(path, event, options));
  }

  async #send(path: PiecePath, event: unknown, options: SendOptions): Promise<unknown> {
    this.runtime.requireOpen("send to a piece");
    const parts = parsePath(path);
    const state = this.#root.descend(parts);
    const stream = await this.runtime.whenReady(() => this.runtime.streamAt(state), { rows: true });
    if (!(stream instanceof StreamNode)) {
      const known = await this.runtime.whenReady(() => this.#streamNames(), { rows: true });
      const hint = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
      const problem = parts.length === 0
        ? `Cannot send to the piece as a whole: name one of its streams; ${hint}`
        : `Cannot send to '${parts.join(".")}': the piece has no such stream; ${hint}`;
      throw new PatternError(
        "no-stream",
        problem,
        { data: { path: parts, streams: known } },
      );
    }
    const name = parts.join(".");
    const wrong = options.typed === true ? wrongEvent(stream, event, name) : undefined;
    if (wrong !== undefined) throw wrong;
    const given = event === undefined ? absentEvent(stream) : event;
    try {
      return toPlain(await this.runtime.queue.send(stream, given, options));
    } catch (error) {
      throw explainedFailure(error, { stream, event: given, name });
    }
  }

  #streamNames(): string[] {
    const result = readValue(this.#root);
    if (typeof result !== "object" || result === null) return [];
    return Object.keys(result).filter((key) =>
      this.runtime.streamAt(this.#root.child(key)) !== undefined
    );
  }

  sink(path: PiecePath, listener: (value: Json | undefined) => void): () => void {
    this.runtime.requireOpen("watch a piece");
    if (typeof listener !== "function") {
      throw new TypeError("Cannot watch a piece: a function that takes the values is needed");
    }
    const state = this.#root.descend(parsePath(path));
    return this.runtime.effect(() => listener(toPlain(readValue(state))));
  }
}

/** The cell that was given for the input at `state`; `state` itself where it is no input. */
function givenAt(state: CellState): CellState {
  const found = resolve(state, { stay: true, silent: true });
  const isInput = found.kind === "json" && found.target.holdsInputs && found.path.length === 1;
  return isInput ? resolveHandle(state) : state;
}

/** Tells why queries failed that what `read` gives rests on. */
function tellFailures(
  runtime: Runtime,
  read: () => unknown,
  tell: (text: string) => void,
): void {
  const failures = new Set<string>();
  const note = (source: Source) => {
    const text = source instanceof RowsSource ? source.result.failure : undefined;
    if (text !== undefined) failures.add(text);
  };
  try {
    runIn({ mode: "compute", runtime }, () => readWithSources(read, note));
  } catch {
    // Whoever asked gets what it throws.
  }
  failures.forEach(tell);
}

/**
 * A value as plain JSON: cells are read, views copied, streams shown as `{ "$stream": true }`.
 * Circular links end in `null`.
 */
export function toPlain(value: unknown, seen: readonly object[] = []): Json | undefined {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "function":
    case "symbol":
      return undefined;
    case "object":
      break;
    default:
      return value as Json | undefined;
  }
  if (value === null) return null;
  const state = cellOf(value);
  if (state !== undefined) {
    if (state.runtime.streamAt(state) !== undefined) return { $stream: true };
    return toPlain(readValue(state), seen);
  }
  if (value instanceof StreamNode) return { $stream: true };
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return { error: value.message };
  if (value instanceof Uint8Array) return [...value];
  if (seen.includes(value)) return null;
  const chain = [...seen, value];
  if (Array.isArray(value)) return value.map((item) => toPlain(item, chain) ?? null);
  const result: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) {
    const plain = toPlain(child, chain);
    if (plain !== undefined) result[key] = plain;
  }
  return result;
}
