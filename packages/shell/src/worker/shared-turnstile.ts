/**
 * A turnstile of all tabs that a browser has open on one server. Browsers open six connections to
 * a server at a time, whatever the number of tabs: endless streams of two tabs could take them all,
 * and a third would not even get its document. Places are the browser's own locks, which a tab that
 * closes or crashes gives back.
 */

/** The part of a `LockManager` that is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly signal: AbortSignal },
    hold: () => Promise<void>,
  ): Promise<unknown>;
}

/** Lets so many enter at a time, over all tabs. */
export class SharedTurnstile {
  readonly #locks: Locks;
  readonly #names: readonly string[];

  /** Tabs that name it alike share it. */
  constructor(locks: Locks, name: string, max: number) {
    this.#locks = locks;
    this.#names = Array.from({ length: max }, (_, place) => `${name}/${place}`);
  }

  /** Resolves to the function that leaves again; an aborted signal rejects with its reason. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const decided = new AbortController();
    // Waits for every place at once and takes the first; one that is granted too late is let go.
    const isMine = () => {
      if (decided.signal.aborted) return false;
      decided.abort();
      return true;
    };
    const giveUp = () => {
      if (isMine()) reject(signal!.reason);
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    for (const name of this.#names) {
      const hold = () => {
        if (!isMine()) return Promise.resolve();
        signal?.removeEventListener("abort", giveUp);
        const held = Promise.withResolvers<void>();
        resolve(held.resolve);
        return held.promise;
      };
      this.#locks.request(name, { signal: decided.signal }, hold).catch((error) => {
        if (isMine()) reject(error);
      });
    }
    return await promise;
  }
}
