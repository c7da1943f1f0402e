/** The HTTP interface: routes, their access, pages, health, and the WebSocket upgrade. */

import { createHash } from "node:crypto";
import { Hono } from "hono";
import { CONNECT_PATH, NotAllowedError } from "@cf/protocol";
import { type CfError, shortHash } from "@cf/utils";
import { BadOriginError, NotFoundError, ShuttingDownError } from "../errors.ts";
import { errorFields, type Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { RequestAuthenticator } from "./auth.ts";
import { claimedHash, readBody } from "./body.ts";
import { docsPage, openApi } from "./openapi.ts";
import type { Origins } from "./origins.ts";
import type { Pages } from "./pages.ts";
import { problemOf } from "./problem.ts";
import { parseBody, type Route } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import type { WebSocketEndpoint } from "./websocket.ts";

/** What the interface is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly pages: Pages;
  readonly sockets: WebSocketEndpoint;
  readonly authenticator: RequestAuthenticator;
  readonly origins: () => Origins;
  /** The principal that holds the operator's capability. */
  readonly operator: string;
  readonly metrics: Metrics;
  /** Lets a scraper see the metrics without a key. */
  readonly metricsToken: string | undefined;
  readonly log: Log;
  readonly isReady: () => boolean;
  readonly bodyBytesMax: number;
}

interface Environment {
  Variables: { request: string };
}

/** The handler of every HTTP request. */
export function createApp(parts: AppParts): Hono<Environment> {
  const app = new Hono<Environment>();
  app.use(securityHeaders);
  app.use(async (context, next) => {
    const started = performance.now();
    const request = crypto.randomUUID();
    context.set("request", request);
    await next();
    const { method, path } = context.req;
    const { status } = context.res;
    const seconds = (performance.now() - started) / 1000;
    parts.metrics.http.observe({ method, route: routeName(path), status: String(status) }, seconds);
    parts.log.debug("http", { request, method, path, status, ms: Math.round(seconds * 1000) });
    if (status !== 101) context.header("x-request-id", request);
  });
  app.use(async (context, next) => {
    const { origins } = parts;
    if (!origins().isOwnHost(context.req.header("host"))) {
      throw new BadOriginError(context.req.header("host") ?? "no host");
    }
    const origin = context.req.header("origin");
    if (!origins().allows(origin)) throw new BadOriginError(origin!);
    await next();
  });
  app.onError((error, context) => {
    const { status, body } = problemOf(error);
    const level = status >= 500 ? "error" : "info";
    parts.log[level]("http-error", {
      request: context.get("request"),
      path: context.req.path,
      status,
      ...errorFields(error),
    });
    return context.json(body, status);
  });
  addHealth(app, parts);
  for (const route of parts.routes) addRoute(app, route, parts);
  app.get(CONNECT_PATH, (context) => {
    if (!parts.isReady()) throw new ShuttingDownError();
    return parts.sockets.upgrade(context.req.raw);
  });
  app.get("/api/openapi.json", (context) => {
    return context.json(openApi(parts.routes, parts.origins().primary));
  });
  app.get("/api/docs", (context) => {
    context.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
    return context.html(docsPage(parts.routes));
  });
  app.all("/api/*", (context) => {
    throw new NotFoundError(context.req.path);
  });
  app.get("*", (context) => parts.pages.answer(context.req.raw));
  app.notFound((context) => {
    const { status, body } = problemOf(new NotFoundError(context.req.path));
    return context.json(body, status);
  });
  return app;
}

function addHealth(app: Hono<Environment>, parts: AppParts): void {
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", (context) => {
    return parts.isReady() ? context.text("ready\n") : context.text("not ready\n", 503);
  });
}

function addRoute(app: Hono<Environment>, route: Route, parts: AppParts): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
  app.on(route.method.toUpperCase(), path, async (context) => {
    if (!parts.isReady()) throw new ShuttingDownError();
    const request = context.req.raw;
    let bytes: Uint8Array = new Uint8Array();
    const read = async () => {
      if (route.upload) return claimedHash(request);
      bytes = await readBody(request, parts.bodyBytesMax);
      return createHash("sha256").update(bytes).digest("hex");
    };
    const principal = await authenticate(route, { request, read }, parts);
    const result = await route.handle({
      principal,
      params: context.req.param() as Record<string, string>,
      query: new URL(request.url).searchParams,
      body: parseBody(route, bytes),
      request,
    });
    if (result instanceof Response) return result;
    if (route.answer === undefined) return context.body(null, 204);
    return context.json(result as Record<string, unknown>);
  });
}

async function authenticate(
  route: Route,
  call: { request: Request; read: () => Promise<string> },
  parts: AppParts,
): Promise<string> {
  if (route.access === "anyone") {
    await call.read();
    return "";
  }
  if (route.access === "scrape" && hasToken(call.request, parts.metricsToken)) return "";
  const principal = await parts.authenticator.principalOf(call.request, call.read);
  if (route.access !== "signed" && principal !== parts.operator) {
    throw new NotAllowedError(route.summary, "operate this server", principal) as CfError;
  }
  return principal;
}

/** Compares digests, so that the time it takes tells nothing about the token. */
function hasToken(request: Request, token: string | undefined): boolean {
  const given = request.headers.get("authorization");
  if (token === undefined || given === null) return false;
  return shortHash(given) === shortHash(`Bearer ${token}`);
}

/** A bounded set of names for the metrics, whatever paths are asked for. */
function routeName(path: string): string {
  const parts = path.split("/");
  if (parts[1] !== "api") return ["/healthz", "/readyz", "/metrics"].includes(path) ? path : "page";
  return `/api/${parts[2] ?? ""}${parts.length > 4 ? `/…/${parts[4]}` : ""}`.slice(0, 60);
}
