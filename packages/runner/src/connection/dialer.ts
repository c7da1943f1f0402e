/**
 * Keeps one authenticated socket to a host: dials, answers the challenge, notices a dead
 * connection, and dials again after a while. What is said over it is the caller's.
 *
 * ```text
 *  dial ──▶ challenge ──▶ hello ──▶ welcome ──▶ messages …
 *   ▲                                              │ lost, silent or bad message
 *   └──────────────── backoff ◀────────────────────┘
 * ```
 *
 * Every callback of a socket carries the generation it was made for; one that a newer socket has
 * replaced is ignored.
 */

import {
  BadMessageError,
  type ChallengeMessage,
  decodeServerMessage,
  type HelloMessage,
  type NamedSpace,
  PROTOCOL_VERSION,
  RemoteError,
  type ServerMessage,
  type Signer,
  signSession,
  type WelcomeMessage,
} from "@cf/protocol";
import { CfError, type Clock } from "@cf/utils";
import { backoffMs } from "./backoff.ts";
import { ProtocolVersionError } from "./errors.ts";

/** The part of a `WebSocket` that is used. */
export interface Socket {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** What a dialer needs to know. */
export interface DialerOptions {
  readonly url: string;
  readonly space: string;
  /** Where the space is one that patterns name. */
  readonly named: NamedSpace | undefined;
  readonly identity: Signer;
  readonly label: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly socket: (url: string) => Socket;
  /** The silence after which the connection is probed, and again after which it is given up. */
  readonly heartbeatMs: number;
}

/** What a dialer tells its owner. */
export interface DialerEvents {
  /** What to go on with, asked for at each hello. */
  resume(): HelloMessage["resume"];
  onWelcome(welcome: WelcomeMessage): void;
  /** A message after the welcome. May throw `bad-message`, which drops the socket. */
  onMessage(message: ServerMessage, chars: number): void;
  onDown(): void;
  /** A problem that dialling again may solve. */
  onProblem(error: CfError): void;
  /** The host refused for good; no more dialling. */
  onRefused(error: CfError): void;
}

const GOOD_MESSAGES_TO_FORGIVE = 100;

/** One socket at a time, until closed. */
export class Dialer {
  readonly #options: DialerOptions;
  readonly #events: DialerEvents;
  #socket: Socket | undefined;
  #generation = 0;
  #attempt = 0;
  #badMessages = 0;
  #goodMessages = 0;
  #open = false;
  #heard = false;
  #probed = false;
  #cancelTimer: () => void = () => {};
  #closed = false;

  constructor(options: DialerOptions, events: DialerEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Opens a socket now, also while waiting for the next attempt. */
  dial(): void {
    if (this.#closed || this.#socket !== undefined) return;
    this.#cancelTimer();
    const generation = ++this.#generation;
    const isCurrent = () => generation === this.#generation;
    let socket: Socket;
    try {
      socket = this.#options.socket(this.#options.url);
    } catch (cause) {
      this.close();
      const problem = `Cannot connect to ${this.#options.url}: it is no WebSocket address`;
      this.#events.onRefused(new CfError("bad-address", problem, { cause }));
      return;
    }
    this.#socket = socket;
    socket.onmessage = (event) => {
      if (isCurrent()) this.#receive(event.data, isCurrent);
    };
    socket.onclose = () => {
      if (isCurrent()) this.#lost();
    };
    // A failing socket closes as well; the close is what counts.
    socket.onerror = () => {};
    this.#heard = true;
    this.#beat();
  }

  /** Sends `text` on the open socket; dropped while there is none. */
  send(text: string): void {
    if (this.#open) this.#socket?.send(text);
  }

  /** Ends the connection; nothing is called back any more. */
  close(): void {
    this.#closed = true;
    this.#drop(1000);
  }

  /** Gives the socket up and dials again after the backoff. */
  restart(): void {
    if (!this.#closed) this.#lost();
  }

  #drop(code: number): void {
    this.#cancelTimer();
    this.#generation++;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#open = false;
    try {
      socket?.close(code);
    } catch {
      // A socket that never opened may refuse to be closed.
    }
  }

  #lost(): void {
    this.#drop(4000);
    this.#events.onDown();
    if (this.#closed) return;
    const delayMs = backoffMs(this.#attempt++ + this.#badMessages, this.#options.random);
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.dial());
  }

  #beat(): void {
    this.#cancelTimer = this.#options.clock.after(this.#options.heartbeatMs, () => {
      if (!this.#heard && (this.#probed || !this.#open)) return this.#lost();
      this.#probed = !this.#heard;
      this.#heard = false;
      if (this.#probed) this.#socket?.send('{"type":"ping"}');
      this.#beat();
    });
  }

  #receive(data: unknown, isCurrent: () => boolean): void {
    this.#heard = true;
    try {
      const message = decodeServerMessage(data);
      this.#handle(message, (data as string).length, isCurrent);
      if (this.#badMessages > 0 && ++this.#goodMessages > GOOD_MESSAGES_TO_FORGIVE) {
        this.#badMessages = 0;
      }
    } catch (error) {
      if (!(error instanceof BadMessageError)) throw error;
      this.#badMessages++;
      this.#goodMessages = 0;
      this.#events.onProblem(error);
      if (isCurrent()) this.#lost();
    }
  }

  #handle(message: ServerMessage, chars: number, isCurrent: () => boolean): void {
    switch (message.type) {
      case "challenge":
        if (this.#open) throw new BadMessageError("a challenge in an open session");
        this.#answer(message, isCurrent).catch((cause) => this.#refuse(toCfError(cause)));
        return;
      case "welcome":
        if (this.#open) throw new BadMessageError("a welcome in an open session");
        this.#open = true;
        this.#attempt = 0;
        this.#events.onWelcome(message);
        return;
      case "error":
        if (message.fatal) this.#refuse(new RemoteError(message));
        else this.#events.onProblem(new RemoteError(message));
        return;
      case "pong":
        return;
      default:
        if (!this.#open) throw new BadMessageError(`a ${message.type} before the welcome`);
        this.#events.onMessage(message, chars);
    }
  }

  async #answer(challenge: ChallengeMessage, isCurrent: () => boolean): Promise<void> {
    if (challenge.protocol !== PROTOCOL_VERSION) {
      throw new ProtocolVersionError({ ours: PROTOCOL_VERSION, theirs: challenge.protocol });
    }
    const { space, named, identity, label, audience } = this.#options;
    const { nonce, expiresAt } = challenge;
    const principal = identity.did;
    const claim = { audience, space, principal, label, nonce, expiresAt };
    const signature = await signSession(identity, claim);
    if (!isCurrent()) return;
    const resume = this.#events.resume();
    const hello: HelloMessage = {
      type: "hello",
      protocol: PROTOCOL_VERSION,
      space,
      principal,
      label,
      audience,
      signature,
      ...(named === undefined ? {} : { named }),
      ...(resume === undefined ? {} : { resume }),
    };
    this.#socket?.send(JSON.stringify(hello));
  }

  #refuse(error: CfError): void {
    if (this.#closed) return;
    this.close();
    this.#events.onRefused(error);
  }
}

function toCfError(cause: unknown): CfError {
  if (cause instanceof CfError) return cause;
  return new CfError("connection-failed", `Cannot open session: ${cause}`, { cause });
}
