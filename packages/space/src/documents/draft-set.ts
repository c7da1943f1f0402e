/** Documents as the commits of a group leave them, before the group is committed. */

import type { ResolvedOperation } from "../log/record.ts";
import type { DocumentDraft } from "./document.ts";
import { applyToDraft, type DocumentStore } from "./document-store.ts";

/** The commit that an operation belongs to. */
export interface DraftAuthor {
  readonly seq: number;
  /** The session's number. */
  readonly session: number;
}

/** Drafts of one commit, by document key. */
export type CommitDrafts = Map<string, DocumentDraft>;

/** Drafts of a group: those of its accepted commits so far. */
export class DraftSet {
  readonly #documents: DocumentStore;
  readonly #drafts = new Map<string, DocumentDraft>();

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  get all(): ReadonlyMap<string, DocumentDraft> {
    return this.#drafts;
  }

  /** Applies `operations` to `drafts` of one commit, on top of the group so far. */
  apply(operations: readonly ResolvedOperation[], drafts: CommitDrafts, by: DraftAuthor): void {
    for (const { key, id, scope, operation } of operations) {
      let draft = drafts.get(key);
      if (draft === undefined) {
        const earlier = this.#drafts.get(key);
        draft = earlier === undefined
          ? this.#documents.draft(this.#documents.get(key, id, scope))
          : { ...earlier, marks: [...earlier.marks] };
        drafts.set(key, draft);
      }
      applyToDraft(draft, by, operation);
    }
  }

  /** Takes in the drafts of a commit that was accepted. */
  accept(drafts: CommitDrafts): void {
    for (const [key, draft] of drafts) this.#drafts.set(key, draft);
  }

  clear(): void {
    this.#drafts.clear();
  }
}
