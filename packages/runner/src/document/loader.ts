/**
 * Asks a space for documents and hears of them from then on. What is asked for within one turn goes
 * as one request, unless the connection answers at once.
 */

import type { DocSnapshot, SpaceConnection } from "@cf/protocol";
import type { Document } from "./document.ts";

/** Takes an answer: what the space has of the documents asked for, and what they lead to. */
export type TakeAnswer = (snapshots: readonly DocSnapshot[], asked: readonly Document[]) => void;

/** The requests for documents over one connection. */
export class Loader {
  readonly #connection: SpaceConnection;
  readonly #take: TakeAnswer;
  #wanted: { document: Document; resolve: () => void; reject: (error: Error) => void }[] = [];
  #unanswered = 0;
  #synchronous: boolean | undefined;

  constructor(connection: SpaceConnection, take: TakeAnswer) {
    this.#connection = connection;
    this.#take = take;
  }

  /** Whether an answer is on its way, which may name any document. */
  get isWaiting(): boolean {
    return this.#unanswered > 0;
  }

  /** Whether what is asked for is here at once, as far as is known. */
  get isSynchronous(): boolean {
    return this.#synchronous === true;
  }

  /** Loads a document now, or sets the promise of when it is loaded. */
  load(document: Document): void {
    const answer = this.#wanted.length > 0 ? undefined : this.#loadNow(document);
    if (answer === "loaded") return;
    document.state = "loading";
    if (answer !== undefined) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    document.ready = promise;
    this.#wanted.push({ document, resolve, reject });
    if (this.#wanted.length === 1) queueMicrotask(() => this.#loadWanted());
  }

  /**
   * Asks for documents that nobody waits for yet, in a request of their own: where that fails, they
   * are asked for when they are read.
   */
  async loadAhead(documents: readonly Document[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const document of documents) {
      document.state = "loading";
      document.ready = promise;
    }
    // What somebody waits for goes first.
    await Promise.resolve();
    try {
      this.#take(await this.#watch(documents), documents);
    } catch {
      for (const document of documents) {
        if (document.state === "loading") document.state = "unloaded";
      }
    }
    resolve();
  }

  /**
   * Hears of documents from now on without asking what they are. Like what a session writes, they
   * stay unwatched where that goes beyond its limits.
   */
  async follow(documents: readonly Document[]): Promise<void> {
    try {
      this.#take(await this.#watch(documents), documents);
    } catch {
      // The next request tells of lost rights or a lost connection.
    }
  }

  /** Resolves when the space has read all that was sent to it; `undefined` if it has already. */
  heard(): Promise<void> | undefined {
    return this.isSynchronous ? undefined : this.follow([]);
  }

  /** Tries the connection directly: an in-process one answers at once. */
  #loadNow(document: Document): "loaded" | "loading" | undefined {
    if (this.#synchronous === false) return undefined;
    const answer = this.#connection.watch([document.address]);
    this.#synchronous = !(answer instanceof Promise);
    if (!(answer instanceof Promise)) {
      this.#take(answer, [document]);
      return "loaded";
    }
    document.ready = this.#counted(answer).then((snapshots) => this.#take(snapshots, [document]));
    document.ready.catch(() => {});
    return "loading";
  }

  async #loadWanted(): Promise<void> {
    const wanted = this.#wanted;
    const documents = wanted.map(({ document }) => document);
    this.#wanted = [];
    try {
      this.#take(await this.#watch(documents), documents);
      for (const { resolve } of wanted) resolve();
    } catch (error) {
      for (const document of documents) document.state = "unloaded";
      for (const { reject } of wanted) reject(error as Error);
    }
  }

  #watch(documents: readonly Document[]): Promise<readonly DocSnapshot[]> {
    return this.#counted(this.#connection.watch(documents.map(({ address }) => address)));
  }

  async #counted(answer: ReturnType<SpaceConnection["watch"]>): Promise<readonly DocSnapshot[]> {
    this.#unanswered++;
    try {
      return await answer;
    } finally {
      this.#unanswered--;
    }
  }
}
