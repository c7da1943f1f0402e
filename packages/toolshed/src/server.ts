/**
 * `startServer()`: hosts the spaces of one store over HTTP and WebSocket, on one port.
 *
 * It stops in order: no new requests and sessions, then the sessions are told and closed, then
 * every space is flushed and checkpointed, then the port is given free.
 */

import type { Identity } from "@cf/protocol";
import { SpaceHost } from "@cf/space";
import { createApp } from "./http/app.ts";
import { RequestAuthenticator } from "./http/auth.ts";
import { metricsRoute } from "./http/metrics-route.ts";
import { Origins } from "./http/origins.ts";
import { MINIMAL_SHELL, Pages, type Shell } from "./http/pages.ts";
import { type CreatePolicy, spaceRoutes } from "./http/space-routes.ts";
import { WebSocketEndpoint } from "./http/websocket.ts";
import { Hosting } from "./hosting.ts";
import { type Clock, systemClock } from "./observe/clock.ts";
import { errorFields, Log, type LogLevel } from "./observe/log.ts";
import { Metrics } from "./observe/metrics.ts";
import { sessionObserver } from "./observe/session-observer.ts";
import { DEFAULT_LIMITS, type Limits } from "./session/limits.ts";
import { Sessions } from "./session/sessions.ts";

/** How to serve. */
export interface ServerOptions {
  /** The store's folder, or `":memory:"`. */
  readonly store: string;
  /** The server's own key; whoever holds it is the operator. */
  readonly identity: Identity;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The address to listen on. Default `127.0.0.1`: this machine alone. */
  readonly hostname?: string;
  /** Origins under which a proxy makes the server reachable, `https://fabric.example`. */
  readonly publicOrigins?: readonly string[];
  /** Who may make spaces. Default anyone with a key. */
  readonly create?: CreatePolicy;
  readonly limits?: Partial<Limits>;
  /** The page; a minimal one unless given. */
  readonly shell?: () => Shell | Promise<Shell>;
  /** Gets each line of the log. Default standard error. */
  readonly writeLog?: (line: string) => void;
  readonly logLevel?: LogLevel;
  readonly clock?: Clock;
}

/** A running server. */
export interface Server {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** The spaces, for programs that embed the server. */
  readonly spaces: SpaceHost;
  /** Stops in order; resolves when everything is flushed. */
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Starts a server. Throws `store-locked` when another process has the store open, and
 * `Deno.errors.AddrInUse` when the port is taken.
 *
 * @example
 * ```ts
 * import { createIdentity } from "@cf/protocol";
 * import { startServer } from "@cf/toolshed";
 * const identity = await createIdentity();
 * const server = await startServer({ store: ":memory:", identity, logLevel: "error" });
 * console.assert(await (await fetch(`${server.url}/healthz`)).text() === "ok\n");
 * await server.close();
 * ```
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = new Log(
    options.writeLog ?? ((line) => console.error(line)),
    options.logLevel ?? "info",
  );
  const clock = options.clock ?? systemClock;
  const hostname = options.hostname ?? "127.0.0.1";
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const spaces = SpaceHost.open(options.store);
  const hosting = new Hosting(spaces);
  const metrics: Metrics = new Metrics({
    sessions: () => sessions.size,
    sockets: () => sockets.count,
    processes: () => 0,
  });
  const sessions: Sessions = new Sessions(hosting, {
    limits,
    clock,
    observe: (name) => sessionObserver(name, { metrics, log }),
  });
  // The port, and with it the origin, is known only after listening; nothing is answered before.
  // deno-lint-ignore prefer-const
  let origins: Origins | undefined;
  const sockets: WebSocketEndpoint = new WebSocketEndpoint({
    sessions,
    limits,
    clock,
    audiences: () => origins!.audiences,
    onOpen: (name) => log.info("session-open", { ...name }),
    onError: (error, name) => {
      metrics.errors.inc({ code: error.code });
      log.info("session-error", { ...name, ...errorFields(error) });
    },
  });
  let isReady = true;
  const app = createApp({
    routes: [
      ...spaceRoutes(hosting, options.create ?? "anyone"),
      metricsRoute(metrics),
    ],
    pages: new Pages(options.shell ?? (() => MINIMAL_SHELL)),
    sockets,
    authenticator: new RequestAuthenticator(() => origins!.audiences, clock),
    origins: () => origins!,
    operator: options.identity.did,
    metrics,
    log,
    isReady: () => isReady,
    bodyBytesMax: BODY_BYTES_MAX,
  });
  let listener: Deno.HttpServer<Deno.NetAddr>;
  try {
    listener = Deno.serve({
      port: options.port ?? 0,
      hostname,
      onListen: () => {},
    }, (request) => app.fetch(request));
  } catch (error) {
    await spaces.close();
    throw error;
  }
  const { port } = listener.addr;
  origins = new Origins(port, hostname, options.publicOrigins ?? []);
  const url = `http://${
    hostname === "0.0.0.0" || hostname === "::" ? "127.0.0.1" : hostname
  }:${port}`;
  log.info("listening", { url, store: options.store, operator: options.identity.did });
  return {
    url,
    port,
    spaces,
    async close() {
      if (!isReady) return;
      isReady = false;
      log.info("closing", { sessions: sessions.size });
      await sessions.close();
      await spaces.close();
      await listener.shutdown();
      log.info("closed");
    },
  };
}
