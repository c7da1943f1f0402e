/**
 * One child process that runs pieces of one space for one principal, as the server sees it.
 *
 * A request beyond its deadline does not end the child at once: first the child is asked whether
 * it is alive. If it answers, only that request has failed, for it waits for something; if not,
 * code in it is running away, and it is killed. Deadlines stand still while the child starts and
 * while programs are compiled for it: that takes its time on a busy machine, and is no fault of what
 * it runs.
 */

import { fileURLToPath } from "node:url";
import type { NavigationTarget } from "@cf/runner";
import type { CompileService } from "../compile/compile-service.ts";
import { outcomeOf } from "../compile/outcome.ts";
import { RunAbortedError, RunMemoryError, RunTimeoutError, toCfError } from "../errors.ts";
import type { Clock, ErrorData } from "@cf/utils";
import { ClientSocket, type SocketContext } from "../session/socket.ts";
import { RemoteError } from "@cf/protocol";
import type { OutwardGateway } from "../outward/gateway.ts";
import { Child, type ChildExit } from "./child.ts";
import { Deadline } from "./deadline.ts";
import { OutwardCalls } from "./outward-calls.ts";
import {
  type FromChild,
  parseFromChild,
  type PieceRequest,
  type ToChild,
} from "./piece-messages.ts";

/** What runs of pieces may use. */
export interface RunBudgets {
  /** One request from start to answer; starting the child and compiling for it do not count. */
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
  /** How long a call that is committed may wait for the answers to what it asked for. */
  readonly settleMs: number;
}

/** Ten seconds and a quarter gigabyte. */
export const DEFAULT_BUDGETS: RunBudgets = {
  deadlineMs: 10_000,
  computationMs: 3_000,
  memoryMb: 256,
  idleMs: 60_000,
  pongMs: 500,
  processesMax: 16,
  settleMs: 60_000,
};

/** What a process needs of its server. */
export interface PieceProcessContext {
  readonly socket: Omit<SocketContext, "vouched">;
  readonly compiler: CompileService;
  readonly clock: Clock;
  readonly budgets: RunBudgets;
  readonly gateway: OutwardGateway;
  /** The server's own address. */
  readonly apiUrl: () => string;
  readonly onConsole: (level: string, text: string) => void;
  readonly onEnd: () => void;
}

/** What a request gave. */
export interface RunAnswer {
  readonly value?: unknown;
  /** Whether what a call asked for has its answers; `true` for everything else. */
  readonly isSettled: boolean;
  /** Where the pattern leads its reader. */
  readonly navigate: readonly NavigationTarget[];
  /** Why queries failed that the value rests on, and has no rows of. */
  readonly failures?: readonly string[] | undefined;
}

/** What a watch gives, one at a time; `end` is the last. */
export type WatchEvent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "navigate"; readonly target: NavigationTarget }
  | { readonly kind: "end" };

interface Running {
  readonly resolve: (answer: RunAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: ((event: WatchEvent) => void) | undefined;
  readonly navigate: NavigationTarget[];
  readonly deadline: Deadline;
  cancelSettle: () => void;
  isAnswered: boolean;
}

const LINE_BYTES_MAX = 64 * 1024 * 1024;
/** Spaces that one child may be connected to at a time. */
const SOCKETS_MAX = 64;
const NAVIGATIONS_MAX = 20;

/** A child and what it is doing. */
export class PieceProcess {
  readonly #context: PieceProcessContext;
  readonly #child: Child;
  readonly #running = new Map<number, Running>();
  readonly #pings = new Map<number, () => void>();
  readonly #sockets = new Map<number, ClientSocket>();
  readonly #principal: string;
  readonly #outward: OutwardCalls;
  #lastId = 0;
  #cancelIdle: () => void = () => {};
  /** Requests that were overdue when the child was found not to answer. */
  readonly #overdueIds = new Set<number>();
  #isReady = false;
  /** Why deadlines stand still: at first because the child is starting. */
  #pauses = 1;
  #isEnded = false;
  #isEnding = false;

  constructor(
    who: { readonly space: string; readonly principal: string },
    context: PieceProcessContext,
  ) {
    this.#context = context;
    const { memoryMb, computationMs } = context.budgets;
    this.#child = new Child({
      script: fileURLToPath(new URL("./piece-child.ts", import.meta.url)),
      // What SES asks for while it locks the realm down; the child's environment is empty anyhow.
      permissions: ["--allow-env=LOCKDOWN_*"],
      memoryMb,
      lineBytesMax: LINE_BYTES_MAX,
      onMessage: (line) => this.#onLine(line),
      onExit: (exit) => this.#onExit(exit),
    });
    const label = `process ${crypto.randomUUID()}`;
    this.#send({
      type: "open",
      ...who,
      label,
      budgetMs: computationMs,
      apiUrl: context.apiUrl(),
      // Half of the deadline leaves time to read the value as it stands.
      settleMs: context.budgets.deadlineMs / 2,
    });
    this.#principal = who.principal;
    this.#outward = new OutwardCalls(
      context.gateway,
      who,
      (message) => this.#child.send(message),
    );
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
  run(request: PieceRequest): Promise<RunAnswer> {
    return this.#start(request, undefined).answer;
  }

  /** Watches a value until the returned function is called, or the process ends. */
  watch(
    request: PieceRequest & { verb: "watch" },
    onEvent: (event: WatchEvent) => void,
  ): { readonly started: Promise<RunAnswer>; readonly stop: () => void } {
    const { id, answer } = this.#start(request, onEvent);
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
    onEvent: ((event: WatchEvent) => void) | undefined,
  ): { readonly id: number; readonly answer: Promise<RunAnswer> } {
    this.#cancelIdle();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<RunAnswer>();
    const { clock, budgets } = this.#context;
    const running = {
      resolve,
      reject,
      onEvent,
      navigate: [],
      deadline: new Deadline(clock, budgets.deadlineMs, () => this.#overdue(id)),
      cancelSettle: () => {},
      isAnswered: false,
    };
    this.#running.set(id, running);
    if (this.#pauses === 0) running.deadline.start();
    if (this.#isEnded) this.#settle(id, (run) => run.reject(new RunAbortedError()));
    else this.#send({ type: "run", id, request });
    return { id, answer: promise };
  }

  #onReady(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#resume();
  }

  #pause(): void {
    this.#pauses++;
    for (const { deadline } of this.#running.values()) deadline.pause();
  }

  #resume(): void {
    if (--this.#pauses > 0) return;
    for (const { deadline } of this.#running.values()) deadline.start();
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
      case "ready":
        return this.#onReady();
      case "socket-open":
        return this.#openSocket(message.socket);
      case "socket":
        return void this.#sockets.get(message.socket)?.receive(message.text);
      case "socket-close":
        return this.#closeSocket(message.socket);
      case "compile":
        return void this.#compile(message);
      case "fetch":
      case "model":
        return void this.#outward.start(message);
      case "fetch-abort":
        return this.#outward.abort(message.id);
      case "committed":
        return this.#onCommitted(message.id, message.value);
      case "done":
        return this.#onDone(message);
      case "value":
        return this.#running.get(message.id)?.onEvent?.({ kind: "value", value: message.value });
      case "navigate":
        return this.#onNavigate(message.ids, message.target);
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

  /** What is committed is never told as failed, however long the rest takes. */
  #onCommitted(id: number, value: unknown): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.deadline.end();
    running.cancelSettle();
    running.cancelSettle = this.#context.clock.after(
      this.#context.budgets.settleMs,
      () => this.#answer(id, { value, isSettled: false }),
    );
  }

  #onDone({ id, value, failures }: FromChild & { type: "done" }): void {
    const running = this.#running.get(id);
    if (running?.onEvent === undefined) {
      return this.#answer(id, { value, isSettled: true, failures });
    }
    // A watch has begun; it goes on until it is stopped.
    running.deadline.end();
    running.isAnswered = true;
    running.resolve({ value, isSettled: true, navigate: [] });
  }

  #answer(id: number, answer: Omit<RunAnswer, "navigate">): void {
    this.#settle(id, (run) => run.resolve({ ...answer, navigate: run.navigate }));
  }

  #onNavigate(ids: readonly number[], target: NavigationTarget): void {
    for (const id of ids) {
      const running = this.#running.get(id);
      if (running?.onEvent !== undefined) running.onEvent({ kind: "navigate", target });
      else if (running !== undefined && running.navigate.length < NAVIGATIONS_MAX) {
        running.navigate.push(target);
      }
    }
  }

  /**
   * Code is compiled from the sources that the child names. The hash of a stored program says what
   * they are; those that a pattern made are what they are, right or wrong.
   */
  async #compile({ id, hash, source }: FromChild & { type: "compile" }): Promise<void> {
    this.#pause();
    try {
      const result = await this.#context.compiler.compile(source);
      if (hash === undefined) {
        return void this.#send({ type: "compiled", id, outcome: outcomeOf(result) });
      }
      const { program, diagnostics } = result;
      if (program === undefined) {
        const [first] = diagnostics;
        throw new RunAbortedError(`${first?.file}:${first?.line}: ${first?.message}`);
      }
      if (program.hash !== hash) throw new RunAbortedError("the stored sources were altered");
      this.#send({ type: "program", id, program });
    } catch (error) {
      this.#send({ type: "no-program", id, problem: toCfError(error).message });
    } finally {
      this.#resume();
    }
  }

  #onExit(exit: ChildExit): void {
    this.#isEnded = true;
    this.#cancelIdle();
    for (const socket of [...this.#sockets.keys()]) this.#closeSocket(socket);
    this.#outward.close();
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
    running.deadline.end();
    running.cancelSettle();
    settle(running);
    // Who asked for an answered watch has no other way to learn of its end.
    if (running.isAnswered) running.onEvent?.({ kind: "end" });
    this.#idle();
  }

  #idle(): void {
    this.#cancelIdle();
    if (this.#isEnded || this.#running.size > 0) return;
    const { clock, budgets } = this.#context;
    this.#cancelIdle = clock.after(budgets.idleMs, () => void this.kill());
  }

  #send(message: ToChild): void {
    void this.#child.send(message);
  }
}
