/**
 * One child process that runs pieces of one space for one principal, as the server sees it.
 *
 * A request beyond its deadline does not end the child at once: first the child is asked whether
 * it is alive. If it answers, only that request has failed, for it waits for something; if not,
 * code in it is running away, and it is killed.
 */

import { fileURLToPath } from "node:url";
import type { CompileService } from "../compile/compile-service.ts";
import { RunAbortedError, RunMemoryError, RunTimeoutError, toCfError } from "../errors.ts";
import type { Clock } from "../observe/clock.ts";
import { ClientSocket, type SocketContext } from "../session/socket.ts";
import { RemoteError } from "@cf/protocol";
import type { ErrorData } from "@cf/utils";
import { Child, type ChildExit } from "./child.ts";
import {
  type FromChild,
  parseFromChild,
  type PieceRequest,
  type ToChild,
} from "./piece-messages.ts";

/** What runs of pieces may use. */
export interface RunBudgets {
  /** One request from start to answer. */
  readonly deadlineMs: number;
  /** One computation or handler. */
  readonly computationMs: number;
  readonly memoryMb: number;
  /** How long a child may be idle before it ends. */
  readonly idleMs: number;
  /** How long a child may take to say that it is alive. */
  readonly pongMs: number;
  /** Children of the whole server. */
  readonly processesMax: number;
  /**
   * Hosts that pieces may fetch from, `api.example.com` or `127.0.0.1:8080`. None by default: what
   * a server runs for a stranger must not reach into the server's own network.
   */
  readonly network: readonly string[];
}

/** Ten seconds and a quarter gigabyte. */
export const DEFAULT_BUDGETS: RunBudgets = {
  deadlineMs: 10_000,
  computationMs: 3_000,
  memoryMb: 256,
  idleMs: 60_000,
  pongMs: 500,
  processesMax: 16,
  network: [],
};

/** What a process needs of its server. */
export interface PieceProcessContext {
  readonly socket: Omit<SocketContext, "vouched">;
  readonly compiler: CompileService;
  readonly clock: Clock;
  readonly budgets: RunBudgets;
  readonly onConsole: (level: string, text: string) => void;
  readonly onEnd: () => void;
}

interface Running {
  readonly request: PieceRequest;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onValue: ((value: unknown) => void) | undefined;
  cancelDeadline: () => void;
  isAnswered: boolean;
}

const LINE_BYTES_MAX = 64 * 1024 * 1024;
/** Spaces that one child may be connected to at a time. */
const SOCKETS_MAX = 64;

/** A child and what it is doing. */
export class PieceProcess {
  readonly #context: PieceProcessContext;
  readonly #child: Child;
  readonly #running = new Map<number, Running>();
  readonly #pings = new Map<number, () => void>();
  readonly #sockets = new Map<number, ClientSocket>();
  readonly #principal: string;
  #lastId = 0;
  #cancelIdle: () => void = () => {};
  /** Requests that were overdue when the child was found not to answer. */
  readonly #overdueIds = new Set<number>();
  #isEnded = false;
  #isEnding = false;

  constructor(
    who: { readonly space: string; readonly principal: string },
    context: PieceProcessContext,
  ) {
    this.#context = context;
    const { memoryMb, computationMs, network } = context.budgets;
    this.#child = new Child({
      script: fileURLToPath(new URL("./piece-child.ts", import.meta.url)),
      // What SES asks for while it locks the realm down; the child's environment is empty anyhow.
      permissions: [
        "--allow-env=LOCKDOWN_*",
        ...(network.length === 0 ? [] : [`--allow-net=${network.join(",")}`]),
      ],
      memoryMb,
      lineBytesMax: LINE_BYTES_MAX,
      onMessage: (line) => this.#onLine(line),
      onExit: (exit) => this.#onExit(exit),
    });
    const label = `process ${crypto.randomUUID()}`;
    this.#send({ type: "open", ...who, label, budgetMs: computationMs });
    this.#principal = who.principal;
    this.#idle();
  }

  /** Whether nothing is being done or watched. */
  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Whether the child is gone or going: it takes no more requests. */
  get isEnded(): boolean {
    return this.#isEnded || this.#isEnding;
  }

  /**
   * Runs one request. Throws what the piece throws, `run-timeout`, `run-memory`, and
   * `run-aborted` when the child ended for another's fault; then `get` and `list` may be retried.
   */
  run(request: PieceRequest): Promise<unknown> {
    return this.#start(request, undefined).answer;
  }

  /** Watches a value until the returned function is called, or the process ends. */
  watch(
    request: PieceRequest & { verb: "watch" },
    onValue: (value: unknown) => void,
  ): { readonly started: Promise<unknown>; readonly stop: () => void } {
    const { id, answer } = this.#start(request, onValue);
    const stop = () => {
      if (!this.#running.delete(id)) return;
      this.#send({ type: "stop", id });
      this.#idle();
    };
    return { started: answer, stop };
  }

  /** Ends the child now; resolves when it is gone. */
  kill(): Promise<void> {
    this.#isEnding = true;
    this.#child.kill();
    return this.#child.ended;
  }

  #start(
    request: PieceRequest,
    onValue: ((value: unknown) => void) | undefined,
  ): { readonly id: number; readonly answer: Promise<unknown> } {
    this.#cancelIdle();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancelDeadline = this.#context.clock.after(
      this.#context.budgets.deadlineMs,
      () => this.#overdue(id),
    );
    const running = { request, resolve, reject, onValue, cancelDeadline, isAnswered: false };
    this.#running.set(id, running);
    if (this.#isEnded) this.#settle(id, (run) => run.reject(new RunAbortedError()));
    else this.#send({ type: "run", id, request });
    return { id, answer: promise };
  }

  #overdue(id: number): void {
    const { clock, budgets } = this.#context;
    this.#overdueIds.add(id);
    const ping = ++this.#lastId;
    const cancel = clock.after(budgets.pongMs, () => {
      this.#pings.delete(ping);
      this.kill();
    });
    this.#pings.set(ping, () => {
      cancel();
      this.#overdueIds.delete(id);
      this.#settle(id, (run) => run.reject(new RunTimeoutError(budgets.deadlineMs)));
    });
    this.#send({ type: "ping", id: ping });
  }

  #onLine(line: unknown): void {
    const message = parseFromChild(line);
    if (message === undefined) return void this.kill();
    switch (message.type) {
      case "socket-open":
        return this.#openSocket(message.socket);
      case "socket":
        return void this.#sockets.get(message.socket)?.receive(message.text);
      case "socket-close":
        return this.#closeSocket(message.socket);
      case "compile":
        return void this.#compile(message);
      case "done":
        return this.#onDone(message.id, message.value);
      case "value":
        return this.#running.get(message.id)?.onValue?.(message.value);
      case "failed": {
        const { code, message: text, data } = message.error;
        const error = new RemoteError({ code, message: text, data: data as ErrorData });
        return this.#settle(message.id, (run) => run.reject(error));
      }
      case "pong": {
        const pong = this.#pings.get(message.id);
        this.#pings.delete(message.id);
        return pong?.();
      }
      case "console":
        return this.#context.onConsole(message.level, message.text);
      case "error":
        return this.#context.onConsole("error", message.text);
    }
  }

  /** A session of the child's principal; the access list of its space says what it may do. */
  #openSocket(socket: number): void {
    if (this.#sockets.size >= SOCKETS_MAX || this.#sockets.has(socket)) return void this.kill();
    const client = new ClientSocket({
      send: (text) => this.#send({ type: "socket", socket, text }),
      close: () => {
        this.#sockets.delete(socket);
        this.#send({ type: "socket-closed", socket });
      },
    }, { ...this.#context.socket, vouched: this.#principal });
    this.#sockets.set(socket, client);
  }

  #closeSocket(socket: number): void {
    const client = this.#sockets.get(socket);
    this.#sockets.delete(socket);
    client?.closed(1000);
  }

  #onDone(id: number, value: unknown): void {
    const running = this.#running.get(id);
    if (running?.onValue === undefined) return this.#settle(id, (run) => run.resolve(value));
    // A watch has begun; it goes on until it is stopped.
    running.cancelDeadline();
    running.isAnswered = true;
    running.resolve(value);
  }

  /** Code is compiled from the sources that the child names; its hash says what they are. */
  async #compile({ id, hash, source }: FromChild & { type: "compile" }): Promise<void> {
    try {
      const { program, diagnostics } = await this.#context.compiler.compile(source);
      if (program === undefined) {
        const [first] = diagnostics;
        throw new RunAbortedError(`${first?.file}:${first?.line}: ${first?.message}`);
      }
      if (program.hash !== hash) throw new RunAbortedError("the stored sources were altered");
      this.#send({ type: "program", id, program });
    } catch (error) {
      this.#send({ type: "no-program", id, problem: toCfError(error).message });
    }
  }

  #onExit(exit: ChildExit): void {
    this.#isEnded = true;
    this.#cancelIdle();
    for (const socket of [...this.#sockets.keys()]) this.#closeSocket(socket);
    const { memoryMb, deadlineMs } = this.#context.budgets;
    for (const id of [...this.#running.keys()]) {
      const error = this.#overdueIds.has(id)
        ? new RunTimeoutError(deadlineMs, true)
        : exit.isOutOfMemory
        ? new RunMemoryError(memoryMb)
        : new RunAbortedError(exit.stderr.trim().split("\n").at(-1));
      this.#settle(id, (run) => run.reject(error));
    }
    this.#context.onEnd();
  }

  #settle(id: number, settle: (running: Running) => void): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.cancelDeadline();
    settle(running);
    // An answered watch learns of the end by a value that is none.
    if (running.isAnswered) running.onValue?.(undefined);
    this.#idle();
  }

  #idle(): void {
    this.#cancelIdle();
    if (this.#isEnded || this.#running.size > 0) return;
    const { clock, budgets } = this.#context;
    this.#cancelIdle = clock.after(budgets.idleMs, () => void this.kill());
  }

  #send(message: ToChild): void {
    this.#child.send(message);
  }
}
