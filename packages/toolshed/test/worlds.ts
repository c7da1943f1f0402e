/** The implementations of `SpaceConnection` that the conformance cases run against. */

import { createIdentity, type Identity, sessionIdOf, type SpaceConnection } from "@cf/protocol";
import { type Space, SpaceHost } from "@cf/space";
import { connectWebSocket } from "@cf/runner";
import { type Limits, startServer } from "../mod.ts";
import { FlakyProxy } from "./flaky-proxy.ts";

/** Timers of a connection in a test: a retry comes at once, a heartbeat never. */
export const impatientClock = {
  now: () => Date.now(),
  after(delayMs: number, run: () => void): () => void {
    if (delayMs >= 15_000) return () => {};
    // The one place where a test waits for nothing but its turn: a retry over a real network.
    // deno-lint-ignore cf/test-waiting
    const timer = setTimeout(run, 0);
    return () => clearTimeout(timer);
  },
};

/** One space and ways to connect to it. */
export interface World {
  readonly owner: Identity;
  readonly space: Space;
  connect(identity: Identity, label: string): SpaceConnection;
  /** Cuts the network under every connection, where there is one. */
  cut(): void;
  /** Refuses new connections, or lets them through again. */
  block(isBlocked: boolean): void;
  close(): Promise<void>;
}

/** A kind of world. */
export interface WorldKind {
  readonly name: string;
  readonly hasNetwork: boolean;
  open(store?: string, limits?: Partial<Limits>): Promise<World>;
}

const IN_PROCESS: WorldKind = {
  name: "in process",
  hasNetwork: false,
  async open(store = ":memory:") {
    const owner = await createIdentity();
    const host = SpaceHost.open(store);
    const space = host.create(owner.did, owner.did);
    return {
      owner,
      space,
      connect: ({ did }, label) =>
        space.connect({ principal: did, session: sessionIdOf(did, label) }),
      cut: () => {},
      block: () => {},
      close: () => host.close(),
    };
  },
};

const WEB_SOCKET: WorldKind = {
  name: "WebSocket",
  hasNetwork: true,
  async open(store = ":memory:", limits = {}) {
    const owner = await createIdentity();
    const proxy = new FlakyProxy();
    const server = await startServer({
      store,
      identity: owner,
      publicOrigins: [proxy.url],
      limits,
      writeLog: () => {},
    });
    proxy.target = server.port;
    const space = server.spaces.create(owner.did, owner.did);
    const connections: SpaceConnection[] = [];
    return {
      owner,
      space,
      connect(identity, label) {
        const connection = connectWebSocket({
          host: proxy.url,
          space: owner.did,
          identity,
          label,
          clock: impatientClock,
        });
        connections.push(connection);
        return connection;
      },
      cut: () => proxy.cut(),
      block(isBlocked) {
        proxy.target = isBlocked ? undefined : server.port;
      },
      async close() {
        await Promise.all(connections.map((connection) => connection.close()));
        await server.close();
        proxy.close();
      },
    };
  },
};

/** Every implementation. */
export const WORLDS: readonly WorldKind[] = [IN_PROCESS, WEB_SOCKET];
