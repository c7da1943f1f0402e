/**
 * `startServer()`: hosts the spaces of one store over HTTP and WebSocket, on one port.
 *
 * It stops in order: no new requests and sessions, then the sessions are told and closed, then
 * child processes end, then every space is flushed and checkpointed, then the port is given free.
 */

import type { ModelProvider } from "@cf/runner";
import type { Identity, Notice, SpaceId } from "@cf/protocol";
import { type Repair, RETENTION_DEFAULTS, type RetentionPolicy, SpaceHost } from "@cf/space";
import type { CompileResult, SourceProgram } from "@cf/ts-transformers";
import { Origins } from "./http/origins.ts";
import type { Shell } from "./http/pages.ts";
import type { CreatePolicy } from "./http/space-routes.ts";
import type { FailureListener } from "./notices.ts";
import type { Clock } from "@cf/utils";
import { Log, type LogLevel } from "./observe/log.ts";
import type { OutwardLimits } from "./outward/gateway.ts";
import { type OutwardOptions, OutwardPolicy } from "./outward/policy.ts";
import type { RunBudgets } from "./process/piece-process.ts";
import { ServerParts, type ServerState } from "./server-parts.ts";
import type { Limits } from "./session/limits.ts";

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
  /** Folders whose SQLite files the operator may lend to spaces. Default none. */
  readonly sourceFolders?: readonly string[];
  /** How much of each space's log is kept. Default all of it. */
  readonly retention?: Partial<RetentionPolicy>;
  /** How long a frame waits for queries that its commits made run again. Default 25. */
  readonly frameDeadlineMs?: number;
  /** A scraper that sends it as `Authorization: Bearer …` sees the metrics without a key. */
  readonly metricsToken?: string;
  readonly limits?: Partial<Limits>;
  /** What pieces that the server runs may use. */
  readonly budgets?: Partial<RunBudgets>;
  /**
   * Where requests of pieces may go, whether a page or the server runs them. Default public
   * addresses only.
   */
  readonly outward?: OutwardOptions & { readonly limits?: Partial<OutwardLimits> };
  /** The language model lent to pieces; its key stays here. Default none. */
  readonly model?: ModelProvider;
  /**
   * Where compiled programs and the built page are kept. Default `cache` in the store's folder,
   * and for a store in memory a temporary folder that goes with the server.
   */
  readonly cacheFolder?: string;
  /** The page; that of `packages/shell` unless given. */
  readonly shell?: () => Shell | Promise<Shell>;
  /** Hears what goes wrong in pages, for developers' tools. Without it pages keep it to themselves. */
  readonly onFailure?: FailureListener;
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
  /** Tells the open pages of a space, and those that open while findings stand. */
  notify(space: SpaceId, notice: Notice): void;
  /** Takes over what the host compiled itself, so that pages get that without compiling it again. */
  compiled(source: SourceProgram, result: CompileResult): void;
  /** Stops in order; resolves when everything is flushed. */
  close(): Promise<void>;
}

/**
 * Starts a server. Throws `store-locked` when another process has the store open, `bad-host`
 * for a host in `outward` that is none, and `Deno.errors.AddrInUse` when the port is taken.
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
  const write = options.writeLog ?? ((line: string) => console.error(line));
  const log = new Log(write, options.logLevel ?? "info");
  const state: ServerState = { origins: undefined, isReady: false };
  const policy = new OutwardPolicy(options.outward ?? {});
  const { retention, frameDeadlineMs } = options;
  const spaces = SpaceHost.open(options.store, {
    sourceFolders: options.sourceFolders ?? [],
    ...(retention === undefined ? {} : { retention: { ...RETENTION_DEFAULTS, ...retention } }),
    ...(frameDeadlineMs === undefined ? {} : { frameDeadlineMs }),
    onRepair: (repair, space) => {
      parts.metrics.repairs.inc({ action: repair.action });
      logRepair(log, repair, space);
    },
  });
  const parts = new ServerParts(spaces, options, { log, state, policy });
  const hostname = options.hostname ?? "127.0.0.1";
  let listener: Deno.HttpServer<Deno.NetAddr>;
  try {
    const port = options.port ?? 0;
    listener = Deno.serve({ port, hostname, onListen: () => {} }, parts.handle);
  } catch (error) {
    await spaces.close();
    throw error;
  }
  const { port } = listener.addr;
  // Nothing can have been answered yet: requests are taken in later turns.
  state.origins = new Origins(port, hostname, options.publicOrigins ?? []);
  state.isReady = true;
  parts.background.start();
  parts.idleSpaces.start();
  const isAnywhere = hostname === "0.0.0.0" || hostname === "::";
  const url = `http://${isAnywhere ? "127.0.0.1" : hostname}:${port}`;
  log.info("listening", { url, store: options.store, operator: options.identity.did });
  return {
    url,
    port,
    spaces,
    notify: (space, notice) => parts.notices.send(space, notice),
    compiled: (source, result) => parts.compiler.remember(source, result),
    async close() {
      if (!state.isReady) return;
      state.isReady = false;
      log.info("closing", { sessions: parts.sessions.size });
      parts.idleSpaces.close();
      await parts.sessions.close();
      parts.background.close();
      await parts.pieces.close();
      await parts.compiler.close();
      await parts.cache.close();
      await spaces.close();
      await listener.shutdown();
      log.info("closed");
    },
  };
}

/** What a crash leaves behind is normal; what was lost or damaged is not, and another history least. */
function logRepair(log: Log, { database, action, detail }: Repair, space: SpaceId): void {
  const level = action === "quarantine" ? "error" : action === "rebuild" ? "warn" : "info";
  log[level]("database-repair", { space, database, action, detail });
}
