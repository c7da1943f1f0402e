/** What goes wrong with a request: its `error` instead of a result. */

import { CfError, type ErrorData } from "@cf/utils";

/**
 * The `error` of a request's state. Codes: `bad-request` (the author's request itself),
 * `no-provider`, `network`, `http-status` (`data.status`), `timeout`, `bad-answer` (an answer that
 * does not fit; `data.path` names the place), `compile-failed`, `not-found`, `tool-failed`.
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

/** Whatever was thrown, as the error of a request. */
export function asRequestError(thrown: unknown, action: string): CfError {
  if (thrown instanceof CfError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new RequestError("network", `Cannot ${action}: ${reason}`, { cause: thrown });
}
