/** Headers that every answer carries, and the policy of pages. */

import type { MiddlewareHandler } from "hono";

/**
 * What a page may load: its own scripts and styles, and nothing from anywhere else. `connect-src`
 * needs the WebSocket spelled out, because browsers do not all take `'self'` for it. Pattern code
 * runs in a worker's compartment, which evaluates text: `'unsafe-eval'` is given to the worker
 * script's answer alone, and a worker's own policy is what counts there. Pictures and sound come
 * from the page itself and from `media`, the hosts that requests of patterns may go to.
 */
export function pagePolicy(host: string, media: readonly string[]): string {
  const sources = ["'self'", "data:", "blob:", ...media].join(" ");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    `img-src ${sources}`,
    `media-src ${sources}`,
    "font-src 'self' data:",
    "manifest-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** The policy of a worker that evaluates pattern code in a compartment. */
export function workerPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-eval'",
    `connect-src 'self' ws://${host} wss://${host}`,
  ].join("; ");
}

/** Sets the headers that do not depend on what is answered. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const headers = context.res.headers;
  if (context.res.status === 101) return;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  }
};
