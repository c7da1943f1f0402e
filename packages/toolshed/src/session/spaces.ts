/** What sessions need of the hosted spaces. */

import type { NamedSpace, SpaceConnection, SpaceId } from "@cf/protocol";

/** A session's way into a space, and where the space stands. */
export interface OpenedSpace {
  readonly connection: SpaceConnection;
  /** The newest commit of the space. */
  readonly seq: number;
  /** The session's highest commit number that is in the log; 0 when none. */
  readonly answered: number;
  /** The highest commit number that is in the log or on its way there. */
  readonly used: number;
}

/** Who opens a session, and what they call the space if they name it. */
export interface OpeningSession {
  readonly principal: string;
  readonly session: string;
  readonly named?: NamedSpace | undefined;
}

/** Opens sessions. */
export interface SpaceOpener {
  /**
   * Throws `unknown-space`, and `not-allowed` when the principal may not read it.
   */
  open(
    space: SpaceId,
    session: OpeningSession,
  ): OpenedSpace | Promise<OpenedSpace>;
}
