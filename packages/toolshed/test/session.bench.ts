/**
 * What the network costs. In memory, where a commit itself is next to nothing: a commit and its
 * echo at another client against a bare WebSocket echo, and a watch of a thousand documents against
 * the same in process. On disk: what commits save that arrive together, in one client's burst and
 * from 32 clients, against one at a time.
 */

import { createIdentity, type SpaceConnection } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "../mod.ts";
import { Replica } from "./replica.ts";

const ROUNDS = 300;
const BURST = 200;
const CLIENTS = 32;

/** Milliseconds; the median of many. */
async function median(rounds: number, run: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

type Open = (label: string) => SpaceConnection;

/** A server on `store`, and the two ways into a new space of it. */
async function withSpace<T>(
  store: string,
  run: (ways: { readonly inProcess: Open; readonly remote: Open }) => Promise<T>,
): Promise<T> {
  const identity = await createIdentity();
  // What is measured is the work, not the rate that a session is held to.
  const limits = { commitsPerSecond: 1e6, messagesPerSecond: 1e6 };
  const server = await startServer({ store, identity, limits, logLevel: "error" });
  const { did } = identity;
  const space = server.spaces.create(did, did);
  const connections: SpaceConnection[] = [];
  const keep = (connection: SpaceConnection) => {
    connections.push(connection);
    return connection;
  };
  try {
    return await run({
      inProcess: (label) => keep(space.connect({ principal: did, session: label })),
      remote: (label) => keep(connectWebSocket({ host: server.url, space: did, identity, label })),
    });
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
    await server.close();
  }
}

function set(id: string, value: number) {
  return [{ op: "set", id, value }] as const;
}

async function memoryFigures(): Promise<Record<string, number>> {
  return await withSpace(":memory:", async ({ inProcess, remote }) => {
    const [writer, reader] = [new Replica(remote("writer")), new Replica(remote("reader"))];
    await reader.watch(["of:seen"]);
    const echo = await echoMs();
    const commit = await median(ROUNDS, (n) => writer.commit(set("of:alone", n)));
    const seen = await median(ROUNDS, async (n) => {
      writer.send(set("of:seen", n));
      await reader.until(() => reader.value("of:seen") === n);
    });
    const ids = Array.from({ length: 1_000 }, (_, n) => `of:doc${n}`);
    const value = { title: "x".repeat(80), done: false, tags: ["a", "b"] };
    await writer.commit(ids.map((id) => ({ op: "set", id, value })));
    const watch = (open: Open) =>
      median(20, async (n) => await new Replica(open(`watcher ${n}`)).watch(ids, 0));
    return {
      "session.commit.vsEcho": commit / echo,
      "session.seen.vsEcho": seen / echo,
      "session.watch1000.vsInProcess": await watch(remote) / await watch(inProcess),
      "session.commit.ms": commit,
      "session.seen.ms": seen,
      "session.echo.ms": echo,
    };
  });
}

async function diskFigures(store: string): Promise<Record<string, number>> {
  return await withSpace(store, async ({ remote }) => {
    const clients = Array.from(
      { length: CLIENTS },
      (_, n) => new Replica(remote(`client ${n}`)),
    );
    await Promise.all(clients.map((client) => client.commit(set("of:first", 0))));
    const [alone] = clients as [Replica];
    const single = await median(ROUNDS, (n) => alone.commit(set("of:alone", n)));
    const burst = await median(20, async () => {
      for (let n = 0; n < BURST; n++) alone.send(set(`of:${n % 20}`, n));
      await alone.connection.settled();
    });
    const together = await median(
      50,
      (n) => Promise.all(clients.map((client, index) => client.commit(set(`of:${index}`, n)))),
    );
    return {
      "session.burst200.vsSingle": burst / BURST / single,
      "session.clients32.vsSingle": together / CLIENTS / single,
    };
  });
}

async function echoMs(): Promise<number> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}`);
  await new Promise((resolve) => socket.onopen = resolve);
  const ms = await median(ROUNDS, async () => {
    const answer = new Promise((resolve) => socket.onmessage = resolve);
    socket.send("x".repeat(200));
    await answer;
  });
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  await server.shutdown();
  return ms;
}

/** Ratios first; milliseconds for orientation. */
export async function figures(): Promise<Record<string, number>> {
  const store = await Deno.makeTempDir({ prefix: "cf-bench-" });
  try {
    return { ...await memoryFigures(), ...await diskFigures(store) };
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}
