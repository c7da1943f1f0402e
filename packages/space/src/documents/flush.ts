/** Writing the checkpoint of the documents, which otherwise follows the log in batches. */

import type { CommitLog } from "../log/commit-log.ts";
import type { SpaceStore } from "../store/space-store.ts";
import type { DocumentStore } from "./document-store.ts";

/** Writes the checkpoint of the documents now. */
export function flushDocuments(
  { store, log, documents }: { store: SpaceStore; log: CommitLog; documents: DocumentStore },
): void {
  if (!documents.isDirty) return;
  const confirm = store.transact(() => documents.flush(log.head.seq));
  confirm();
}
