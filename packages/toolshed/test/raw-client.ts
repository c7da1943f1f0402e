/** A client that speaks the protocol by hand, so that a test can break every rule of it. */

import {
  type ClientMessage,
  decodeServerMessage,
  type DeliveryMessage,
  encodeClientMessage,
  type HelloMessage,
  type Identity,
  PROTOCOL_VERSION,
  type ServerMessage,
  type SessionClaim,
  signSession,
  type WelcomeMessage,
} from "@cf/protocol";

/** One socket. */
export class RawClient {
  readonly received: ServerMessage[] = [];
  /** Resolves with the code and reason of the server's close. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  readonly #url: URL;
  #waiting: { matches: (message: ServerMessage) => boolean; resolve: () => void }[] = [];

  constructor(url: string) {
    this.#url = new URL(url);
    this.#socket = new WebSocket(`ws://${this.#url.host}/api/connect`);
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = ({ code, reason }) => resolve({ code, reason });
    });
    this.#socket.onmessage = ({ data }) => {
      const message = decodeServerMessage(data);
      this.received.push(message);
      const ready = this.#waiting.filter(({ matches }) => matches(message));
      this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
      for (const { resolve } of ready) resolve();
    };
  }

  /** The first message so far or to come that matches. */
  async next<T extends ServerMessage["type"]>(
    type: T,
    matches: (message: ServerMessage & { type: T }) => boolean = () => true,
  ): Promise<ServerMessage & { type: T }> {
    const isIt = (message: ServerMessage): message is ServerMessage & { type: T } =>
      message.type === type && matches(message as ServerMessage & { type: T });
    if (!this.received.some(isIt)) {
      await new Promise<void>((resolve) => this.#waiting.push({ matches: isIt, resolve }));
    }
    return this.received.find(isIt)!;
  }

  /** A correct hello, with `changes` made before or after signing. */
  async hello(
    identity: Identity,
    space: string,
    changes: Partial<HelloMessage> = {},
    signed: Partial<SessionClaim> = {},
  ): Promise<HelloMessage> {
    const { nonce, expiresAt } = await this.next("challenge");
    const claim = {
      audience: this.#url.origin,
      space,
      principal: identity.did,
      label: "raw",
      nonce,
      expiresAt,
      ...signed,
    };
    const signature = await signSession(identity, claim);
    const { audience, principal, label } = claim;
    return {
      type: "hello",
      protocol: PROTOCOL_VERSION,
      space,
      principal,
      label,
      audience,
      signature,
      ...changes,
    };
  }

  /** Opens a session. */
  async open(
    identity: Identity,
    space: string,
    changes: Partial<HelloMessage> = {},
  ): Promise<WelcomeMessage> {
    this.send(await this.hello(identity, space, changes));
    return await this.next("welcome");
  }

  send(message: ClientMessage): void {
    this.#socket.send(encodeClientMessage(message));
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.#socket.send(data);
  }

  /** Numbered messages so far. */
  get deliveries(): DeliveryMessage[] {
    return this.received.filter((message) => "n" in message) as DeliveryMessage[];
  }

  async close(code = 1000): Promise<void> {
    this.#socket.close(code);
    await this.closed;
  }
}
