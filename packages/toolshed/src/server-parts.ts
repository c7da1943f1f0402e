/** What a server is made of, put together; `server.ts` starts and stops it. */

import { join } from "node:path";
import type { SpaceHost } from "@cf/space";
import { CacheFolder } from "./cache-folder.ts";
import { CompileService } from "./compile/compile-service.ts";
import { createApp } from "./http/app.ts";
import { RequestAuthenticator } from "./http/auth.ts";
import { backgroundRoutes } from "./http/background-routes.ts";
import { compileRoutes } from "./http/compile-routes.ts";
import { metricsRoute } from "./http/metrics-route.ts";
import { noticeRoutes } from "./http/notice-routes.ts";
import { outwardRoutes } from "./http/outward-routes.ts";
import { operatorRoutes } from "./http/operator-routes.ts";
import type { Origins } from "./http/origins.ts";
import { lazyShell, Pages } from "./http/pages.ts";
import { pieceRoutes } from "./http/piece-routes.ts";
import type { Route } from "./http/routes.ts";
import { rowsRoute } from "./http/rows-route.ts";
import { spaceRoutes } from "./http/space-routes.ts";
import { WebSocketEndpoint } from "./http/websocket.ts";
import { Hosting } from "./hosting.ts";
import { IdleSpaces } from "./idle-spaces.ts";
import { Notices } from "./notices.ts";
import { type Clock, systemClock } from "@cf/utils";
import { errorFields, type Log } from "./observe/log.ts";
import { Metrics } from "./observe/metrics.ts";
import { SessionObserver } from "./observe/session-observer.ts";
import { DEFAULT_OUTWARD_LIMITS, OutwardGateway } from "./outward/gateway.ts";
import type { OutwardPolicy } from "./outward/policy.ts";
import { Background } from "./process/background.ts";
import { PieceHost } from "./process/piece-host.ts";
import { DEFAULT_BUDGETS } from "./process/piece-process.ts";
import { DEFAULT_LIMITS, type Limits } from "./session/limits.ts";
import { Sessions } from "./session/sessions.ts";
import type { SocketContext } from "./session/socket.ts";
import type { ServerOptions } from "./server.ts";

/** What the parts learn only when the server listens, and while it stops. */
export interface ServerState {
  origins: Origins | undefined;
  isReady: boolean;
}

const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** The parts of one server. */
export class ServerParts {
  readonly hosting: Hosting;
  readonly metrics: Metrics;
  readonly sessions: Sessions;
  readonly sockets: WebSocketEndpoint;
  readonly cache: CacheFolder;
  readonly compiler: CompileService;
  readonly gateway: OutwardGateway;
  readonly pieces: PieceHost;
  readonly background: Background;
  readonly notices: Notices;
  readonly idleSpaces: IdleSpaces;
  readonly handle: (request: Request) => Response | Promise<Response>;
  readonly #options: ServerOptions;
  readonly #spaces: SpaceHost;

  constructor(
    spaces: SpaceHost,
    options: ServerOptions,
    { log, state, policy }: {
      readonly log: Log;
      readonly state: ServerState;
      readonly policy: OutwardPolicy;
    },
  ) {
    this.#options = options;
    this.#spaces = spaces;
    const clock = options.clock ?? systemClock;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { did } = options.identity;
    this.hosting = new Hosting(spaces, options.create === "operator" ? { maker: did } : {});
    this.idleSpaces = new IdleSpaces(spaces, { idleMs: limits.spaceIdleMs, clock, log });
    this.metrics = new Metrics({
      sessions: () => this.sessions.size,
      sockets: () => this.sockets.count,
      processes: () => this.pieces.count,
      openSpaces: () => spaces.openCount,
      reads: () => spaces.reads,
    });
    const { metrics } = this;
    this.sessions = this.#makeSessions(limits, clock, log);
    this.notices = this.#makeNotices();
    const socket: SocketContext = {
      sessions: this.sessions,
      limits,
      clock,
      audiences: () => state.origins!.audiences,
      notices: (space) => this.notices.standing(space),
      onOpen: (name) => log.info("session-open", { ...name }),
      onError: (error, name) => {
        metrics.errors.inc({ code: error.code });
        log.info("session-error", { ...name, ...errorFields(error) });
      },
    };
    this.sockets = new WebSocketEndpoint(socket);
    // Beside the spaces, whose folders are named by DIDs.
    const beside = options.store === ":memory:" ? undefined : join(options.store, "cache");
    this.cache = new CacheFolder(options.cacheFolder ?? beside);
    this.compiler = new CompileService({ cacheFolder: () => this.cache.within("compiled"), clock });
    this.gateway = this.#makeGateway(policy, clock);
    this.pieces = new PieceHost({
      socket,
      compiler: this.compiler,
      clock,
      budgets: { ...DEFAULT_BUDGETS, ...options.budgets },
      log,
      gateway: this.gateway,
      apiUrl: () => `${state.origins!.primary}/`,
    });
    this.background = this.#makeBackground(clock, log);
    const app = createApp({
      routes: this.#routes(),
      pages: this.#makePages(policy),
      sockets: this.sockets,
      authenticator: new RequestAuthenticator(() => state.origins!.audiences, {
        clock,
        requestsPerSecond: limits.requestsPerSecond,
      }),
      origins: () => state.origins!,
      operator: did,
      metrics,
      metricsToken: options.metricsToken,
      log,
      isReady: () => state.isReady,
      bodyBytesMax: BODY_BYTES_MAX,
    });
    this.handle = (request) => app.fetch(request);
  }

  #makeSessions(limits: Limits, clock: Clock, log: Log): Sessions {
    const { metrics } = this;
    return new Sessions(this.hosting, {
      limits,
      clock,
      observe: (name) => new SessionObserver(name, { metrics, log }),
      onEnd: (name) => log.info("session-end", { ...name }),
    });
  }

  #makeNotices(): Notices {
    const { onFailure } = this.#options;
    return new Notices((space, notice) => this.sessions.notify(space, notice), onFailure);
  }

  #makePages(policy: OutwardPolicy): Pages {
    const shell = this.#options.shell ?? lazyShell(() => this.cache.within("shell"));
    return new Pages(shell, policy.mediaSources);
  }

  #makeGateway(policy: OutwardPolicy, clock: Clock): OutwardGateway {
    const { model, outward } = this.#options;
    const limits = { ...DEFAULT_OUTWARD_LIMITS, ...outward?.limits };
    return new OutwardGateway({ hosting: this.hosting, policy, model, limits, clock });
  }

  #makeBackground(clock: Clock, log: Log): Background {
    const { store } = this.#options;
    const path = store === ":memory:" ? undefined : join(store, "background.json");
    const { pieces, hosting } = this;
    return new Background({ path, pieces, hosting, clock, log });
  }

  #routes(): readonly Route[] {
    const { hosting, pieces, compiler, metrics, background } = this;
    const { uploadBytesMax } = { ...DEFAULT_LIMITS, ...this.#options.limits };
    return [
      ...spaceRoutes(hosting, this.#options.create ?? "anyone"),
      ...outwardRoutes(this.gateway),
      ...pieceRoutes({ hosting, pieces, compiler, metrics }),
      ...backgroundRoutes(hosting, background),
      ...compileRoutes(compiler, metrics),
      ...noticeRoutes(hosting, this.notices),
      ...operatorRoutes(this.#spaces),
      rowsRoute(this.#spaces, { operator: this.#options.identity.did, uploadBytesMax }),
      metricsRoute(metrics),
    ];
  }
}
