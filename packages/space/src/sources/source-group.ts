/**
 * One group's work on a file that is lent for writing: the same atomic path as a pattern's own file,
 * except that this process does not touch the file. It belongs to others, and its triggers,
 * constraints and pages may be made to do harm.
 *
 * A child process runs the commit's statements in a transaction that locks the file, and waits; the
 * commit is a group of its own, whose record goes into the log with the changeset; then the child
 * commits with the space's mark. A crash between the two leaves the file one commit behind, and the
 * missing changesets are applied before the space next writes to it.
 */

import type { DatabaseKey } from "@cf/protocol";
import type { DatabaseDraft } from "../commit/database-group.ts";
import type { ClientSubmission, DatabaseChange } from "../commit/submission.ts";
import { LongWriteError } from "../database/errors.ts";
import { SourceError } from "../errors.ts";
import type { SourceMark } from "./source-mark.ts";
import type { Source, SourceRegistry } from "./source-registry.ts";

/** The writing of one group to a lent file. */
export class SourceGroup {
  readonly key: DatabaseKey;
  readonly number = null;
  readonly source: Source;
  readonly #sources: SourceRegistry;
  #mark: SourceMark | undefined;
  #sizeBytes = 0;

  private constructor(sources: SourceRegistry, source: Source, key: DatabaseKey) {
    this.#sources = sources;
    this.source = source;
    this.key = key;
  }

  /** Throws {@linkcode SourceError} if it is lent for reading only. */
  static open(sources: SourceRegistry, source: Source, key: DatabaseKey): SourceGroup {
    if (!source.writable) throw new SourceError(source.path, "it is lent for reading only");
    return new SourceGroup(sources, source, key);
  }

  /** What the statements changed, if they ran; else throws `LongWriteError`, so that they do. */
  run({ commit, rehearsed }: ClientSubmission): DatabaseDraft {
    if (rehearsed === undefined) {
      throw new LongWriteError(commit.sqlite!.statements[0]?.sql ?? "");
    }
    return { schema: [], changeset: rehearsed.changeset, rows: [], fingerprint: "" };
  }

  /** Takes a draft in, now that its record has a place in the log. */
  accept(draft: DatabaseDraft, mark: SourceMark): void {
    this.#mark = mark;
    this.#sizeBytes += draft.changeset.length;
  }

  /** Stamps the registry, as the last step of the transaction. */
  finish(): void {
    if (this.#mark !== undefined) this.#sources.stamp(this.source.id, this.#mark.seq);
  }

  /** Makes it known, once the transaction is committed. */
  confirm(): DatabaseChange | undefined {
    if (this.#mark === undefined) return undefined;
    const { seq } = this.#mark;
    this.#sources.remember(this.source.id, seq);
    const { key } = this;
    const common = { key, seq, rows: [], commits: 1, sizeBytes: this.#sizeBytes, isNew: false };
    return { ...common, mark: this.#mark };
  }
}
