/**
 * Notices of developers' tools to the open pages of a space. The newest findings of each file are
 * kept while there are any, for pages that open later. The other way, pages tell of what goes wrong
 * in them, if a tool listens.
 */

import type { Notice, RunFailure, SpaceId } from "@cf/protocol";

/** Hears what goes wrong in the pages of a space. */
export type FailureListener = (space: SpaceId, failure: RunFailure) => void;

const FILES_MAX = 50;

/** The notices of one server. */
export class Notices {
  readonly #publish: (space: SpaceId, notice: Notice) => void;
  readonly #standing = new Map<SpaceId, Map<string, Notice>>();

  readonly #listener: FailureListener | undefined;

  constructor(publish: (space: SpaceId, notice: Notice) => void, listener?: FailureListener) {
    this.#publish = publish;
    this.#listener = listener;
  }

  /** Passes on what went wrong in a page; nobody may listen. */
  failed(space: SpaceId, failure: RunFailure): void {
    this.#listener?.(space, failure);
  }

  /** Tells the pages that are open, and remembers findings. */
  send(space: SpaceId, notice: Notice): void {
    if (notice.kind === "diagnostics") this.#keep(space, notice);
    this.#publish(space, notice);
  }

  /** What still holds in a space. */
  standing(space: SpaceId): readonly Notice[] {
    const findings = [...this.#standing.get(space)?.values() ?? []];
    return this.#listener === undefined ? findings : [{ kind: "listening" }, ...findings];
  }

  #keep(space: SpaceId, notice: Notice & { kind: "diagnostics" }): void {
    const files = this.#standing.get(space) ?? new Map<string, Notice>();
    files.delete(notice.file);
    if (notice.diagnostics.length > 0) files.set(notice.file, notice);
    const [oldest] = files.keys();
    if (files.size > FILES_MAX) files.delete(oldest!);
    if (files.size === 0) this.#standing.delete(space);
    else this.#standing.set(space, files);
  }
}
