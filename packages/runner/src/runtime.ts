/**
 * The runtime: it joins replicas, programs, pieces and the event queue for one session, and is
 * what hosts talk to. Pattern code never holds it.
 */

import { assert, type Json } from "@cf/utils";
import type { Link, Path, Scope } from "@cf/protocol";
import { Cell, type ListOperation, makeBinding, makeCell } from "./cell/cell.ts";
import { Builtins } from "./builtins/builtins.ts";
import { cellOf, viewOf } from "./cell/faces.ts";
import { cellHolding, createCell } from "./cell/create.ts";
import { cellStateAt, presentValue, readValue } from "./cell/read.ts";
import { makeReference } from "./cell/reference.ts";
import { resolve, targetOf } from "./cell/resolve.ts";
import { cellKindOf, type Shape } from "./cell/schema.ts";
import { CellState } from "./cell/state.ts";
import { DocTarget, isDocTarget, type LiveNode } from "./cell/target.ts";
import { setAt } from "./cell/write.ts";
import { type Context, currentContext, runIn } from "./context.ts";
import type { Document } from "./document/document.ts";
import type { Replica } from "./document/replica.ts";
import { Transaction } from "./document/transaction.ts";
import { NotReady, PatternError, RuntimeClosedError } from "./errors.ts";
import { withBudget } from "./event/budget.ts";
import { EventQueue } from "./event/queue.ts";
import { commonfabricModules } from "./commonfabric.ts";
import { Databases } from "./pattern/database.ts";
import type { QueryResult } from "./pattern/query-result.ts";
import { ListNode } from "./pattern/list.ts";
import { referenceTo } from "./pattern/nodes.ts";
import type { Site } from "./pattern/site.ts";
import { StreamNode } from "./pattern/stream.ts";
import { hardenForPrograms, makeEvaluator } from "./piece/compartment.ts";
import { Instance } from "./piece/instance.ts";
import { Pieces } from "./piece/pieces.ts";
import { Programs } from "./piece/programs.ts";
import { LiveNodes } from "./piece/live-nodes.ts";
import { endowmentsOf } from "./piece/endowments.ts";
import { Failures } from "./piece/failures.ts";
import type { Faces, RuntimeOptions } from "./runtime-options.ts";
import { Spaces } from "./spaces.ts";
import { type Observing, Turns } from "./turns.ts";
import { checkIdempotence } from "./pattern/idempotence.ts";
import {
  activeObserver,
  effect,
  setEffectErrorHandler,
  TooDeep,
  trackedBy,
  untracked,
} from "./reactive/mod.ts";

/** What the runtime runs for a node of a body. */
export interface Computation {
  readonly label: string;
  /** How much it wrote. */
  readonly count?: number;
  /** Whether its piece is gone, so that its errors say nothing. */
  isUndone(): boolean;
}

/** One session's reactive world. */
export class Runtime {
  readonly builtins: Builtins;
  readonly databases: Databases;
  readonly pieces: Pieces;
  readonly programs: Programs;
  readonly queue: EventQueue;
  readonly nodes: LiveNodes = new LiveNodes(this);
  readonly openQueries = new Set<QueryResult>();
  readonly faces: Faces;
  readonly clock: { nowMs(): number };
  /** The prefix of this runtime's event causes: no other session has it. */
  readonly eventPrefix: string;
  /** How long one computation or handler may run. */
  readonly budgetMs: number;
  readonly #options: RuntimeOptions;
  readonly #spaces: Spaces;
  readonly #roots = new WeakMap<Document, Map<Shape | undefined, CellState>>();
  readonly #failures: Failures;
  #isClosed = false;
  readonly #turns = new Turns(this);
  /** How many runs of computations have written. */
  #writingRuns = 0;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.budgetMs = options.budgetMs ?? 5000;
    this.#failures = new Failures(this, options);
    hardenForPrograms(Cell);
    setEffectErrorHandler((error) =>
      queueMicrotask(() => {
        throw error;
      })
    );
    const { connection } = options;
    this.#spaces = new Spaces(options);
    this.clock = { nowMs: options.nowMs ?? (() => Date.now()) };
    this.eventPrefix = `${connection.space}/${connection.session}/${randomText()}`;
    this.builtins = new Builtins(this, options);
    this.databases = new Databases(this);
    this.pieces = new Pieces(this);
    this.queue = new EventQueue(this);
    this.programs = new Programs(
      options.programs ?? ((_space, hash) => Promise.reject(noProgram(hash))),
      () => makeEvaluator(endowmentsOf(options)),
      hardenForPrograms(commonfabricModules()),
      (what, fn) => this.budgeted(what, fn),
    );
    this.faces = {
      cell: makeCell,
      reference: makeReference,
      list: (state, operation, fn, site) => this.#makeList(state, operation, fn, site),
      binding: makeBinding,
    };
  }

  /** The space that pieces are made in. */
  get homeSpace(): string {
    return this.#options.connection.space;
  }

  #makeList(
    state: CellState,
    operation: ListOperation,
    fn: (...args: unknown[]) => unknown,
    site: Site | undefined,
  ): object {
    const frame = currentContext()?.frame;
    assert(frame !== undefined, "a list operation in a body has a frame");
    const node = new ListNode(frame, state, operation, fn, site ?? {});
    const schema = operation === "filter" ? undefined : site?.schema;
    const reference = referenceTo(frame, node, schema === undefined ? {} : { schema });
    return reference;
  }

  // Documents

  /** The replica of a space; it is opened when it is first used. */
  replica(space: string): Replica {
    return this.#spaces.replica(space);
  }

  /** The space that patterns in `home` call by a name; it is made when it is first used. */
  spaceNamed(home: string, name: string): string {
    return this.#spaces.named(home, name);
  }

  /** Throws {@linkcode NotReady} until a target is there; `holder` has the link to it, if any. */
  load(target: DocTarget, holder?: Document): Document {
    const known = target.document;
    if (known?.state === "loaded") {
      known.isUsed = true;
      return known;
    }
    const replica = this.replica(target.space);
    const document = target.document = replica.document(target);
    document.isUsed = true;
    replica.require(document, holder ?? target.origin);
    return document;
  }

  /** The stored JSON of a document, named or pointed at; subscribes to all of it. */
  raw(named: Pick<DocTarget, "space" | "id" | "scope">, holder?: Document): Json | undefined {
    const { space, id, scope } = named;
    const target = named instanceof DocTarget ? named : new DocTarget(space, id, scope);
    const document = this.load(target, holder);
    document.trackDeep([]);
    const transaction = currentContext()?.transaction;
    return transaction === undefined ? document.value : transaction.valueOf(document);
  }

  /** Says that a document was just invented here, so that nobody waits for it. */
  markNew(space: string, id: string, scope: Scope = "space"): void {
    const document = this.replica(space).document({ id, scope });
    document.state = "loaded";
    currentContext()?.transaction?.invented.add(document);
  }

  /** Runs `body` in a transaction of its own and commits it. */
  transact<T>(label: string, body: (transaction: Transaction) => T): T {
    const cause = `${this.eventPrefix}/${label}/${randomText()}`;
    const transaction = new Transaction(cause, false);
    const outer = currentContext();
    const context: Context = {
      mode: outer?.mode === "compute" ? "compute" : "host",
      runtime: this,
      transaction,
      frame: outer?.frame,
      written: outer?.written,
      tracked: trackedBy(activeObserver()),
    };
    const result = untracked(() => runIn(context, () => body(transaction)));
    if (!transaction.isEmpty) {
      transaction.replica!.commit(transaction).catch((error) => this.reportError(error, label));
    }
    return result;
  }

  // Places

  /**
   * The state of a place; the same object for whole documents, so that views are kept. A place in a
   * space that cannot be opened is a place all the same, which says so to whoever reads it.
   */
  place(
    target: DocTarget,
    path: Path,
    shape: Shape | undefined,
    fallback: Json | undefined,
  ): CellState {
    if (path.length > 0 || fallback !== undefined) {
      return new CellState(this, target, path, shape, fallback);
    }
    const known = target.document;
    const document = known?.state === "loaded"
      ? known
      : this.#spaces.reachable(target.space)?.document(target);
    if (document === undefined) return new CellState(this, target, path, shape, fallback);
    let states = this.#roots.get(document);
    if (states === undefined) this.#roots.set(document, states = new Map());
    let state = states.get(shape);
    if (state === undefined) {
      states.set(shape, state = new CellState(this, target, [], shape, undefined));
    }
    return state;
  }

  /** The state of a link's target. */
  linked(link: Link, space: string, shape: Shape | undefined): CellState {
    const target = targetOf(this, link, space);
    const path = link.path ?? [];
    return isDocTarget(target)
      ? this.place(target, path, shape, undefined)
      : new CellState(this, target, path, shape, undefined);
  }

  /** The cell of a link's target with the schema of what it holds. */
  cellAt(link: Link, space: string, shape: Shape | undefined): object {
    return makeCell(cellStateAt(this.linked(link, space, shape)));
  }

  /** The place a view was read from. */
  placeOfView(view: unknown): CellState | undefined {
    return viewOf(view);
  }

  // What cells delegate

  /** `new Writable(value)` in the running body or handler. */
  createCell(value: unknown, site: Site, scope: Scope | undefined): object {
    return createCell(this, value, { site, scope });
  }

  /** A cell of its own for a plain value that was given where a cell is wanted. */
  cellHolding(value: unknown, shape: Shape | undefined): object {
    return makeCell(cellHolding(this, value, shape));
  }

  /** `cell.send(value)`: an event for a stream, a new value where no stream is declared. */
  send(state: CellState, value: unknown, declared = false): unknown {
    const stream = this.streamAt(state);
    if (stream !== undefined) return void this.queue.send(stream, value);
    if (declared || cellKindOf(state.shape) === "stream") {
      throw new PatternError(
        "no-handler",
        `Cannot send to ${this.describe(state)}: nobody gave a stream there; ` +
          "give one, or declare it with a '?' and ask whether it is there",
      );
    }
    setAt(state, value);
    return undefined;
  }

  /** The stream that a place leads to, if it does. */
  streamAt(state: CellState): StreamNode | undefined {
    const found = resolve(state, { silent: true });
    return found.kind === "live" && found.value instanceof StreamNode ? found.value : undefined;
  }

  /** The argument cell of the piece that a cell is the result of. */
  argumentOf(state: CellState, shape: Shape | undefined): object | undefined {
    const found = resolve(state);
    if (found.kind !== "live") return undefined;
    const { node } = found;
    const argument = node instanceof Instance
      ? node.argument
      : node.id.includes("#")
      ? undefined
      : this.pieces.instance(node.space, node.id).argument;
    if (argument === undefined) return undefined;
    return makeCell(shape === undefined ? argument : argument.withShape(shape));
  }

  /** Calls `listener` with the value now and whenever it changes. */
  sink(state: CellState, listener: (value: unknown) => void): () => void {
    return this.effect(() => {
      const value = readValue(state);
      untracked(() => listener(value));
    });
  }

  /**
   * An effect that waits where something is not ready, and reports other errors. `writes` is the
   * node that it runs for what that writes: the one to blame if effects never settle. It runs after
   * what may end it, and after those of less depth.
   */
  effect(
    body: () => void,
    { writes, depth }: { readonly writes?: LiveNode; readonly depth?: number } = {},
  ): () => void {
    const onRunaway = writes && (() => this.#failures.runaway(writes));
    return effect(() => {
      try {
        runIn({ mode: "compute", runtime: this }, body);
      } catch (error) {
        if (error instanceof TooDeep) throw error;
        if (!(error instanceof NotReady)) this.#failures.met(error, "effect");
      }
    }, { onRunaway, lateAt: depth });
  }

  /** How a place is called in messages. */
  describe(state: CellState): string {
    const { target, path } = state;
    const name = isDocTarget(target)
      ? target.id
      : (target as { label?: string }).label ?? target.id;
    return path.length === 0 ? name : `${name}/${path.join("/")}`;
  }

  // Computation

  /** Whether a value is a reference or a cell. */
  isReactive(value: unknown): boolean {
    return cellOf(value) !== undefined;
  }

  /** What a reference, cell or other value reads as now. */
  valueOf(value: unknown): unknown {
    return presentValue({ runtime: this }, value, undefined);
  }

  /** Like {@linkcode valueOf}, and a cell is what it holds. */
  currentValue(value: unknown): unknown {
    const state = cellOf(value);
    return state === undefined ? value : readValue(cellStateAt(state));
  }

  /** Runs a computation within its budget and reports what it throws. */
  compute<T>(node: Computation, fn: (transaction?: Transaction) => T): T {
    const before = this.#writingRuns;
    try {
      const value = this.budgeted(node, fn);
      const { onDifference } = this.#options;
      if ((node.count ?? 0) > 0) this.#writingRuns++;
      const wrote = this.#writingRuns !== before;
      this.#failures.clear(node);
      if (onDifference !== undefined) {
        checkIdempotence(this, { label: node.label, value, wrote, fn, report: onDifference });
      }
      return value;
    } catch (error) {
      if (node.isUndone()) this.#failures.hush(error);
      else this.#failures.note(node, error);
      throw error;
    }
  }

  /** Runs `fn` within the budget of one computation. */
  budgeted<T>(node: { label: string }, fn: () => T): T {
    return withBudget(this.budgetMs, node, fn);
  }

  /** Reads outside of every subscription and read set. */
  sampling<T>(context: Context | undefined, fn: () => T): T {
    if (context?.transaction === undefined) return untracked(fn);
    const { transaction } = context;
    return untracked(() => transaction.withoutRecording(fn));
  }

  /** Tells the host of an error once, with the author's line. */
  reportError(error: unknown, where: string): void {
    this.#failures.report(error, where);
  }

  /** A query has answered; errors of computations that waited for it count now. */
  queryAnswered(): void {
    this.#failures.queryAnswered();
  }

  /** Says why something reads as undefined, if anybody listens. */
  explain(text: () => string): void {
    this.#options.onExplain?.(text());
  }

  // Turns

  /** Runs `fn` after the present turn. */
  afterTurn(fn: () => void): void {
    this.#turns.afterTurn(fn);
  }

  /** Runs `fn` as the host, again after whatever it had to wait for. */
  whenReady<T>(fn: () => T, options?: { rows?: boolean }): Promise<T> {
    return this.#turns.whenReady(fn, options);
  }

  /** Runs `fn` in an effect until everything that it reads has arrived; see {@linkcode Turns}. */
  observing<T>(fn: () => T, options?: Observing<T>): Promise<T> {
    return this.#turns.observing(fn, options);
  }

  /** Resolves when nothing is outstanding; with `builtins`, requests included. */
  idle(options?: { builtins?: boolean }): Promise<void> {
    return this.#turns.idle(options);
  }

  /** The spaces that are open. */
  replicas(): IterableIterator<Replica> {
    return this.#spaces.open();
  }

  /** Throws a {@linkcode RuntimeClosedError} once the runtime was disposed. */
  requireOpen(action: string): void {
    if (this.#isClosed) throw new RuntimeClosedError(action);
  }

  /** Ends all pieces and closes the connections; what is not finished fails as `closed`. */
  async dispose(): Promise<void> {
    this.#isClosed = true;
    this.pieces.dispose();
    this.builtins.dispose();
    this.#failures.close();
    this.queue.close();
    await this.#spaces.close(new RuntimeClosedError("wait for an answer"));
  }
}

const randomText = () => crypto.randomUUID().slice(0, 13);

function noProgram(hash: string): Error {
  return new PatternError(
    "unknown-program",
    `Cannot load program ${hash}: this host has no programs`,
  );
}
