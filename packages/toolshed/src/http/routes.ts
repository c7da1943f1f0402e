/**
 * The shape of an API route: one object from which requests are validated, handlers are typed and
 * the OpenAPI description is made, so that none of them can disagree.
 */

import type { z } from "zod";
import { BadRequestError } from "../errors.ts";

/** Who may call a route; `scrape` is the operator, or whoever brings the operator's token. */
export type RouteAccess = "anyone" | "signed" | "operator" | "scrape";

/** What a handler gets. */
export interface RouteCall<Body> {
  /** The caller; empty text on a route for anyone that was called without a signature. */
  readonly principal: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly request: Request;
}

/** One route. Paths write parameters as `{name}`. */
export interface Route<Body = unknown> {
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly body?: z.ZodType<Body>;
  /** Whether the body is a file, which the handler takes from the request: it may be of any size. */
  readonly upload?: true;
  readonly query?: Readonly<Record<string, string>>;
  /** The shape of the answer; a route without one answers 204. */
  readonly answer?: z.ZodType;
  /** Codes that it can raise, besides those of every route. */
  readonly codes?: readonly string[];
  handle(call: RouteCall<Body>): unknown;
}

/** Types `body` of a route by its schema. */
export function route<Body>(definition: Route<Body>): Route {
  return definition as Route;
}

/** The body of a request, as its route wants it. Throws `bad-request`. */
export function parseBody(route: Route, bytes: Uint8Array): unknown {
  if (route.body === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadRequestError("the body is no JSON");
  }
  const result = route.body.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.length === 0 ? "the body" : issue.path.map(String).join(".");
  throw new BadRequestError(`${where}: ${issue.message}`);
}
