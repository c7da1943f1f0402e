/**
 * Frames: where the nodes of a body belong. A frame gives each node a name that is unique in it
 * and equal after a reload, and ends what it owns when it is disposed: a piece when it stops, a
 * list element when it leaves the list, a branch when the condition flips.
 */

import { DocTarget, type LiveNode } from "../cell/target.ts";
import type { Scope } from "@cf/protocol";
import { madeId } from "../document/origin.ts";
import type { Runtime } from "../runtime.ts";
import { Effects } from "./effects.ts";

/** Where the documents of a frame are. */
export interface FramePlacement {
  readonly space?: string;
  readonly scope?: Scope;
}

/** What nodes left for those that take their place when the computation they are made in runs again. */
export interface Former {
  /** Of the run before, by the ids of the nodes. */
  readonly given: ReadonlyMap<string, object>;
  /** For the run after. */
  readonly left: Map<string, object>;
}

/** What the id of the document with an instance's inputs is the hash of. */
export function argumentCause(id: string): string {
  return `${id}/argument`;
}

/** A naming scope and lifetime for nodes. */
export class Frame {
  /** How often each name was asked for. */
  #names: Map<string, number> | undefined;
  #former: Former | undefined;
  #isOfElement = false;
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
    const names = this.#names ??= new Map();
    const count = names.get(name) ?? 0;
    names.set(name, count + 1);
    return count === 0 ? name : `${name}~${count}`;
  }

  /** Whether more than one node asked for this name, so that only their order tells them apart. */
  isShared(name: string): boolean {
    return (this.#names?.get(name) ?? 0) > 1;
  }

  /** The id of the node with a claimed name. */
  idOf(name: string): string {
    const path = this.path === "" ? name : `${this.path}/${name}`;
    return `${this.piece}#${path}`;
  }

  /**
   * Whether the commit that had made the piece was undone. Its argument is gone then, and what is
   * computed of that says nothing, until the last reader has heard that the piece is gone too.
   */
  isUndone(): boolean {
    const [root = ""] = this.piece.split("#");
    return !this.runtime.pieces.has(this.space, root);
  }

  /** The document that a claimed name stores its value in. */
  documentOf(name: string, scope: Scope): DocTarget {
    const cause = `${this.space}/${this.idOf(name)}`;
    const target = new DocTarget(this.storage, madeId(cause), scope, false, "own");
    if (!this.#isFar) return target;
    const siblings = this.runtime.replica(this.storage).siblings(`${scope}/${name}`);
    this.onDispose(siblings.add(target));
    target.origin = { siblings, piece: this.#makingPiece, cause };
    return target;
  }

  /** The document with the inputs of the instance with this id, which this frame is the body of. */
  argumentOf(id: string): DocTarget {
    const cause = argumentCause(id);
    const target = new DocTarget(this.storage, madeId(cause), this.scope, true);
    if (this.#isFar) target.origin = { piece: this.#makingPiece, cause };
    return target;
  }

  /** Whether what is stored here has to be waited for. */
  get #isFar(): boolean {
    return this.storage === this.runtime.homeSpace && this.runtime.replica(this.storage).isFar;
  }

  /** The piece, where it is all that a name of this frame has and others like it have not. */
  get #makingPiece(): string | undefined {
    return this.#isOfElement ? undefined : this.piece;
  }

  /** A frame inside this one, placed like it unless `placement` says more. */
  nested(name: string, placement?: FramePlacement): Frame {
    const path = this.path === "" ? name : `${this.path}/${name}`;
    const placed = placement === undefined ? this.placement : { ...this.placement, ...placement };
    const made = new Frame(this.runtime, this.space, this.piece, path, this.effects, placed);
    made.#former = this.#former;
    made.#isOfElement = this.#isOfElement;
    return made;
  }

  /** A frame for an element of a list, whose name says which one it is. */
  forElement(name: string): Frame {
    const made = this.nested(name);
    made.#isOfElement = true;
    return made;
  }

  /** What the nodes of a computation, here and in frames inside, find of the run before. */
  get former(): Former | undefined {
    return this.#former;
  }

  /** A frame inside this one for one run of a computation, after the run that had `before`. */
  forRun(name: string, before: Former | undefined): Frame {
    const made = this.nested(name);
    made.#former = { given: before?.left ?? new Map(), left: new Map() };
    return made;
  }

  /** Lets links find a node by its id. */
  register(node: LiveNode): void {
    this.runtime.nodes.register(node);
    this.#endings.push(() => this.runtime.nodes.forget(node));
  }

  /** Runs `ending` when the frame is disposed. */
  onDispose(ending: () => void): void {
    if (this.#disposed) ending();
    else this.#endings.push(ending);
  }

  /** Keeps a node running while the piece runs, until the frame ends. */
  keepRunning(node: LiveNode): void {
    const depth = this.path === "" ? 0 : this.path.split("/").length;
    this.onDispose(this.effects.add(node, depth));
  }

  /** Ends what a body built that could not be finished, so that it can be built again. */
  reset(): void {
    this.#end();
    this.#names = undefined;
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
