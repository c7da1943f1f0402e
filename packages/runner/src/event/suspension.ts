/** What compiled code asks in a `catch`. */

import { sayInAuthorsWords } from "../piece/author-words.ts";
import { isNoFailure } from "./handler-run.ts";

/**
 * Called first in each `catch` of an author: throws on what is no failure, because the computation
 * or the handler runs again when what it waits for is there, and the end of a budget.
 */
export function caught(error: unknown): void {
  if (isNoFailure(error)) throw error;
  sayInAuthorsWords(error);
}
