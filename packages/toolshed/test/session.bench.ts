/**
 * What the network costs: a commit, its echo at another client, and a watch of a thousand
 * documents, over a WebSocket on loopback against the same in process; and a bare WebSocket echo,
 * below which nothing can go.
 */

import { createIdentity, type SpaceConnection } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { startServer } from "../mod.ts";
import { Replica } from "./replica.ts";

const ROUNDS = 400;

/** Milliseconds; the median of many. */
async function median(rounds: number, run: (round: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

interface Costs {
  readonly commitMs: number;
  readonly seenMs: number;
  readonly burstMs: number;
  readonly watchMs: number;
}

async function measure(open: (label: string) => SpaceConnection): Promise<Costs> {
  const [writer, reader] = [new Replica(open("writer")), new Replica(open("reader"))];
  await reader.watch(["of:seen"]);
  const commitMs = await median(ROUNDS, async (n) => {
    await writer.commit([{ op: "set", id: "of:alone", value: n }]);
  });
  const seenMs = await median(ROUNDS, async (n) => {
    writer.send([{ op: "set", id: "of:seen", value: n }]);
    await reader.until(() => reader.value("of:seen") === n);
  });
  const burstMs = await median(10, async () => {
    for (let n = 0; n < 200; n++) writer.send([{ op: "set", id: `of:${n % 20}`, value: n }]);
    await writer.connection.settled();
  });
  const ids = Array.from({ length: 1_000 }, (_, n) => `of:doc${n}`);
  const value = { title: "x".repeat(80), done: false, tags: ["a", "b"] };
  await writer.commit(ids.map((id) => ({ op: "set", id, value })));
  const watchMs = await median(20, async (n) => {
    const connection = open(`watcher ${n}`);
    await new Replica(connection).watch(ids, 0);
    await connection.close();
  });
  await Promise.all([writer.connection.close(), reader.connection.close()]);
  return { commitMs, seenMs, burstMs, watchMs };
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

/** Ratios against the same work in process, and milliseconds. */
export async function figures(): Promise<Record<string, number>> {
  const identity = await createIdentity();
  const store = await Deno.makeTempDir({ prefix: "cf-bench-" });
  const server = await startServer({ store, identity, logLevel: "error" });
  const space = server.spaces.create(identity.did, identity.did);
  try {
    const inProcess = await measure((label) =>
      space.connect({ principal: identity.did, session: `in process ${label}` })
    );
    const remote = await measure((label) =>
      connectWebSocket({ host: server.url, space: identity.did, identity, label })
    );
    const echo = await echoMs();
    return {
      "session.commit.vsInProcess": remote.commitMs / inProcess.commitMs,
      "session.burst200.vsInProcess": remote.burstMs / inProcess.burstMs,
      "session.watch1000.vsInProcess": remote.watchMs / inProcess.watchMs,
      "session.overhead.vsEcho": (remote.commitMs - inProcess.commitMs) / echo,
      "session.commit.ms": remote.commitMs,
      "session.seen.ms": remote.seenMs,
      "session.watch1000.ms": remote.watchMs,
    };
  } finally {
    await server.close();
    await Deno.remove(store, { recursive: true });
  }
}
