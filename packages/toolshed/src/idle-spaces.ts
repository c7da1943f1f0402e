/**
 * Closes spaces that nobody uses: an open space holds its documents, files and statements in
 * memory, and a server hosts more spaces than are looked at. Whoever asks for one opens it again.
 */

import type { SpaceHost } from "@cf/space";
import type { Clock } from "@cf/utils";
import type { Log } from "./observe/log.ts";

/** How often in the idle time spaces are looked at. */
const LOOKS = 4;

/** Looks at the spaces of one server every so often. */
export class IdleSpaces {
  readonly #host: SpaceHost;
  readonly #parts: { readonly idleMs: number; readonly clock: Clock; readonly log: Log };
  #cancel: () => void = () => {};

  constructor(host: SpaceHost, parts: { idleMs: number; clock: Clock; log: Log }) {
    this.#host = host;
    this.#parts = parts;
  }

  start(): void {
    const { idleMs, clock, log } = this.#parts;
    this.#cancel = clock.after(Math.ceil(idleMs / LOOKS), () => {
      for (const space of this.#host.closeIdle(clock.now(), idleMs)) {
        log.info("space-idle", { space });
      }
      this.start();
    });
  }

  close(): void {
    this.#cancel();
  }
}
