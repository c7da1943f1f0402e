/**
 * A client as simple as a client can be: it applies frames as the protocol says and remembers what
 * it was told, so that a test can compare it with the space.
 */

import {
  addressKey,
  applyOperation,
  type Commit,
  type DocAddress,
  type DocSnapshot,
  type Frame,
  type Operation,
  type QueryUpdate,
  type ReadRecord,
  type SpaceConnection,
  type SqlParams,
  type SqlValue,
} from "@cf/protocol";
import assert from "node:assert/strict";
import type { Json } from "@cf/utils";

/** The answer to a commit. */
export type Answer =
  | { readonly ok: true; readonly seq: number }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What a client knows of a document. */
export interface Known {
  seq: number;
  value: Json | undefined;
}

/** One client of one space. */
export class Replica {
  readonly connection: SpaceConnection;
  readonly frames: Frame[] = [];
  readonly documents = new Map<string, Known>();
  readonly queries = new Map<number, QueryUpdate[]>();
  /** The rows of each query as its updates make them. */
  readonly rows = new Map<number, SqlValue[][]>();
  readonly answers = new Map<number, Answer>();
  readonly #commits = new Map<number, Commit>();
  #waiting: { isTrue: () => boolean; resolve: () => void }[] = [];
  #local = 0;

  constructor(connection: SpaceConnection) {
    this.connection = connection;
    connection.onFrame = (frame) => {
      this.frames.push(frame);
      this.#apply(frame);
      this.#wake();
    };
  }

  /** Watches and waits for the answer. */
  async watch(ids: readonly (string | DocAddress)[], reachMax?: number): Promise<void> {
    const addresses = ids.map((id) =>
      typeof id === "string" ? { id, scope: "space" } as const : id
    );
    const options = reachMax === undefined ? {} : { reachMax };
    for (const snapshot of await this.connection.watch(addresses, options)) this.#note(snapshot);
    this.#wake();
  }

  /** Sends a commit and gives its number. */
  send(operations: readonly Operation[], reads: readonly ReadRecord[] = []): number {
    const local = ++this.#local;
    const commit: Commit = { local, reads, operations };
    this.sendCommit(commit);
    return local;
  }

  /** Sends a commit of statements on one database, and operations beside them. */
  exec(
    handle: DocAddress,
    statements: readonly { sql: string; params?: SqlParams }[],
    operations: readonly Operation[] = [],
  ): number {
    const local = ++this.#local;
    this.sendCommit({ local, reads: [], operations, sqlite: { handle, statements } });
    return local;
  }

  /** Sends a whole commit, whose number must be the next one. */
  sendCommit(commit: Commit): void {
    this.#local = Math.max(this.#local, commit.local);
    this.#commits.set(commit.local, commit);
    this.connection.commit(commit);
  }

  /** Sends a commit and waits for its answer. */
  async commit(operations: readonly Operation[], reads?: readonly ReadRecord[]): Promise<Answer> {
    return await this.answerTo(this.send(operations, reads));
  }

  /** The answer to a commit, once it is there. */
  async answerTo(local: number): Promise<Answer> {
    await this.until(() => this.answers.has(local));
    return this.answers.get(local)!;
  }

  /** Resolves when `isTrue` holds after a frame or watch. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isTrue, resolve }));
  }

  /** Resolves when the document is known as of `seq` or later. */
  async seen(id: string, seq: number): Promise<void> {
    await this.until(() => (this.documents.get(id)?.seq ?? -1) >= seq);
  }

  value(id: string | DocAddress): Json | undefined {
    return this.documents.get(typeof id === "string" ? id : addressKey(id))?.value;
  }

  /** A read of the whole document as it is known now. */
  read(id: string, path: readonly string[] = []): ReadRecord {
    return { id, scope: "space", path, seq: this.documents.get(id)?.seq ?? 0 };
  }

  #apply(frame: Frame): void {
    const lastSeq = new Map<string, number>();
    for (const change of frame.changes) {
      const key = addressKey(change);
      assert.ok((lastSeq.get(key) ?? 0) <= change.seq, "changes of a document are in log order");
      lastSeq.set(key, change.seq);
      const known = this.documents.get(key) ?? { seq: 0, value: undefined };
      if (change.seq <= known.seq && change.own === undefined) continue;
      const operations = change.own === undefined
        ? change.operations
        : this.#ownOperations(change.own, change);
      if (change.seq < known.seq) continue;
      for (const operation of operations) known.value = applyOperation(known.value, operation);
      known.seq = change.seq;
      this.documents.set(key, known);
    }
    for (const snapshot of frame.snapshots) this.#note(snapshot);
    for (const { query, update } of frame.queries) {
      const updates = this.queries.get(query) ?? [];
      updates.push(update);
      this.queries.set(query, updates);
      this.#applyQuery(query, update);
    }
    for (const { local, seq } of frame.receipts) this.#answer(local, { ok: true, seq });
    for (const { local, error } of frame.refusals) {
      this.#answer(local, { ok: false, code: error.code, message: error.message });
    }
  }

  #applyQuery(query: number, update: QueryUpdate): void {
    if (update.kind === "rows") {
      this.rows.set(query, update.result.rows.map((row) => [...row]));
    } else if (update.kind === "diff") {
      const rows = this.rows.get(query)!;
      assert.ok(rows !== undefined, "a difference follows a result");
      for (const { at, remove, add } of update.splices) {
        assert.ok(at + remove <= rows.length, "a difference fits the rows it changes");
        rows.splice(at, remove, ...add.map((row) => [...row]));
      }
    }
  }

  #ownOperations(local: number, address: DocAddress): readonly Operation[] {
    const commit = this.#commits.get(local);
    assert.ok(commit !== undefined, `own commit ${local} was sent from here`);
    return commit.operations.filter((operation) =>
      operation.id === address.id && (operation.scope ?? "space") === address.scope
    );
  }

  #note(snapshot: DocSnapshot): void {
    const key = addressKey(snapshot);
    const known = this.documents.get(key);
    if (known !== undefined && known.seq > snapshot.seq) return;
    this.documents.set(key, { seq: snapshot.seq, value: snapshot.value });
  }

  #answer(local: number, answer: Answer): void {
    assert.equal(this.answers.has(local), false, `commit ${local} is answered once`);
    this.answers.set(local, answer);
  }

  #wake(): void {
    const ready = this.#waiting.filter(({ isTrue }) => isTrue());
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
    for (const { resolve } of ready) resolve();
  }
}
