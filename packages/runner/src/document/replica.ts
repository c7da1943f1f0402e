/**
 * The runtime's copy of a space: documents, own commits in flight, and the frames that bring both
 * up to date. It is the only place that talks to the space's connection.
 */

import type { Json } from "@cf/utils";
import {
  addressKey,
  applyOperation,
  type Commit,
  ConflictError,
  type DocAddress,
  type DocSnapshot,
  type Frame,
  type Link,
  OutOfTurnError,
  type QuerySpec,
  type QueryUpdate,
  RemoteError,
  type SpaceConnection,
} from "@cf/protocol";
import { NotReady } from "../errors.ts";
import { batch } from "../reactive/mod.ts";
import { Document } from "./document.ts";
import { Loader } from "./loader.ts";
import { Made, type Origin } from "./origin.ts";
import { ReadAhead } from "./read-ahead.ts";
import { findUnneeded, FormerDocuments, isLookDue } from "./retention.ts";
import { Siblings } from "./siblings.ts";
import type { Transaction } from "./transaction.ts";

/** Why a commit was refused. */
type ErrorOnWire = Frame["refusals"][number]["error"];

interface InFlight {
  readonly documents: readonly Document[];
  /** The own commits, not answered then, that it saw or that the handlers before it made. */
  readonly needs: readonly number[];
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
}

/** One space as this runtime sees it. */
export class Replica {
  readonly #documents = new Map<string, Document>();
  readonly #former = new FormerDocuments();
  readonly #siblings = new Map<string, Siblings>();
  readonly #made = new Made();
  readonly #readAhead = new ReadAhead((link) => this.#linked(link), this.#made);
  readonly #loader: Loader;
  /** Those that were unwatched and of which the space may have sent a snapshot before it knew. */
  readonly #unheard = new Set<string>();
  readonly #inFlight = new Map<number, InFlight>();
  /** Those of handlers, in order; some may be over. */
  readonly #ofHandlers: number[] = [];
  readonly #queries = new Map<number, (update: QueryUpdate) => void>();
  #lastLocal: number;
  #lastQuery = 0;
  /** Commits and frames since it was last asked which documents can go. */
  #events = 0;
  /** The sequence number of the last frame. */
  seq = 0;
  /** As of which commit each watched query is right that is not pending. */
  queriesSeq = 0;

  constructor(readonly connection: SpaceConnection) {
    this.#lastLocal = connection.used ?? 0;
    this.#loader = new Loader(connection, (snapshots, asked) => this.#take(snapshots, asked));
    connection.onFrame = (frame) => this.#apply(frame);
  }

  /** The space's name. */
  get space(): string {
    return this.connection.space;
  }

  /** How many own commits are not answered. */
  get pendingCommits(): number {
    return this.#inFlight.size;
  }

  /** How many documents it keeps. */
  get size(): number {
    return this.#documents.size;
  }

  /** The document at an address, if it is kept. */
  known(address: DocAddress): Document | undefined {
    return this.#documents.get(addressKey(address));
  }

  /** The document at an address; it may not be loaded. */
  document(address: DocAddress): Document {
    const key = addressKey(address);
    let document = this.#documents.get(key);
    if (document === undefined) {
      document = this.#former.take(key) ??
        new Document({ id: address.id, scope: address.scope }, key, this);
      document.isUsed = true;
      this.#documents.set(key, document);
    }
    return document;
  }

  /**
   * Makes sure that a document is loaded, or throws {@linkcode NotReady} until it is. `by` has the
   * link that led to it, or is what made it, and says what may be wanted next.
   */
  require(document: Document, by?: Document | Origin): void {
    const [holder, origin] = by instanceof Document ? [by, undefined] : [undefined, by];
    document.via ??= holder;
    if (document.state === "loaded") return;
    if (document.state === "unloaded") {
      this.#admit(document);
      this.#loader.load(document);
      this.#loadBeside(document, holder ?? this.#makerOf(document, origin), origin?.siblings);
    }
    if ((document.state as string) === "loaded") return;
    document.trackKind([]);
    throw new NotReady(`document ${document.key}`, document.ready!);
  }

  /** The piece that has the document, which is noted for others like it. */
  #makerOf(document: Document, origin: Origin | undefined): Document | undefined {
    if (origin?.piece === undefined) return undefined;
    const maker = this.known({ id: origin.piece, scope: "space" });
    if (maker === undefined) return undefined;
    this.#made.note(maker, origin, document.address.scope);
    return document.via ??= maker;
  }

  #loadBeside(document: Document, holder?: Document, siblings?: Siblings): void {
    if ((document.state as string) === "loaded") return;
    const ahead = new Set(
      holder?.owner === this ? this.#readAhead.beside(document, holder) : [],
    );
    for (const each of siblings === undefined ? [] : this.#unasked(siblings)) ahead.add(each);
    if (ahead.size === 0) return;
    for (const each of ahead) this.#admit(each);
    void this.#loader.loadAhead([...ahead]);
  }

  #unasked(siblings: Siblings): Document[] {
    return siblings.take().map((address) => this.document(address))
      .filter(({ state }) => state === "unloaded");
  }

  /** Whether what is asked for takes a while, as far as is known. */
  get isFar(): boolean {
    return !this.#loader.isSynchronous;
  }

  /** The documents of a name that bodies make. */
  siblings(name: string): Siblings {
    let found = this.#siblings.get(name);
    if (found === undefined) this.#siblings.set(name, found = new Siblings());
    return found;
  }

  #linked({ space = this.space, id, scope = "space" }: Link): Document | undefined {
    if (space !== this.space) return undefined;
    // A node of a piece has no document of its own.
    return this.document({ id: id.startsWith("piece:") ? id.split("#")[0]! : id, scope });
  }

  /** Keeps a document that something asks for, although it went. */
  #admit(document: Document): void {
    this.document(document.address);
    this.#unheard.delete(document.key);
  }

  #take(snapshots: readonly DocSnapshot[], asked: readonly Document[]): void {
    batch(() => {
      for (const snapshot of snapshots) this.#takeSnapshot(snapshot);
      for (const document of asked) {
        if (document.state === "loaded") continue;
        document.state = "loaded";
        document.touch();
      }
    });
  }

  #takeSnapshot(snapshot: DocSnapshot): void {
    if (this.#unheard.has(addressKey(snapshot))) return;
    const document = this.document(snapshot);
    if (document.state === "loaded" && document.seq >= snapshot.seq) return;
    const first = document.state !== "loaded";
    document.confirm(snapshot.value, snapshot.seq);
    if (first) document.touch();
  }

  /**
   * Makes a transaction visible here and sends it. Resolves with its sequence number when the
   * space accepted it; rejects, with everything undone, when it was refused.
   */
  commit(transaction: Transaction): Promise<number> {
    const gone = [...transaction.documents.keys()].find(({ state }) => state !== "loaded");
    if (gone !== undefined) {
      const error = new ConflictError({ ...gone.address, path: [], seq: this.seq });
      transaction.onRefused?.(error);
      return Promise.reject(error);
    }
    const local = ++this.#lastLocal;
    const hidden = transaction.database !== undefined;
    const reads = transaction.reads();
    const { promise, resolve, reject: fail } = Promise.withResolvers<number>();
    promise.catch(() => {});
    const reject = (error: Error) => {
      transaction.onRefused?.(error);
      fail(error);
    };
    const documents = [...transaction.documents.keys()];
    const after = transaction.isOfHandler ? this.#lastOfHandlers() : undefined;
    const needs = new Set(reads.flatMap(({ pending }) => pending ?? []));
    if (after !== undefined) needs.add(after);
    if (transaction.isOfHandler) this.#ofHandlers.push(local);
    this.#inFlight.set(local, { documents, needs: [...needs], resolve, reject });
    batch(() => {
      for (const [document, operations] of transaction.documents) {
        document.addPending({ local, operations, hidden }, transaction.valueOf(document));
      }
    });
    const commit: Commit = {
      local,
      ...(after === undefined ? {} : { after }),
      reads,
      operations: transaction.operations,
      ...(transaction.database === undefined ? {} : { sqlite: sqlitePart(transaction) }),
    };
    try {
      this.connection.commit(commit);
    } catch (error) {
      // The connection is closed: nothing of it was sent, and nothing of it stays visible.
      this.#takeBack(local, error as Error);
      return promise;
    }
    Replica.#watchInvented(transaction);
    this.#countEvent();
    return promise;
  }

  /** Undoes a commit that gets no answer, and says why. */
  #takeBack(local: number, error: Error): void {
    const flight = this.#inFlight.get(local);
    if (flight === undefined) return;
    this.#inFlight.delete(local);
    batch(() => {
      for (const document of flight.documents.toReversed()) document.dropPending(local);
    });
    flight.reject(error);
  }

  /** The session has ended: what it had sent and was not answered fails with `error`. */
  end(error: Error): void {
    for (const local of [...this.#inFlight.keys()].toReversed()) this.#takeBack(local, error);
  }

  /** The newest commit of a handler that is in flight. */
  #lastOfHandlers(): number | undefined {
    const locals = this.#ofHandlers;
    const isOver = (local: number | undefined) => local !== undefined && !this.#inFlight.has(local);
    // The oldest are answered first, the newest are undone first.
    while (isOver(locals[0])) locals.shift();
    while (isOver(locals.at(-1))) locals.pop();
    return locals.at(-1);
  }

  /** Watches what a transaction made up and did not write: others may write it first. */
  static #watchInvented(transaction: Transaction): void {
    const unwritten = [...transaction.invented].filter(({ isUntouched }) => isUntouched);
    transaction.invented.clear();
    for (const [owner, documents] of Map.groupBy(unwritten, (document) => document.owner)) {
      if (!(owner instanceof Replica)) continue;
      for (const document of documents) owner.#admit(document);
      void owner.#loader.follow(documents);
    }
  }

  #apply(frame: Frame): void {
    const settled: (() => void)[] = [];
    batch(() => {
      for (const snapshot of frame.snapshots) this.#takeSnapshot(snapshot);
      for (const change of frame.changes) {
        const { own, operations, seq } = change;
        const document = this.known(change);
        if (document === undefined) continue;
        if (own !== undefined) document.confirmOwn(own, seq);
        else if (document.state === "loaded" && seq > document.seq) {
          document.confirm(operations.reduce(apply, document.confirmed), seq);
        }
      }
      for (const { query, update } of frame.queries) this.#queries.get(query)?.(update);
      for (const { local, seq } of frame.receipts) {
        const flight = this.#inFlight.get(local);
        if (flight === undefined) continue;
        this.#inFlight.delete(local);
        for (const document of flight.documents) document.confirmOwn(local, seq);
        settled.push(() => flight.resolve(seq));
      }
      for (const { local, error } of frame.refusals) this.#refuse(local, error, settled);
      this.seq = Math.max(this.seq, frame.seq);
      this.queriesSeq = frame.queriesSeq ?? this.queriesSeq;
    });
    for (const settle of settled) settle();
    this.#countEvent();
  }

  #countEvent(): void {
    if (!isLookDue(++this.#events, this.#documents.size) || !this.#canLetGo) return;
    this.#events = 0;
    queueMicrotask(() => this.letGo());
  }

  /** An answer on its way may name any document, and without a connection none can come back. */
  get #canLetGo(): boolean {
    return !this.#loader.isWaiting && this.connection.status === "open";
  }

  /** Lets go of documents that nothing has needed since the last call, and watches them no more. */
  letGo(): void {
    if (!this.#canLetGo) return;
    const unneeded = findUnneeded(this.#documents, this.space);
    if (unneeded.length === 0) return;
    const watched = unneeded.filter(({ state }) => state === "loaded");
    batch(() => {
      for (const document of unneeded) {
        document.unload();
        this.#documents.delete(document.key);
        this.#former.add(document);
      }
    });
    if (watched.length === 0) return;
    this.connection.unwatch(watched.map(({ address }) => address));
    const heard = this.#loader.heard();
    if (heard === undefined) return;
    // What the space sends of these is old until it has read that nobody watches them.
    for (const { key } of watched) this.#unheard.add(key);
    void heard.then(() => {
      for (const { key } of watched) this.#unheard.delete(key);
    });
  }

  /**
   * Undoes a refused commit. Those that saw it, or that handlers made after it, will be refused for
   * that, so they are undone at once: what tries again sees nothing of them, and all run again in
   * their order.
   */
  #refuse(local: number, error: ErrorOnWire, settled: (() => void)[]): void {
    const doomed = this.#doomedBy(local);
    // The newest goes first, and in each what was written last: lists let go of elements that are
    // no more before whoever shows an element meets nothing.
    for (const [number, { documents }] of doomed.toReversed()) {
      this.#inFlight.delete(number);
      for (const document of documents.toReversed()) document.dropPending(number);
    }
    for (const [number, { reject }] of doomed) {
      const why = number === local ? new RemoteError(error) : new OutOfTurnError(local);
      settled.push(() => reject(why));
    }
  }

  /** A commit in flight and those that need it or one that does, the oldest first. */
  #doomedBy(local: number): [number, InFlight][] {
    const doomed = new Map<number, InFlight>();
    for (const [number, flight] of this.#inFlight) {
      if (number === local || flight.needs.some((needed) => doomed.has(needed))) {
        doomed.set(number, flight);
      }
    }
    return [...doomed];
  }

  /** Watches a query; `listener` runs inside the turn of each frame. Returns the function to stop. */
  watchQuery(spec: QuerySpec, listener: (update: QueryUpdate) => void): () => void {
    const query = ++this.#lastQuery;
    this.#queries.set(query, listener);
    this.connection.watchQuery(query, spec);
    return () => {
      this.#queries.delete(query);
      this.connection.unwatchQuery(query);
    };
  }
}

/** Whether a refused commit is worth another try on fresh state. */
export function isConflict(error: unknown): boolean {
  return error instanceof ConflictError || isOutOfTurn(error) ||
    error instanceof RemoteError && error.code === "conflict";
}

/** Whether it was refused for the sake of one before it, and not for what it read. */
export function isOutOfTurn(error: unknown): boolean {
  return error instanceof OutOfTurnError ||
    error instanceof RemoteError && error.code === "out-of-turn";
}

function apply(value: Json | undefined, operation: Parameters<typeof applyOperation>[1]) {
  return applyOperation(value, operation);
}

function sqlitePart(transaction: Transaction) {
  const { handle, statements } = transaction.database!;
  return { handle, statements };
}
