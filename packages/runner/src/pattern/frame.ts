/**
 * Frames: where the nodes of a body belong. A frame gives each node a name that is unique in it
 * and equal after a reload, and ends what it owns when it is disposed: a piece when it stops, a
 * list element when it leaves the list, a branch when the condition flips.
 */

import { shortHash } from "@cf/utils";
import { DocTarget, type LiveNode } from "../cell/target.ts";
import type { Scope } from "@cf/protocol";
import type { Runtime } from "../runtime.ts";
import { Effects } from "./effects.ts";

/** Where the documents of a frame are. */
export interface FramePlacement {
  readonly space?: string;
  readonly scope?: Scope;
}

/** A naming scope and lifetime for nodes. */
export class Frame {
  readonly #names = new Map<string, number>();
  #endings: (() => void)[] = [];
  #disposed = false;

  constructor(
    readonly runtime: Runtime,
    readonly space: string,
    /** The id of the piece. */
    readonly piece: string,
    /** Names from the piece to here, `/`-separated; empty for the piece's own body. */
    readonly path: string,
    /** What runs while the piece does. */
    readonly effects: Effects = new Effects(runtime),
    /** Where what is made here is stored, if not in the piece's space for everybody. */
    readonly placement: FramePlacement = {},
  ) {}

  /** The space that holds what is made here; the nodes themselves belong to {@linkcode space}. */
  get storage(): string {
    return this.placement.space ?? this.space;
  }

  /** The scope of what names none. */
  get scope(): Scope {
    return this.placement.scope ?? "space";
  }

  /** A name no other node of this frame has; the same on every run of the same body. */
  claim(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}~${count}`;
  }

  /** The id of the node with a claimed name. */
  idOf(name: string): string {
    const path = this.path === "" ? name : `${this.path}/${name}`;
    return `${this.piece}#${path}`;
  }

  /** The document that a claimed name stores its value in. */
  documentOf(name: string, scope: Scope): DocTarget {
    return new DocTarget(
      this.storage,
      `of:${shortHash(`${this.space}/${this.idOf(name)}`)}`,
      scope,
    );
  }

  /** A frame inside this one, placed like it unless `placement` says more. */
  nested(name: string, placement: FramePlacement = {}): Frame {
    const path = this.path === "" ? name : `${this.path}/${name}`;
    const placed = { ...this.placement, ...placement };
    return new Frame(this.runtime, this.space, this.piece, path, this.effects, placed);
  }

  /** Lets links find a node by its id. */
  register(node: LiveNode): void {
    this.runtime.registerNode(node);
    this.#endings.push(() => this.runtime.forgetNode(node));
  }

  /** Runs `ending` when the frame is disposed. */
  onDispose(ending: () => void): void {
    if (this.#disposed) ending();
    else this.#endings.push(ending);
  }

  /** Keeps a node running while the piece runs, until the frame ends. */
  keepRunning(node: LiveNode): void {
    this.onDispose(this.effects.add(node));
  }

  /** Ends what a body built that could not be finished, so that it can be built again. */
  reset(): void {
    this.#end();
    this.#names.clear();
  }

  /** Ends everything that belongs to the frame. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#end();
  }

  #end(): void {
    const endings = this.#endings;
    this.#endings = [];
    for (const ending of endings.reverse()) ending();
  }
}
