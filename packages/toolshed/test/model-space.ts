/**
 * A space in as few lines as possible: what the real one is compared with, and what the transport
 * is tested on alone. Documents and commits only; every operation re-reads everything.
 */

import {
  addressKey,
  applyOperation,
  type Commit,
  ConflictError,
  type ConnectionStatus,
  type DocAddress,
  type DocChange,
  type DocSnapshot,
  type Frame,
  fromSigil,
  linksIn,
  type Operation,
  pathsOverlap,
  type QuerySpec,
  type ReadRecord,
  type SpaceConnection,
  UnknownSpaceError,
  type WatchOptions,
  writtenPaths,
} from "@cf/protocol";
import type { CfError, Json, JsonObject } from "@cf/utils";
import type { OpenedSpace, SpaceOpener } from "../src/session/spaces.ts";

interface Logged {
  readonly session: string;
  readonly local: number;
  readonly operations: readonly (Operation & { key: string })[];
}

/** One space in memory. */
export class ModelSpace implements SpaceOpener {
  readonly log: Logged[] = [];
  readonly connections = new Set<ModelConnection>();
  readonly space: string;

  constructor(space: string) {
    this.space = space;
  }

  open(space: string, name: { principal: string; session: string }): OpenedSpace {
    if (space !== this.space) throw new UnknownSpaceError(space);
    const connection = new ModelConnection(this, name.principal, name.session);
    this.connections.add(connection);
    const answered = Math.max(
      0,
      ...this.log.filter((entry) => entry.session === name.session).map((entry) => entry.local),
    );
    return { connection, seq: this.log.length, answered };
  }

  /** The document as the whole log makes it. */
  read(key: string): { seq: number; value: Json | undefined } {
    let value: Json | undefined;
    let seq = 0;
    this.log.forEach((entry, index) => {
      for (const operation of entry.operations) {
        if (operation.key !== key) continue;
        value = applyOperation(value, operation);
        seq = index + 1;
      }
    });
    return { seq, value };
  }
}

/** A session in process. */
export class ModelConnection implements SpaceConnection {
  readonly space: string;
  readonly principal: string;
  readonly session: string;
  status: ConnectionStatus = "open";
  onFrame: (frame: Frame) => void = () => {};
  onStatus: (status: ConnectionStatus) => void = () => {};
  onError: (error: CfError) => void = () => {};
  readonly #host: ModelSpace;
  readonly watched = new Map<string, DocAddress>();

  constructor(host: ModelSpace, principal: string, session: string) {
    this.#host = host;
    this.space = host.space;
    this.principal = principal;
    this.session = session;
  }

  #key({ id, scope }: DocAddress): string {
    if (scope === "user") return `user:${this.principal} ${id}`;
    return scope === "session" ? `session:${this.session} ${id}` : id;
  }

  #snapshot({ id, scope }: DocAddress): DocSnapshot {
    const { seq, value } = this.#host.read(this.#key({ id, scope }));
    return { id, scope, seq, ...(value === undefined ? {} : { value }) };
  }

  watch(addresses: readonly DocAddress[], options: WatchOptions = {}): readonly DocSnapshot[] {
    const snapshots = new Map<string, DocSnapshot>();
    let budget = options.reachMax ?? 1000;
    let level = [...addresses];
    for (let depth = 0; level.length > 0; depth++) {
      const next: DocAddress[] = [];
      for (const address of level) {
        const key = addressKey(address);
        if (snapshots.has(key) || (depth > 0 && budget-- <= 0)) continue;
        const snapshot = this.#snapshot(address);
        snapshots.set(key, snapshot);
        this.watched.set(key, { id: address.id, scope: address.scope });
        for (const link of linksIn(snapshot.value)) {
          next.push({ id: link.id, scope: link.scope ?? "space" });
        }
      }
      level = next;
    }
    return [...snapshots.values()];
  }

  unwatch(addresses: readonly DocAddress[]): void {
    for (const address of addresses) this.watched.delete(addressKey(address));
  }

  commit(commit: Commit): void {
    const { log } = this.#host;
    const seen = log.findIndex((entry) =>
      entry.session === this.session && entry.local === commit.local
    );
    if (seen >= 0) return this.#tell({ receipts: [{ local: commit.local, seq: seen + 1 }] });
    for (const read of commit.reads) {
      const seq = this.#conflict(read);
      if (seq === undefined) continue;
      const { code, message, data } = new ConflictError({ ...read, seq });
      const error = { code, message, data: data as JsonObject };
      return this.#tell({ refusals: [{ local: commit.local, error }] });
    }
    const operations = commit.operations.map((operation) => ({
      ...operation,
      key: this.#key({ id: operation.id, scope: operation.scope ?? "space" }),
    }));
    log.push({ session: this.session, local: commit.local, operations });
    for (const other of this.#host.connections) other.publish(log.at(-1)!, this);
  }

  /** The commit that overwrote what was read, if any. */
  #conflict(read: ReadRecord): number | undefined {
    const key = this.#key(read);
    for (let seq = read.seq + 1; seq <= this.#host.log.length; seq++) {
      const entry = this.#host.log[seq - 1]!;
      const isOwn = entry.session === this.session && entry.local <= (read.pending ?? 0);
      if (isOwn) continue;
      for (const operation of entry.operations) {
        const overlaps = writtenPaths(operation).some((path) => pathsOverlap(path, read.path));
        if (operation.key === key && overlaps) return seq;
      }
    }
    return undefined;
  }

  /** Tells of a commit, by the log entry. */
  publish(entry: Logged, author: ModelConnection): void {
    const seq = this.#host.log.length;
    const mine = author === this;
    const changes: DocChange[] = [];
    const snapshots: DocSnapshot[] = [];
    for (const [, address] of this.watched) {
      const operations = entry.operations.filter((operation) =>
        operation.key === this.#key(address)
      );
      if (operations.length === 0) continue;
      const plain = operations.map(({ key: _key, ...operation }) => operation as Operation);
      changes.push({
        ...address,
        seq,
        operations: mine ? [] : plain,
        ...(mine ? { own: entry.local } : {}),
      });
      for (const operation of plain) {
        if (!("value" in operation) || fromSigil(operation.value) === undefined) continue;
        const link = fromSigil(operation.value)!;
        const target = { id: link.id, scope: link.scope ?? "space" } as const;
        if (!this.watched.has(addressKey(target))) snapshots.push(...this.watch([target]));
      }
    }
    const receipts = mine ? [{ local: entry.local, seq }] : [];
    if (changes.length + receipts.length > 0) this.#tell({ seq, changes, snapshots, receipts });
  }

  #tell(frame: Partial<Frame>): void {
    const seq = this.#host.log.length;
    const empty = { changes: [], snapshots: [], queries: [], receipts: [], refusals: [] };
    this.onFrame({ seq, ...empty, ...frame });
  }

  watchQuery(_query: number, _spec: QuerySpec): void {
    throw new Error("the model has no databases");
  }

  unwatchQuery(): void {}

  settled(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#host.connections.delete(this);
    this.status = "closed";
    return Promise.resolve();
  }
}
