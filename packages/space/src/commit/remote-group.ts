/**
 * One group's work on a pattern database whose rows another process has changed already, in a
 * transaction that waits for the log: this process does not attach the file meanwhile.
 *
 * The log comes first, as everywhere: a crash, or a process that dies, before the other one commits
 * leaves the file behind, and recovery brings it up.
 */

import type { DatabaseKey } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { LongWriteError } from "../database/errors.ts";
import { databaseKeyText } from "../store/layout.ts";
import type { DatabaseContext, DatabaseDraft } from "./database-group.ts";
import type { DatabaseEntry } from "./database-table.ts";
import { declarationOf } from "./declaration-of.ts";
import type { ClientSubmission, DatabaseChange, TakenRows } from "./submission.ts";

/** The one commit that a waiting transaction belongs to. */
export class RemoteGroup {
  readonly key: DatabaseKey;
  readonly number: number;
  readonly #context: DatabaseContext;
  readonly #known: DatabaseEntry | undefined;
  #entry: DatabaseEntry | undefined;
  #draft: DatabaseDraft | undefined;
  #sizeBytes = 0;

  constructor(context: DatabaseContext, key: DatabaseKey) {
    this.#context = context;
    this.key = key;
    this.number = context.databases.numberOf(key);
    this.#known = context.databases.get(key);
  }

  /** The commit that wrote the database last; 0 without one. */
  get seq(): number {
    return this.#known?.seq ?? 0;
  }

  /** What the statements changed. Throws `LongWriteError` if the database was written since. */
  run({ commit, rehearsed }: ClientSubmission, handleValue: Json | undefined): DatabaseDraft {
    if (rehearsed!.beforeSeq !== this.seq) {
      throw new LongWriteError(commit.sqlite!.statements[0]?.sql ?? "");
    }
    const { schema, changeset } = rehearsed!;
    return { schema, changeset, rows: [], fingerprint: declarationOf(handleValue).fingerprint };
  }

  /** Takes rows in whose changeset lies in parts. */
  take({ fingerprint, parts }: TakenRows, at: { seq: number; hash: Uint8Array }): void {
    this.accept({ schema: [], changeset: new Uint8Array(), rows: [], fingerprint }, at);
    this.#sizeBytes = parts.sizeBytes;
  }

  /** Takes the draft in, now that its record has a place in the log. */
  accept(draft: DatabaseDraft, { seq, hash }: { seq: number; hash: Uint8Array }): void {
    this.#draft = draft;
    this.#sizeBytes = draft.changeset.length;
    this.#entry = { number: this.number, key: this.key, seq, hash, state: "live" };
  }

  /** Stamps the registry, as the last step of the transaction. */
  finish(): void {
    if (this.#entry === undefined || this.#known?.state === "live") return;
    this.#context.databases.store(this.#entry);
  }

  /** Makes it known, once the transaction is committed. */
  confirm(): DatabaseChange | undefined {
    if (this.#entry === undefined) return undefined;
    const { databases, fingerprints } = this.#context;
    const { seq, hash } = this.#entry;
    databases.remember(this.#entry);
    fingerprints.set(databaseKeyText(this.key), this.#draft!.fingerprint);
    return {
      key: this.key,
      seq,
      rows: [],
      commits: 1,
      sizeBytes: this.#sizeBytes,
      isNew: this.#known === undefined,
      logged: { seq, hash, beforeSeq: this.seq, beforeHash: this.#known?.hash ?? null },
    };
  }
}
