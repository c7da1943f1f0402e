/** A host under a test's control: it answers by hand what a connection sends it. */

import {
  type ClientMessage,
  decodeClientMessages,
  encodeServerMessage,
  type HelloMessage,
  PROTOCOL_VERSION,
  type RequestMessage,
  type ServerMessage,
  sessionIdOf,
  type WelcomeMessage,
} from "@cf/protocol";
import type { Socket } from "../dialer.ts";

/** The host's end of one socket. */
class FakeSocket implements Socket {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly received: ClientMessage[] = [];
  /** How many texts they came in. */
  texts = 0;
  closedWith: number | undefined;
  #onHello: ((hello: HelloMessage) => void) | undefined;

  send(text: string): void {
    this.texts++;
    for (const message of decodeClientMessages(text)) {
      if (message instanceof Error) throw message;
      this.received.push(message);
      if (message.type === "hello") this.#onHello?.(message);
    }
  }

  close(code = 1005): void {
    this.closedWith = code;
  }

  /** Numbered requests so far. */
  get requests(): RequestMessage[] {
    return this.received.filter((message) => "m" in message) as RequestMessage[];
  }

  deliver(message: ServerMessage): void {
    this.deliverRaw(encodeServerMessage(message));
  }

  deliverRaw(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }

  /** The network fails. */
  drop(): void {
    this.onclose?.({ code: 1006 } as CloseEvent);
  }

  /** Sends the challenge and resolves with the hello that answers it. */
  challenge(): Promise<HelloMessage> {
    const hello = new Promise<HelloMessage>((resolve) => this.#onHello = resolve);
    const expiresAt = 2_000_000;
    this.deliver({ type: "challenge", protocol: PROTOCOL_VERSION, nonce: "n", expiresAt });
    return hello;
  }
}

/** All sockets that a connection opened. */
export class FakeHost {
  readonly sockets: FakeSocket[] = [];

  /** The factory to give to the connection. */
  readonly connect = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** Goes through challenge and hello, and welcomes. */
  async welcome(changes: Partial<WelcomeMessage> = {}): Promise<FakeSocket> {
    const socket = this.last;
    const hello = await socket.challenge();
    socket.deliver({
      type: "welcome",
      session: sessionIdOf(hello.principal, hello.label),
      channel: "channel",
      resumed: false,
      got: 0,
      seq: 0,
      answered: 0,
      limits: {
        inFlightMax: 100,
        inFlightCharsMax: 1_000_000,
        messageCharsMax: 1_000_000,
        ackEveryChars: 1_000_000,
      },
      ...changes,
    });
    // What waited for the welcome goes out at the end of the turn.
    await Promise.resolve();
    return socket;
  }
}
