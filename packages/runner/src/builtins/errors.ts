/** What goes wrong with a request: its `error` instead of a result. */

import { CfError, deepFreeze, type ErrorData } from "@cf/utils";

/**
 * The `error` of a request's state. Codes: `bad-request` (the author's request itself),
 * `no-provider`, `network`, `http-status` (`data.status`), `timeout`, `bad-answer` (an answer that
 * does not fit; `data.path` names the place), `compile-failed`, `program-failed` (its modules throw),
 * `not-found`, `tool-failed`.
 */
export class RequestError extends CfError {
  override readonly name = "RequestError";

  constructor(code: string, message: string, options: { data?: ErrorData; cause?: unknown } = {}) {
    super(code, message, options);
  }

  /** The message alone, for templates and views. */
  override toString(): string {
    return this.message;
  }
}

/**
 * Whatever was thrown, as the error of a request. All who ask for the same hold it, so it is
 * frozen, and it has no cause: that is an object of the host's.
 */
export function asRequestError(thrown: unknown, action: string): CfError {
  if (thrown instanceof CfError && thrown.cause === undefined) return frozen(thrown);
  if (thrown instanceof CfError) {
    return frozen(new RequestError(thrown.code, thrown.message, { data: thrown.data }));
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return frozen(new RequestError("network", `Cannot ${action}: ${reason}`));
}

function frozen<E extends CfError>(error: E): E {
  deepFreeze(error.data);
  return Object.freeze(error);
}
