import assert from "node:assert/strict";
import { openSocket } from "./open-socket.ts";

const PING = '{"type":"ping"}';

/** What a server gets when `texts` are sent, up to a last text. */
async function receivedOf(texts: readonly string[]): Promise<string[]> {
  const received: string[] = [];
  const ended = Promise.withResolvers<void>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => {
      if (data === "end") socket.close();
      else received.push(data);
    };
    return response;
  });
  const socket = openSocket(`ws://127.0.0.1:${server.addr.port}`) as WebSocket;
  socket.onopen = () => {
    for (const text of [...texts, "end"]) socket.send(text);
  };
  socket.onclose = () => ended.resolve();
  await ended.promise;
  await server.shutdown();
  return received;
}

Deno.test("openSocket() sends a ping before a message that the system would hold back", async () => {
  const [short, middle, long] = ["x".repeat(900), "x".repeat(2_000), "x".repeat(80_000)];
  const wide = "€".repeat(400);
  assert.deepEqual(await receivedOf([short, middle, long, wide]), [
    short,
    PING,
    middle,
    long,
    PING,
    wide,
  ]);
});
