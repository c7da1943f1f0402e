/**
 * One WebSocket of a client: challenge, hello, then messages for its channel.
 *
 * Everything read here is untrusted. What is wrong is answered by a typed error; `fatal` tells the
 * client that trying again cannot help. After a few bad messages the socket is closed.
 */

import {
  BadMessageError,
  type ClientMessage,
  decodeClientMessages,
  encodeServerMessage,
  type HelloMessage,
  NotAuthenticatedError,
  type Notice,
  PROTOCOL_VERSION,
  type ServerMessage,
  sessionIdOf,
  type SessionLimits,
  toBase64Url,
  verifySession,
} from "@cf/protocol";
import type { CfError, Clock, JsonObject } from "@cf/utils";
import {
  FloodError,
  HelloTimeoutError,
  ProtocolVersionError,
  toCfError,
  TooManyBadMessagesError,
  WrongAudienceError,
} from "../errors.ts";
import type { Channel, ChannelSocket } from "./channel.ts";
import { ackEveryChars } from "./delivery-queue.ts";
import type { Limits } from "./limits.ts";
import type { SessionName, Sessions } from "./sessions.ts";

/** The part of a server-side `WebSocket` that is used. */
export interface RawSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What a socket needs of its server. */
export interface SocketContext {
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly clock: Clock;
  /**
   * The principal of a peer that needs no signature because the server started it. Everybody else
   * proves who they are.
   */
  readonly vouched?: string;
  /** The origins under which clients reach this server. */
  readonly audiences: () => readonly string[];
  /** What whoever opens a session in the space should be told. */
  readonly notices: (space: string) => readonly Notice[];
  readonly onOpen: (name: SessionName) => void;
  readonly onError: (error: CfError, name: SessionName | undefined) => void;
}

/** Codes with which dialling again cannot help. */
const FATAL = new Set([
  "unknown-space",
  "not-allowed",
  "not-authenticated",
  "bad-identity",
  "wrong-audience",
  "protocol-version",
  "session-taken",
  "too-many-bad-messages",
  "bad-space-id",
]);

const GOING_AWAY = 1001;
const POLICY = 1008;
const CLIENT_ENDED = 1000;

/** One client's socket. Its owner calls `receive` and `closed`. */
export class ClientSocket implements ChannelSocket {
  readonly #raw: RawSocket;
  readonly #context: SocketContext;
  readonly #nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(24)));
  readonly #expiresAt: number;
  readonly #cancelHelloTimer: () => void;
  #state: "challenged" | "opening" | "open" | "closed" = "challenged";
  #name: SessionName | undefined;
  #channel: Channel | undefined;
  #badMessages = 0;

  /** Sends the challenge at once. */
  constructor(raw: RawSocket, context: SocketContext) {
    this.#raw = raw;
    this.#context = context;
    const { clock, limits } = context;
    this.#expiresAt = clock.now() + limits.helloMs;
    this.#cancelHelloTimer = clock.after(
      limits.helloMs,
      () => this.end(new HelloTimeoutError(limits.helloMs)),
    );
    this.#sendMessage({
      type: "challenge",
      protocol: PROTOCOL_VERSION,
      nonce: this.#nonce,
      expiresAt: this.#expiresAt,
    });
  }

  send(text: string): void {
    if (this.#state !== "closed") this.#raw.send(text);
  }

  tell(error: CfError): void {
    if (this.#state !== "closed") this.#sendError(error);
  }

  end(error: CfError): void {
    if (this.#state === "closed") return;
    this.#sendError(error);
    this.#close(error.code === "shutting-down" ? GOING_AWAY : POLICY, error.code);
  }

  /** Takes one message of the client. */
  async receive(data: unknown): Promise<void> {
    if (this.#state === "closed") return;
    const { messageCharsMax } = this.#context.limits;
    let messages: ReturnType<typeof decodeClientMessages>;
    try {
      messages = decodeClientMessages(data, messageCharsMax);
    } catch (error) {
      return this.#refuse(toCfError(error), 0);
    }
    const chars = Math.ceil((data as string).length / Math.max(1, messages.length));
    for (const message of messages) {
      try {
        if (message instanceof Error) throw message;
        const done = this.#dispatch(message, chars);
        if (done !== undefined) await done;
      } catch (error) {
        this.#refuse(toCfError(error), chars);
      }
      if (this.#isClosed) return;
    }
  }

  get #isClosed(): boolean {
    return this.#state === "closed";
  }

  /** The socket is closed; `code` is the client's. */
  closed(code: number): void {
    this.#cancelHelloTimer();
    const channel = this.#channel;
    this.#state = "closed";
    this.#channel = undefined;
    if (channel !== undefined) {
      this.#context.sessions.release(channel, this, code === CLIENT_ENDED);
    }
  }

  #dispatch(message: ClientMessage, chars: number): void | Promise<void> {
    switch (message.type) {
      case "hello":
        return this.#hello(message);
      case "ping":
        return this.#sendMessage({ type: "pong" });
    }
    const channel = this.#channel;
    if (channel === undefined) throw new BadMessageError(`a ${message.type} before the welcome`);
    if (message.type === "ack") return channel.acknowledge(message.n);
    channel.receive({ m: message.m, chars, request: message });
  }

  async #hello(hello: HelloMessage): Promise<void> {
    if (this.#state !== "challenged") throw new BadMessageError("a second hello");
    this.#state = "opening";
    const name = await this.#authenticate(hello);
    this.#name = name;
    const opened = await this.#context.sessions.open(name, hello.resume);
    const { channel, resumed, seq, answered, used } = opened;
    // The client may have left while the space was being opened.
    if (this.#isClosed) {
      this.#context.sessions.abandon(channel);
      return;
    }
    this.#cancelHelloTimer();
    this.#state = "open";
    this.#channel = channel;
    this.#sendMessage({
      type: "welcome",
      session: name.session,
      channel: channel.id,
      resumed,
      got: channel.got,
      seq,
      answered,
      used,
      limits: sessionLimits(this.#context.limits),
    });
    channel.attach(this, resumed ? hello.resume!.received : 0);
    for (const notice of this.#context.notices(name.space)) channel.notify(notice);
    this.#context.onOpen(name);
  }

  /** The one place where a signature becomes a principal. */
  async #authenticate(hello: HelloMessage): Promise<SessionName> {
    const { protocol, space, principal, label, audience, signature, named } = hello;
    if (protocol !== PROTOCOL_VERSION) {
      throw new ProtocolVersionError({ ours: PROTOCOL_VERSION, theirs: protocol });
    }
    const { vouched } = this.#context;
    if (vouched !== undefined) {
      if (principal !== vouched) {
        throw new NotAuthenticatedError("it was started for another", principal);
      }
      return { space, principal, session: sessionIdOf(principal, label), named };
    }
    const audiences = this.#context.audiences();
    if (!audiences.includes(audience)) throw new WrongAudienceError(audience, audiences);
    if (signature.length > 128) throw new NotAuthenticatedError("no signature", principal);
    const claim = {
      audience,
      space,
      principal,
      label,
      nonce: this.#nonce,
      expiresAt: this.#expiresAt,
    };
    await verifySession(claim, signature, this.#context.clock.now());
    return { space, principal, session: sessionIdOf(principal, label), named };
  }

  #refuse(error: CfError, chars: number): void {
    if (this.#state !== "open") return this.end(error);
    if (error instanceof FloodError) return this.end(error);
    const { badMessagesMax } = this.#context.limits;
    if (++this.#badMessages >= badMessagesMax) {
      return this.end(new TooManyBadMessagesError(badMessagesMax));
    }
    const m = error.data.m;
    if (error instanceof BadMessageError && typeof m === "number" && m > 0) {
      try {
        this.#channel!.receive({ m, chars, request: error });
      } catch (flood) {
        this.end(toCfError(flood));
      }
      return;
    }
    this.#sendError(error);
  }

  #sendError(error: CfError): void {
    this.#context.onError(error, this.#name);
    this.#sendMessage({
      type: "error",
      code: error.code,
      message: error.message,
      data: error.data as JsonObject,
      fatal: FATAL.has(error.code),
    });
  }

  #sendMessage(message: ServerMessage): void {
    this.#raw.send(encodeServerMessage(message));
  }

  #close(code: number, reason: string): void {
    // A client's own 1000 means that its session is over; this close is not the client's.
    this.closed(code);
    this.#raw.close(code, reason);
  }
}

function sessionLimits(limits: Limits): SessionLimits {
  const { inFlightMax, inFlightCharsMax, messageCharsMax, deliveryWindowChars } = limits;
  return {
    inFlightMax,
    inFlightCharsMax,
    messageCharsMax,
    ackEveryChars: ackEveryChars(deliveryWindowChars),
  };
}
