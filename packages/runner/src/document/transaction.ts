/**
 * A transaction: what one handler reads and writes, on top of what the runtime sees, until it is
 * committed or thrown away. It belongs to one space.
 */

import { type Json, shortHash } from "@cf/utils";
import {
  applyOperation,
  applyOwning,
  Copies,
  type DocAddress,
  type Operation,
  type Patch,
  type Path,
  type ReadRecord,
  REV_PATH,
  type SqlStatement,
} from "@cf/protocol";
import type { NavigationTarget } from "../builtins/host.ts";
import { PatternError } from "../errors.ts";
import type { Document } from "./document.ts";
import type { Replica } from "./replica.ts";

/** The database part of a transaction. */
export interface DatabaseWrites {
  readonly handle: DocAddress;
  /** How the author knows the database, for messages. */
  readonly label: string;
  readonly statements: SqlStatement[];
}

/** Reads and writes of one handler run. */
export class Transaction {
  /** The replica written to; chosen by the first write. */
  replica: Replica | undefined;
  readonly operations: Operation[] = [];
  readonly documents = new Map<Document, Operation[]>();
  database: DatabaseWrites | undefined;
  /** Where the handler first asked for a statement: its stack, for the error of a refusal. */
  readonly asked = new Map<string, Error>();
  /** The revision of each database whose rows were used, as old as the oldest of these rows. */
  readonly #revisions = new Map<string, ReadRecord & { readonly space: string }>();
  /** The derived values whose rows are among the observed queries. */
  readonly restsOn = new Set<object>();
  /** What is committed to other spaces before: pieces made there, which nothing can conflict with. */
  readonly ahead = new Map<string, Transaction>();
  /** Documents that it made up, which nobody else can have known before its commit. */
  readonly invented = new Set<Document>();
  /** Called after the transaction became visible locally. */
  readonly onCommitted: (() => void)[] = [];
  /** Called when it was refused, in the turn in which it is undone. */
  onRefused: ((error: Error) => void) | undefined;
  /** Hears where the handler leads, instead of the host. */
  onNavigate: ((target: NavigationTarget) => void) | undefined;
  readonly #overlay = new Map<Document, Json | undefined>();
  /** What writes have copied of the documents, and no reader keeps. */
  readonly #copies = new Copies();
  /** The patch that takes in the next ones, which nobody else has. */
  #growing: Operation | undefined;
  readonly #reads: ReadRecord[] = [];
  /** What was read of each document: `""` for the kind and keys of the whole, else by path. */
  readonly #read = new Map<Document, Set<string> | "">();
  /** The paths of each document of which everything below was read too. */
  readonly #readWhole = new Map<Document, Path[]>();
  /** The document of each record, and the replicas that they belong to. */
  readonly #readOf: Document[] = [];
  readonly #readFrom: unknown[] = [];
  #ids = 0;
  #recording = true;

  /** `cause` makes the ids of what the transaction creates: equal for each retry of one event. */
  constructor(readonly cause: string, readonly recordsReads = true) {}

  /** Whether a handler made it: those of a session keep their order. */
  get isOfHandler(): boolean {
    return this.recordsReads;
  }

  /** How often it wrote. */
  writes = 0;

  /** Whether what is read enters the read set. */
  get isRecording(): boolean {
    return this.#recording;
  }

  /** Whether nothing was written. */
  get isEmpty(): boolean {
    return this.operations.length === 0 && this.database === undefined;
  }

  /** A new entity id that a retry of the same event makes again. */
  createId(hint = ""): string {
    return `of:${shortHash(`${this.cause}/${hint}/${this.#ids++}`)}`;
  }

  /** The document as this transaction sees it. What comes of it is kept as it is now. */
  valueOf(document: Document): Json | undefined {
    const value = this.look(document);
    this.keep(value);
    return value;
  }

  /** The same to look at, and not to keep: the next write may change it in place. */
  look(document: Document): Json | undefined {
    if (this.#overlay.has(document)) return this.#overlay.get(document);
    for (const other of this.ahead.values()) {
      if (other.#overlay.has(document)) return other.valueOf(document);
    }
    return document.value;
  }

  /** Leaves something that was looked at as it is now. */
  keep(value: Json | undefined): void {
    this.#copies.release(value);
  }

  /** Remembers that `path` was read; `shallow` means its kind and keys only. */
  recordRead(document: Document, path: Path, shallow: boolean): void {
    if (!this.recordsReads || !this.#recording) return;
    if (!this.#isNew(document, path, shallow)) return;
    const last = document.pending.at(-1);
    const record: ReadRecord = {
      ...document.address,
      path,
      seq: document.seq,
      ...(last === undefined ? {} : { pending: last.local }),
      ...(shallow ? { shallow } : {}),
    };
    this.#reads.push(record);
    this.#readOf.push(document);
    if (!this.#readFrom.includes(document.owner)) this.#readFrom.push(document.owner);
  }

  /**
   * Remembers that rows of a database were used, right as of `seq`: every write to rows bumps the
   * revision in the handle's document, so the commit depends on that.
   */
  recordRows(space: string, { id, scope }: DocAddress, seq: number): void {
    if (!this.recordsReads) return;
    const key = `${space} ${scope} ${id}`;
    const before = this.#revisions.get(key);
    if (before !== undefined && before.seq <= seq) return;
    this.#revisions.set(key, { space, id, scope, path: REV_PATH, seq });
  }

  /** Most documents of a long list are read as a whole and shallowly: one look-up decides that. */
  #isNew(document: Document, path: Path, shallow: boolean): boolean {
    const whole = this.#readWhole.get(document);
    if (whole?.some((above) => above.every((key, i) => key === path[i]))) return false;
    if (!shallow) this.#readWhole.set(document, [...whole ?? [], path]);
    const key = shallow && path.length === 0 ? "" : `${shallow ? "s" : "d"}\0${path.join("\0")}`;
    const known = this.#read.get(document);
    if (known === undefined) this.#read.set(document, key === "" ? "" : new Set([key]));
    else if (known === key) return false;
    else if (known === "") this.#read.set(document, new Set(["", key]));
    else if (known.has(key)) return false;
    else known.add(key);
    return true;
  }

  /** Runs `fn`; what it reads does not enter the read set. */
  withoutRecording<T>(fn: () => T): T {
    const before = this.#recording;
    this.#recording = false;
    try {
      return fn();
    } finally {
      this.#recording = before;
    }
  }

  /** The read set, for the commit: what was read of the space that is written. */
  reads(): readonly ReadRecord[] {
    const { replica } = this;
    const isOfOne = replica === undefined || this.#readFrom.every((owner) => owner === replica);
    const reads = isOfOne
      ? this.#reads
      : this.#reads.filter((_, index) => this.#readOf[index]!.owner === replica);
    if (replica === undefined || this.#revisions.size === 0) return reads;
    const revisions = [...this.#revisions.values()]
      .filter(({ space }) => space === replica.space)
      .map(({ space: _, ...record }) => record);
    return [...reads, ...revisions];
  }

  /** Takes in what documents became since they were written here. */
  rebase(): void {
    for (const [document, operations] of this.documents) {
      this.#overlay.set(document, operations.reduce(apply, document.value));
    }
  }

  /** The transaction that makes things in another space before this one is committed. */
  aheadIn(space: string): Transaction {
    let other = this.ahead.get(space);
    if (other === undefined) {
      this.ahead.set(space, other = new Transaction(`${this.cause}/${space}`, false));
    }
    return other;
  }

  /** Applies one operation to what the transaction sees and records it. */
  write(replica: Replica, document: Document, operation: Operation): void {
    this.#join(replica);
    this.writes++;
    this.#overlay.set(document, applyOwning(this.look(document), operation, this.#copies));
    let list = this.documents.get(document);
    if (list === undefined) this.documents.set(document, list = []);
    if (this.#grows(list.at(-1), operation)) return;
    if (this.operations.at(-1) === list.at(-1) && this.#merges(list, operation)) return;
    list.push(operation);
    this.operations.push(operation);
  }

  /**
   * Lets the last append to a list take in another one. What was written to other documents in
   * between does not matter to it; those are mostly the entities that are appended.
   */
  #grows(last: Operation | undefined, next: Operation): boolean {
    if (last?.op !== "append" || next.op !== "append" || !isSamePath(last.path, next.path)) {
      return false;
    }
    // Applying an append copies, so that nothing else holds these values.
    for (const value of next.values) (last.values as Json[]).push(value);
    return true;
  }

  /** Lets the last patch of a document, and of the transaction, take in another one. */
  #merges(list: Operation[], next: Operation): boolean {
    const last = list.at(-1);
    if (last?.op !== "patch" || next.op !== "patch") return false;
    if (last === this.#growing) {
      (last.patches as Patch[]).push(...next.patches);
      return true;
    }
    const merged: Operation = { ...last, patches: [...last.patches, ...next.patches] };
    this.#growing = merged;
    list[list.length - 1] = merged;
    this.operations[this.operations.length - 1] = merged;
    return true;
  }

  /** Records an SQL statement on the one database of this transaction. */
  execute(replica: Replica, handle: DocAddress, label: string, statement: SqlStatement): void {
    this.openDatabase(replica, handle, label).statements.push(statement);
    if (!this.asked.has(statement.sql)) this.asked.set(statement.sql, new Error());
  }

  /** Makes a database the one of this transaction, which brings its file to its declaration. */
  openDatabase(replica: Replica, handle: DocAddress, label: string): DatabaseWrites {
    this.#join(replica);
    const before = this.database;
    if (
      before !== undefined &&
      (before.handle.id !== handle.id || before.handle.scope !== handle.scope)
    ) {
      throw new PatternError(
        "two-databases",
        `Cannot write database '${label}': this handler already writes '${before.label}', and one ` +
          `commit can hold the rows of one database; use two handlers`,
        { data: { first: before.label, second: label } },
      );
    }
    return this.database ??= { handle, label, statements: [] };
  }

  #join(replica: Replica): void {
    this.replica ??= replica;
    if (this.replica === replica) return;
    throw new PatternError(
      "two-spaces",
      `Cannot write to space ${replica.space}: this handler already writes to ` +
        `${this.replica.space}, and one transaction belongs to one space`,
    );
  }
}

function apply(value: Json | undefined, operation: Operation): Json | undefined {
  return applyOperation(value, operation);
}

function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
