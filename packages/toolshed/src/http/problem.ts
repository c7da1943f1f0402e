/** Failures as HTTP answers: `{"error":{"code","message","data"}}` with a fitting status. */

import { CfError } from "@cf/utils";
import { InternalError } from "../errors.ts";
import type { ContentfulStatusCode } from "hono/utils/http-status";

const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  "bad-request": 400,
  "bad-message": 400,
  "bad-space-id": 400,
  "bad-identity": 401,
  "not-authenticated": 401,
  "wrong-audience": 401,
  "not-allowed": 403,
  "address-refused": 403,
  "fetch-failed": 502,
  "answer-too-large": 502,
  "bad-origin": 403,
  "unknown-space": 404,
  "unknown-piece": 404,
  "unknown-database": 404,
  "ambiguous-piece": 409,
  "ambiguous-database": 409,
  "import-timeout": 504,
  "not-found": 404,
  "space-exists": 409,
  "space-in-use": 409,
  "conflict": 409,
  "last-owner": 409,
  "body-too-large": 413,
  "limit-exceeded": 429,
  "too-many-requests": 429,
  "too-many-compilations": 503,
  "too-many-processes": 503,
  "not-supported": 501,
  "internal": 500,
  "shutting-down": 503,
  "run-timeout": 504,
  "compiler-failed": 500,
};

/** What an error's answer holds. */
export interface ProblemBody {
  readonly error: { readonly code: string; readonly message: string; readonly data: unknown };
}

/** The status and body for `error`; what is no `CfError` is the server's own fault. */
export function problemOf(error: unknown): { status: ContentfulStatusCode; body: ProblemBody } {
  if (error instanceof CfError) {
    const { code, message, data } = error;
    return { status: STATUS[code] ?? 422, body: { error: { code, message, data } } };
  }
  const { code, message, data } = new InternalError(error);
  return { status: 500, body: { error: { code, message, data } } };
}
