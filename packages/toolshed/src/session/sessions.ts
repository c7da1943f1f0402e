/**
 * Every open session of the server: who may resume which channel, and when one ends.
 *
 * A session is one principal's label in one space. It has one channel; whoever opens the session
 * anew takes it over, and the client that had it is told so.
 */

import type { NamedSpace, Notice, SpaceId } from "@cf/protocol";
import { SessionEndedError, SessionTakenError, ShuttingDownError } from "../errors.ts";
import type { Clock } from "@cf/utils";
import { Channel, type ChannelObserver, type ChannelSocket } from "./channel.ts";
import type { Limits } from "./limits.ts";
import type { SpaceOpener } from "./spaces.ts";

/** Who opens which session, proven. */
export interface SessionName {
  readonly space: SpaceId;
  readonly principal: string;
  readonly session: string;
  /** What the client calls the space, if it names it. */
  readonly named?: NamedSpace | undefined;
}

/** The channel that a client wants to go on with, and what it has of it. */
export interface Resume {
  readonly channel: string;
  readonly received: number;
}

/** A channel, ready for a socket. */
export interface Opened {
  readonly channel: Channel;
  readonly resumed: boolean;
  readonly seq: number;
  readonly answered: number;
  readonly used: number;
}

interface Entry {
  readonly name: SessionName;
  readonly channel: Channel;
  cancelGrace: () => void;
}

/** The open sessions of a server. */
export class Sessions {
  readonly #spaces: SpaceOpener;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #observe: (name: SessionName) => ChannelObserver;
  readonly #onEnd: (name: SessionName) => void;
  readonly #entries = new Map<string, Entry>();
  /** Openings of one session follow one another. */
  readonly #opening = new Map<string, Promise<unknown>>();
  #isClosed = false;

  constructor(
    spaces: SpaceOpener,
    options: {
      readonly limits: Limits;
      readonly clock: Clock;
      readonly observe: (name: SessionName) => ChannelObserver;
      /** The session is over, and the space has no connection of it any more. */
      readonly onEnd?: (name: SessionName) => void;
    },
  ) {
    this.#spaces = spaces;
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#observe = options.observe;
    this.#onEnd = options.onEnd ?? (() => {});
  }

  /** How many sessions are open, with or without a socket. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many of them are in `space`. */
  countIn(space: SpaceId): number {
    let count = 0;
    for (const { name } of this.#entries.values()) if (name.space === space) count++;
    return count;
  }

  /**
   * Opens or resumes a session. Throws `unknown-space`, `not-allowed` and `shutting-down`.
   * The caller attaches a socket to the channel.
   */
  async open(name: SessionName, resume: Resume | undefined): Promise<Opened> {
    const key = JSON.stringify([name.space, name.session]);
    const before = this.#opening.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.#open(key, name, resume));
    const settled = mine.catch(() => {});
    this.#opening.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#opening.get(key) === settled) this.#opening.delete(key);
    }
  }

  async #open(key: string, name: SessionName, resume: Resume | undefined): Promise<Opened> {
    if (this.#isClosed) throw new ShuttingDownError();
    const existing = this.#entries.get(key);
    if (existing !== undefined) {
      const { channel } = existing;
      if (channel.id === resume?.channel && channel.canResume(resume.received)) {
        existing.cancelGrace();
        return { channel, resumed: true, seq: 0, answered: 0, used: 0 };
      }
      this.#entries.delete(key);
      existing.cancelGrace();
      // A client that lost its place, not one that was replaced, comes back with its channel.
      await channel.close(channel.id === resume?.channel ? undefined : new SessionTakenError());
    }
    const { connection, ...opened } = await this.#spaces.open(name.space, name);
    const channel: Channel = new Channel(connection, {
      limits: this.#limits,
      clock: this.#clock,
      observer: this.#observe(name),
      onEnd: () => this.#end(channel, new SessionEndedError()),
    });
    if (this.#isClosed) {
      await channel.close();
      throw new ShuttingDownError();
    }
    this.#entries.set(key, { name, channel, cancelGrace: () => {} });
    return { channel, resumed: false, ...opened };
  }

  /** `socket` closed; the channel ends now if the client said so, else after the grace time. */
  release(channel: Channel, socket: ChannelSocket, isFinal: boolean): void {
    if (!channel.detach(socket)) return;
    const entry = this.#entryOf(channel);
    if (entry === undefined) return;
    if (isFinal) return void this.#end(channel);
    entry.cancelGrace = this.#clock.after(this.#limits.graceMs, () => this.#end(channel));
  }

  /** Nobody came for a channel that was just opened. */
  abandon(channel: Channel): void {
    const entry = this.#entryOf(channel);
    if (entry === undefined) return;
    entry.cancelGrace();
    entry.cancelGrace = this.#clock.after(this.#limits.graceMs, () => this.#end(channel));
  }

  /** Tells everybody in a space. */
  notify(space: SpaceId, notice: Notice): void {
    for (const { name, channel } of this.#entries.values()) {
      if (name.space === space) channel.notify(notice);
    }
  }

  /** Ends every session. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { cancelGrace } of entries) cancelGrace();
    await Promise.all(entries.map(({ channel }) => channel.close(new ShuttingDownError())));
  }

  #entryOf(channel: Channel): Entry | undefined {
    for (const entry of this.#entries.values()) if (entry.channel === channel) return entry;
    return undefined;
  }

  async #end(channel: Channel, error?: SessionEndedError): Promise<void> {
    const ended: SessionName[] = [];
    for (const [key, entry] of this.#entries) {
      if (entry.channel !== channel) continue;
      this.#entries.delete(key);
      entry.cancelGrace();
      ended.push(entry.name);
    }
    await channel.close(error);
    for (const name of ended) this.#onEnd(name);
  }
}
