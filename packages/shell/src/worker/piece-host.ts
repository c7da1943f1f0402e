/**
 * What the shell needs of a runtime: spaces, their pieces, and pieces rendered into operations.
 * The worker has one, over the real runtime; tests have others.
 */

import type { NamedSpace } from "@cf/protocol";
import type { ViewApplier, ViewEvent } from "@cf/html";
import type { ConnectionInfo, PieceInfo, Problem, SpaceInfo } from "../messages.ts";

/** Opens spaces and pieces. */
export interface PieceHost {
  /** The DID under which spaces are opened. */
  readonly principal: string;
  /** The spaces that the principal may read. */
  spaces(): Promise<readonly SpaceInfo[]>;
  /** Makes a space that belongs to the principal. */
  createSpace(): Promise<SpaceInfo>;
  /** Opens a space; what becomes known of it goes to `listener`. */
  openSpace(space: string, listener: SpaceListener): OpenSpace;
}

/** Told about an open space. */
export interface SpaceListener {
  onConnection(connection: ConnectionInfo): void;
  /** The space's pieces, at first and whenever the list changes. */
  onPieces(pieces: readonly PieceInfo[]): void;
  /** The space is one that patterns of another name. */
  onNamed(named: NamedSpace): void;
  /** The space cannot be opened. */
  onFailure(problem: Problem): void;
  /** Something went wrong while pieces run. */
  onProblem(problem: Problem): void;
  /** A compiler's findings, or none any more. */
  onCompileProblems(problems: readonly Problem[]): void;
  /** A piece wants another page shown. */
  onNavigate(path: string): void;
}

/** An open space. */
export interface OpenSpace {
  /** Shows a piece; the caller closes it. */
  openPiece(piece: string, view: PieceView): OpenPiece;
  close(): void;
}

/** Where a piece is shown. */
export interface PieceView {
  readonly applier: ViewApplier;
  onName(name: string): void;
  /** The piece's view is there. */
  onReady(): void;
  /** The piece goes on with another program; problems of the former one are past. */
  onReplaced(): void;
  onFailure(problem: Problem): void;
}

/** A piece that is shown. */
export interface OpenPiece {
  handle(event: ViewEvent): void;
  close(): void;
}
