/**
 * What a cell points at: a document of a space, or a live node of a running piece.
 *
 * Links name both with one `id`. A piece's result is `piece:…`; a node inside a piece is
 * `piece:…#name/name…`. Every other id is a document.
 */

import type { Scope, SpaceId } from "@cf/protocol";
import type { Document } from "../document/document.ts";
import type { Origin } from "../document/origin.ts";
import type { Transaction } from "../document/transaction.ts";
import type { CellState } from "./state.ts";

/** A document, named; it is loaded when something reads it. */
export class DocTarget {
  /** The document, once it was looked up; a target belongs to one runtime. */
  document: Document | undefined;
  /** What made it, where that says which others are wanted with it. */
  origin: Origin | undefined;

  constructor(
    readonly space: SpaceId,
    readonly id: string,
    readonly scope: Scope,
    /** Whether its properties are the inputs of a piece, each of which is a cell of its own. */
    readonly holdsInputs = false,
    /**
     * `own` for the document of a cell that a body made, `given` for what was given as an input:
     * a cell or an entity. Everything else that is a whole document is an entity.
     */
    readonly holdsCell: "own" | "given" | undefined = undefined,
  ) {}

  #key: string | undefined;

  /** Text that is equal for targets of the same document of one runtime. */
  get key(): string {
    const { space, id, scope } = this;
    return this.#key ??= scope === "space" ? `${space}/${id}` : `${space}/${scope}/${id}`;
  }

  /** The document with the same id in another scope. */
  inScope(scope: Scope): DocTarget {
    const made = new DocTarget(this.space, this.id, scope, this.holdsInputs, this.holdsCell);
    if (this.origin !== undefined) made.origin = { ...this.origin, siblings: undefined };
    return made;
  }
}

/** A node of a running piece whose value is computed and not stored. */
export interface LiveNode {
  /** The space whose piece the node belongs to. */
  readonly space: SpaceId;
  /** The name by which links refer to the node. */
  readonly id: string;
  /** The current value; subscribes the running observer. May hold references and cells. */
  get(): unknown;
  /** Hears which document has the link that was followed here. */
  ledBy?(holder: Document): void;
  /** Called when a link to the node is stored, so that it can be found by its id. */
  pin(): void;
  /** The place that a handler reads and writes instead, where the value is a copy of one. */
  stored?(): CellState | undefined;
  /**
   * Makes it a piece of the space, where it would end with the next run of the computation that
   * made it, and gives the id of that piece. `name` is equal when the same place is filled again.
   */
  keep?(transaction: Transaction, name: string): string | undefined;
  /** What a piece was called with: where a property is a reference, that is the place to write. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Why nobody can write to it, if that is not because it is computed. */
  readonly unwritable?: string;
  /** Takes what a handler sets at `path` as a command; `false` if it is none. */
  take?(path: readonly string[], value: unknown): boolean;
}

/** What a cell points at. */
export type Target = DocTarget | LiveNode;

/** Whether a target is a document. */
export function isDocTarget(target: Target): target is DocTarget {
  return target instanceof DocTarget;
}

/** Whether an id names a piece or a node in one, whose value is derived. */
export function isDerivedId(id: string): boolean {
  return id.startsWith("piece:");
}
