/** Streams: handlers bound to what they close over. An event sent to one is handled once. */

import { closeToPaths } from "../cell/faces.ts";
import type { LiveNode } from "../cell/target.ts";
import { CellState } from "../cell/state.ts";
import { shapeOf } from "../cell/schema.ts";
import type { Frame } from "./frame.ts";
import type { Site } from "./site.ts";

/** Handles one event inside a transaction; the result is the answer to a caller. */
export type EventHandler = (event: unknown) => unknown;

const streamShape = shapeOf({ asCell: ["stream"] })!;

/** The node behind a stream. */
export class StreamNode implements LiveNode {
  readonly space: string;
  readonly #name: string;

  constructor(
    readonly frame: Frame,
    readonly site: Site,
    readonly handle: EventHandler,
  ) {
    this.space = frame.space;
    this.#name = frame.claim(site.name ?? "(handler)");
    closeToPaths(this);
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  /** For messages. */
  get label(): string {
    return this.site.name ?? this.site.line ?? "a handler";
  }

  get(): unknown {
    return this;
  }

  pin(): void {
    this.frame.runtime.nodes.register(this);
  }
}

/** Makes a stream and gives the cell that authors send to. */
export function makeStream(frame: Frame, site: Site, handle: EventHandler): object {
  const node = new StreamNode(frame, site, handle);
  const state = new CellState(frame.runtime, node, [], streamShape, undefined);
  return frame.runtime.faces.cell(state);
}
