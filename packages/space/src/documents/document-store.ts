/**
 * The newest state of every document: a bounded cache over a checkpoint of the log.
 *
 * ```
 *   published group → dirty (in memory, complete) → flush → _cf_document, _cf_version
 *                                    read: dirty, else cache, else table
 * ```
 *
 * A document changed since the last flush stays in memory until the next one, so the table plus
 * the log after `documents_seq` is always the newest state. A flush rides in the transaction of a
 * group that is committed anyway.
 */

import { LRUCache } from "lru-cache";
import { deepFreeze, type Json } from "@cf/utils";
import type { ScopeKey } from "@cf/protocol";
import type { LogRecord } from "../log/record.ts";
import type { SpaceStore } from "../store/space-store.ts";
import type { DocumentDraft, DocumentState } from "./document.ts";
import { applyAndTrace } from "./written-paths.ts";

/** Sizes of what a document store keeps in memory. */
export interface DocumentOptions {
  /** For documents that did not change since the last flush. */
  readonly cacheSizeBytes: number;
  /** Changed documents, and commits, after which a flush is due. */
  readonly dirtyMax: number;
  readonly versionsMax: number;
  /** Writes remembered of each document, for checking reads without looking into the log. */
  readonly marksMax: number;
  /** Commits on a document after which its history gets a whole value. */
  readonly wholeEvery: number;
}

/** What {@linkcode DocumentOptions} are unless set. */
export const DOCUMENT_DEFAULTS: DocumentOptions = {
  cacheSizeBytes: 64 << 20,
  dirtyMax: 1024,
  versionsMax: 4096,
  marksMax: 64,
  wholeEvery: 64,
};

interface Version {
  readonly state: DocumentState;
  readonly seq: number;
}

interface StoredRow {
  readonly seq: number;
  readonly since: number;
  readonly value: string | null;
}

/** Documents of one space. */
export class DocumentStore {
  readonly #store: SpaceStore;
  readonly #options: DocumentOptions;
  readonly #cache: LRUCache<string, DocumentState>;
  #dirty = new Map<string, DocumentState>();
  #versions: Version[] = [];

  constructor(store: SpaceStore, options: DocumentOptions) {
    this.#store = store;
    this.#options = options;
    this.#cache = new LRUCache({ maxSize: options.cacheSizeBytes });
  }

  /** The newest committed state; one with seq 0 when the document was never written. */
  get(key: string, id: string, scope: ScopeKey): DocumentState {
    const known = this.#dirty.get(key) ?? this.#cache.get(key);
    if (known !== undefined) return known;
    const row = this.#store.get<StoredRow>(
      "SELECT seq, since, value FROM _cf_document WHERE id = ? AND scope = ?",
      id,
      scope,
    );
    const value = typeof row?.value === "string"
      ? deepFreeze(JSON.parse(row.value) as Json)
      : undefined;
    const seq = row?.seq ?? 0;
    const since = row?.since ?? 0;
    const state: DocumentState = { key, id, scope, seq, value, marks: [], floor: seq, since };
    this.#cache.set(key, state, { size: 200 + key.length + (row?.value?.length ?? 0) });
    return state;
  }

  /** A draft of a state, to be changed by a commit that may still be refused. */
  draft(base: DocumentState): DocumentDraft {
    const { value, seq, since } = base;
    return { base, startSeq: seq, value, seq, marks: [], since };
  }

  /** Makes the drafts of a committed group the newest state. */
  publish(drafts: Iterable<DocumentDraft>): void {
    for (const draft of drafts) {
      const state = draft.base;
      state.value = draft.value;
      state.seq = draft.seq;
      state.since = draft.since;
      for (const mark of draft.marks) {
        state.marks.push(mark);
        this.#versions.push({ state, seq: mark.seq });
      }
      trimMarks(state, this.#options.marksMax);
      this.#dirty.set(state.key, state);
    }
  }

  /** Commits after `seq` that touched a document and that no flush has written yet. */
  unflushedVersions(state: DocumentState, seq: number): number[] {
    const versions = this.#versions.filter((version) =>
      version.state === state && version.seq > seq
    );
    return versions.map((version) => version.seq);
  }

  /** Whether anything awaits a flush. */
  get isDirty(): boolean {
    return this.#versions.length > 0;
  }

  /** Whether enough has gathered that the next group should carry a flush. */
  get flushIsDue(): boolean {
    const { dirtyMax, versionsMax } = this.#options;
    return this.#dirty.size >= dirtyMax || this.#versions.length >= versionsMax;
  }

  /**
   * Writes what gathered, as of commit `seq`, within the caller's transaction. Call the returned
   * function once that is committed; otherwise everything stays due.
   */
  flush(seq: number): () => void {
    const dirty = this.#dirty;
    const versions = this.#versions;
    for (const { state, seq } of versions) {
      this.#store.run(
        "INSERT OR IGNORE INTO _cf_version (id, scope, seq) VALUES (?, ?, ?)",
        state.id,
        state.scope,
        BigInt(seq),
      );
    }
    const sizes = new Map<DocumentState, number>();
    for (const state of dirty.values()) sizes.set(state, this.#write(state));
    this.#store.setMeta("documents_seq", BigInt(seq));
    return () => {
      this.#dirty = new Map();
      this.#versions = [];
      for (const [state, size] of sizes) {
        if (state.since >= this.#options.wholeEvery) state.since = 0;
        this.#cache.set(state.key, state, { size });
      }
    };
  }

  /**
   * Applies a record of the log that the stored checkpoint does not hold yet; `session` is the
   * number of the session that committed it, 0 for the space itself.
   */
  replay(record: LogRecord, session: number): void {
    const drafts = new Map<string, DocumentDraft>();
    for (const { key, id, scope, operation } of record.operations) {
      const draft = drafts.get(key) ?? this.draft(this.get(key, id, scope));
      drafts.set(key, draft);
      applyToDraft(draft, { seq: record.seq, session }, operation);
    }
    this.publish(drafts.values());
  }

  /** Forgets everything in memory; only right when nothing is dirty or all will be replayed. */
  clear(): void {
    this.#dirty = new Map();
    this.#versions = [];
    this.#cache.clear();
  }

  #write(state: DocumentState): number {
    const text = state.value === undefined ? null : JSON.stringify(state.value);
    const whole = state.since >= this.#options.wholeEvery;
    this.#store.run(
      "INSERT OR REPLACE INTO _cf_document (id, scope, seq, since, value) VALUES (?, ?, ?, ?, ?)",
      state.id,
      state.scope,
      BigInt(state.seq),
      BigInt(whole ? 0 : state.since),
      text,
    );
    if (whole && text !== null) {
      this.#store.run(
        "UPDATE _cf_version SET value = ? WHERE id = ? AND scope = ? AND seq = ?",
        text,
        state.id,
        state.scope,
        BigInt(state.seq),
      );
    }
    return 200 + state.key.length + (text?.length ?? 0);
  }
}

/** Applies one operation of commit `by.seq` to a draft and remembers what it wrote. */
export function applyToDraft(
  draft: DocumentDraft,
  by: { readonly seq: number; readonly session: number },
  operation: LogRecord["operations"][number]["operation"],
): void {
  const { value, written } = applyAndTrace(draft.value, operation);
  draft.value = value;
  const whole = operation.op === "set" || operation.op === "delete";
  draft.since = whole ? 0 : draft.since + (draft.seq === by.seq ? 0 : 1);
  draft.seq = by.seq;
  const last = draft.marks.at(-1);
  if (last?.seq === by.seq) {
    draft.marks[draft.marks.length - 1] = { ...last, written: [...last.written, ...written] };
  } else {
    draft.marks.push({ ...by, written });
  }
}

/** Lets the list grow to twice its size before it is cut, so that cutting is rare. */
function trimMarks(state: DocumentState, max: number): void {
  if (state.marks.length <= 2 * max) return;
  const dropped = state.marks.splice(0, state.marks.length - max);
  state.floor = dropped.at(-1)!.seq;
}
