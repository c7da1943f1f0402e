/**
 * The child process that runs pieces of one space for one principal. It has no permission at all:
 * no files, no network, no environment. Its session with the space, the compiled programs and the
 * answers to requests come through standard input and output.
 */

import type { NamedSpace } from "@cf/protocol";
import {
  type CompiledProgram,
  type CompileOutcome,
  connectWebSocket,
  type ErrorReport,
  hardenRealm,
  listedPieces,
  listPiece,
  type NavigationTarget,
  openPiece,
  type Piece,
  rawResult,
  readProgram,
  runPattern,
  Runtime,
  type StoredProgram,
  storeProgram,
} from "@cf/runner";
import { CfError, isRecord, type Json } from "@cf/utils";
import { FollowedPiece } from "./follow-program.ts";
import { encodeLine, readLines } from "./lines.ts";
import { FAILURES_MAX, type FromChild, type PieceRequest, type ToChild } from "./piece-messages.ts";
import { PipeNetwork } from "./pipe-network.ts";

const LINE_BYTES_MAX = 64 * 1024 * 1024;
const IDLE_PIECES_MAX = 100;
/** How many pieces one list runs for their names; the rest are told by their pattern's file. */
const NAMED_MAX = 40;

function send(message: FromChild): void {
  const bytes = encodeLine(message);
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

/** A socket of the runner's connections, over this process's pipe. */
class PipeSocket {
  static readonly open = new Map<number, PipeSocket>();
  static #last = 0;
  readonly #id = ++PipeSocket.#last;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  constructor() {
    PipeSocket.open.set(this.#id, this);
    send({ type: "socket-open", socket: this.#id });
  }

  send(text: string): void {
    send({ type: "socket", socket: this.#id, text });
  }

  close(): void {
    if (PipeSocket.open.delete(this.#id)) send({ type: "socket-close", socket: this.#id });
  }
}

/** Everything of one principal in one space. */
class Host {
  readonly #space: string;
  readonly #runtime: Runtime;
  readonly #compiling = new Map<number, PromiseWithResolvers<CompileOutcome>>();
  readonly #pieces = new Map<string, FollowedPiece>();
  readonly #watches = new Map<number, () => void>();
  readonly #network = new PipeNetwork(send);
  /** The numbers of the requests under way, watches included. */
  readonly #requests = new Set<number>();
  readonly #settleMs: number;
  #lastCompiling = 0;
  #fatal = Promise.withResolvers<never>();

  constructor(open: ToChild & { type: "open" }) {
    const { space, principal, label, budgetMs, apiUrl, settleMs } = open;
    this.#space = space;
    this.#settleMs = settleMs;
    this.#fatal.promise.catch(() => {});
    // The server knows whom it started this process for, and asks for no signature.
    const identity = { did: principal, sign: () => Promise.resolve(new Uint8Array(64)) };
    const connect = (to: string, named?: NamedSpace) =>
      connectWebSocket({
        named,
        host: "http://pipe.invalid",
        space: to,
        identity,
        label,
        socket: () => new PipeSocket(),
        heartbeatMs: 2 ** 30,
      });
    const connection = connect(space);
    this.#runtime = new Runtime({
      connection,
      connect,
      budgetMs,
      apiUrl,
      fetch: this.#network.fetch,
      // Whether there is a model, and which, the server says when it is asked.
      llm: { url: "pipe:model", fetch: this.#network.askModel },
      onNavigate: (target) => this.#navigate([...this.#requests], target),
      programs: (where, hash) => this.#program(where, hash),
      compile: (source) => this.#compile(source),
      onConsole: (level, args, piece) => {
        const text = args.map(show).join(" ");
        send({ type: "console", level, text: piece === undefined ? text : `[${piece}] ${text}` });
      },
      onError: ({ text, error, position }) => {
        if (position !== undefined && error instanceof Error) places.set(error, position);
        send({ type: "error", text });
      },
    });
    const previous = connection.onError;
    connection.onError = (error) => {
      previous(error);
      if (connection.status === "closed") this.#fatal.reject(error);
    };
  }

  receive(message: ToChild): void {
    switch (message.type) {
      case "socket":
        PipeSocket.open.get(message.socket)?.onmessage?.({ data: message.text } as MessageEvent);
        return;
      case "socket-closed":
        PipeSocket.open.get(message.socket)?.onclose?.({ code: 1006 } as CloseEvent);
        return;
      case "program":
        return this.#takeCompiled(message.id, { program: message.program as CompiledProgram });
      case "compiled":
        return this.#takeCompiled(message.id, message.outcome);
      case "no-program":
        this.#compiling.get(message.id)?.reject(
          new CfError("no-program", `Cannot load program: ${message.problem}`),
        );
        this.#compiling.delete(message.id);
        return;
      case "run":
        this.#run(message.id, message.request);
        return;
      case "stop":
        this.#watches.get(message.id)?.();
        this.#watches.delete(message.id);
        this.#requests.delete(message.id);
        return;
      case "fetched":
      case "fetched-part":
      case "fetched-end":
        return this.#network.receive(message);
      case "ping":
        send({ type: "pong", id: message.id });
    }
  }

  #navigate(ids: readonly number[], { space, id, path }: NavigationTarget): void {
    send({ type: "navigate", ids, target: { space, id, path: path.map(String) } });
  }

  async #run(id: number, request: PieceRequest): Promise<void> {
    this.#requests.add(id);
    try {
      const failures = new Set<string>();
      const answer = this.#answer(id, request, (text) => failures.add(text));
      const value = await Promise.race([answer, this.#fatal.promise]);
      const told = failures.size === 0 ? {} : { failures: [...failures].slice(0, FAILURES_MAX) };
      send({ type: "done", id, value, ...told });
    } catch (error) {
      const { code, message, data } = toCfError(error);
      send({ type: "failed", id, error: { code, message, data } });
    } finally {
      if (!this.#watches.has(id)) this.#requests.delete(id);
    }
  }

  async #answer(
    id: number,
    request: PieceRequest,
    onFailure: (text: string) => void,
  ): Promise<unknown> {
    switch (request.verb) {
      case "list":
        return await this.#list(request.names);
      case "new":
        return await this.#new(request);
    }
    const piece = await this.#piece(request.piece);
    const { path } = request;
    switch (request.verb) {
      case "get":
        return await this.#get(piece, request, onFailure);
      case "set":
        await (request.input
          ? piece.setArgument(path, request.value, { typed: !request.force })
          : piece.set(path, request.value, { typed: !request.force }));
        return null;
      case "call":
        return await this.#call(id, piece, request);
      case "watch": {
        await piece.get(path);
        const tell = (value: unknown) => send({ type: "value", id, value: value ?? null });
        this.#watches.set(id, piece.sink(path, request.quiet === true ? () => {} : tell));
        return piece.id;
      }
    }
  }

  /** The value with the answers that it depends on, or as it stands when those take too long. */
  async #get(
    piece: Piece,
    { path, settle }: PieceRequest & { verb: "get" },
    onFailure: (text: string) => void,
  ): Promise<unknown> {
    if (!settle) return await piece.get(path, { onFailure });
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, this.#settleMs);
    const settled = piece.get(path, { builtins: true, onFailure });
    settled.catch(() => {});
    try {
      return await Promise.race([settled, late.promise.then(() => piece.get(path, { onFailure }))]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #call(
    id: number,
    piece: Piece,
    { path, value, settle }: PieceRequest & { verb: "call" },
  ): Promise<unknown> {
    const onNavigate = (target: NavigationTarget) => this.#navigate([id], target);
    const { done, answered } = this.#runtime.builtins.during(() =>
      piece.send(path, value, { onNavigate, typed: true })
    );
    const result = plain(await done);
    if (!settle) return result;
    send({ type: "committed", id, value: result });
    await answered;
    return result;
  }

  /** A name is computed by its piece; without `names` only those say theirs that run anyway. */
  async #list(names: boolean): Promise<unknown> {
    const ids = await this.#runtime.whenReady(() => listedPieces(this.#runtime));
    const named = new Set(names ? ids.slice(0, NAMED_MAX) : []);
    return await Promise.all(ids.map(async (id) => {
      const isAsked = named.has(id) || this.#pieces.has(id);
      const name = isAsked ? await this.#nameOf(id) : null;
      return { id, name, pattern: await this.#runtime.whenReady(() => this.#moduleOf(id)) };
    }));
  }

  async #nameOf(id: string): Promise<string | null> {
    try {
      const name = await (await this.#piece(id)).get("$NAME");
      return typeof name === "string" ? name : null;
    } catch {
      return null;
    }
  }

  #moduleOf(id: string): string {
    const record = this.#runtime.raw({ space: this.#space, id, scope: "space" });
    const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
    return String(pattern.module ?? "").replace(/^\//, "");
  }

  async #new(request: PieceRequest & { verb: "new" }): Promise<unknown> {
    const program = request.program as CompiledProgram;
    const exports = this.#runtime.programs.load(program).exports[program.main] ?? {};
    const pattern = exports[request.exportName];
    if (pattern === undefined) {
      throw new CfError(
        "missing-export",
        `Cannot make piece: ${program.main} has no export '${request.exportName}'`,
      );
    }
    await storeProgram(this.#runtime, { hash: program.hash, source: request.source });
    const { argument } = request;
    const piece = runPattern(this.#runtime, pattern, { argument, typed: true });
    this.#pieces.set(piece.id, new FollowedPiece(this.#runtime, piece));
    // One whose body throws is told of, and not listed.
    await this.#runtime.whenReady(() => rawResult(this.#runtime, piece.id));
    await listPiece(this.#runtime, piece.id);
    await this.#runtime.idle();
    return piece.id;
  }

  /** Pieces stay open for the next call; the longest unused are let go, and those that were removed. */
  async #piece(given: string): Promise<Piece> {
    const ids = await this.#runtime.whenReady(() => listedPieces(this.#runtime));
    for (const [open, piece] of [...this.#pieces]) {
      if (ids.includes(open)) continue;
      this.#pieces.delete(open);
      piece.release();
    }
    const id = chosenPiece(ids, given);
    const known = this.#pieces.get(id);
    if (known !== undefined) {
      this.#pieces.delete(id);
      this.#pieces.set(id, known);
      return await known.ready();
    }
    const piece = new FollowedPiece(this.#runtime, openPiece(this.#runtime, id));
    this.#pieces.set(id, piece);
    if (this.#pieces.size > IDLE_PIECES_MAX) {
      const [oldest] = this.#pieces;
      this.#pieces.delete(oldest![0]);
      oldest![1].release();
    }
    return await piece.ready();
  }

  /** Sources come from the space, compiled code from the server: this process has no compiler. */
  async #program(space: string, hash: string): Promise<CompiledProgram> {
    const stored = await readProgram(this.#runtime, hash, space);
    if (stored === undefined) {
      throw new CfError("no-program", `Cannot load program ${hash}: the space does not hold it`);
    }
    const outcome = await this.#compile(stored, hash);
    // Sources that give no program are refused with an error of their own.
    return (outcome as { program: CompiledProgram }).program;
  }

  #compile({ main, files }: StoredProgram, hash?: string): Promise<CompileOutcome> {
    const id = ++this.#lastCompiling;
    const answer = Promise.withResolvers<CompileOutcome>();
    this.#compiling.set(id, answer);
    const named = hash === undefined ? {} : { hash };
    send({ type: "compile", id, ...named, source: { main, files: { ...files } } });
    return answer.promise;
  }

  #takeCompiled(id: number, outcome: CompileOutcome): void {
    this.#compiling.get(id)?.resolve(outcome);
    this.#compiling.delete(id);
  }
}

/** The one listed piece whose id is or holds `given`. */
function chosenPiece(ids: readonly string[], given: string): string {
  if (ids.includes(given)) return given;
  const matches = ids.filter((id) => id.includes(given));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  const data = { piece: given };
  if (only === undefined) {
    const problem = "the space lists no piece whose id is or holds that";
    throw new CfError("unknown-piece", `Cannot find piece ${given}: ${problem}`, { data });
  }
  const problem = `it is part of ${matches.join(", ")}`;
  throw new CfError("ambiguous-piece", `Cannot choose piece ${given}: ${problem}`, { data });
}

function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? "null");
}

function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

function toCfError(error: unknown): CfError {
  if (error instanceof CfError) {
    const data = isRecord(error.data) ? error.data : {};
    const place = places.get(error);
    const at = place === undefined ? "" : `${place.path}:${place.line}`;
    // Errors of the runtime's own, too, are met at a line of the author's.
    const isTold = at === "" || error.message.includes(at);
    const message = isTold ? error.message : `${error.message}\n  at ${at}:${place!.column}`;
    return new CfError(error.code, message, { data });
  }
  const message = error instanceof Error ? error.message : String(error);
  const place = error instanceof Error ? places.get(error) : undefined;
  if (place === undefined) return new CfError("pattern-error", message);
  const { path, line, column } = place;
  return new CfError("pattern-error", `${message}\n  at ${path}:${line}:${column}`, {
    data: { path, line, column },
  });
}

/** Where in the author's files an error was thrown, as the runtime has found. */
const places = new WeakMap<Error, NonNullable<ErrorReport["position"]>>();

// Standard output belongs to the protocol: whatever a library prints must not get into it.
globalThis.console = new Proxy(console, {
  get: () => (...args: unknown[]) => {
    Deno.stderr.writeSync(new TextEncoder().encode(`${args.map(show).join(" ")}\n`));
  },
});
// An error that nobody waits for is the pattern's, and must not end the others.
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  send({ type: "error", text: show(event.reason) });
});
try {
  hardenRealm();
  let host: Host | undefined;
  for await (const line of readLines(Deno.stdin.readable, LINE_BYTES_MAX)) {
    const message = line as ToChild;
    if (message.type === "open") {
      host = new Host(message);
      send({ type: "ready" });
    } else host?.receive(message);
  }
  Deno.exit(0);
} catch (error) {
  console.error(error);
  Deno.exit(1);
}
