/** Upgrades a request to a session's WebSocket, after its origin was checked. */

import { ClientSocket, type RawSocket, type SocketContext } from "../session/socket.ts";

/** The sockets of a server, so that their number is bounded. */
export class WebSocketEndpoint {
  readonly #context: SocketContext;
  #count = 0;

  constructor(context: SocketContext) {
    this.#context = context;
  }

  /** How many sockets are open. */
  get count(): number {
    return this.#count;
  }

  /** Answers an upgrade request. The caller has checked its origin. */
  upgrade(request: Request): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return new Response("Cannot connect: a WebSocket upgrade is needed\n", {
        status: 426,
        headers: { upgrade: "websocket" },
      });
    }
    if (this.#count >= this.#context.limits.socketsMax) {
      return new Response("Cannot connect: too many sockets are open\n", { status: 503 });
    }
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 60 });
    this.#serve(socket);
    return response;
  }

  #serve(socket: WebSocket): void {
    const raw: RawSocket = {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: (code, reason) => {
        if (socket.readyState <= WebSocket.OPEN) socket.close(code, reason);
      },
    };
    let client: ClientSocket | undefined;
    socket.onopen = () => {
      this.#count++;
      client = new ClientSocket(raw, this.#context);
    };
    socket.onmessage = (event) => void client?.receive(event.data);
    socket.onclose = (event) => {
      if (client === undefined) return;
      this.#count--;
      client.closed(event.code);
      client = undefined;
    };
    // An error is followed by a close, which is what counts.
    socket.onerror = () => {};
  }
}
