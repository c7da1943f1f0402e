/**
 * What the page and its worker say to each other. Everything is plain data that structured
 * cloning copies; operations of one turn travel in one message.
 *
 * The worker runs pattern code and the page does not trust it: the page shows texts as texts and
 * applies operations by its own policy.
 */

import type { ConnectionStatus, NamedSpace } from "@cf/protocol";
import type { ViewBatch, ViewEvent } from "@cf/html";

/** A space that the server offers. */
export interface SpaceInfo {
  readonly space: string;
  readonly capability: "read" | "write" | "own";
  /** What patterns of another space name it by, if they do. */
  readonly named?: NamedSpace;
}

/** A piece of a space, as a list shows it. */
export interface PieceInfo {
  readonly piece: string;
  /** What the piece calls itself, or what stands for that until it has said it. */
  readonly name: string;
  /** Whether the piece has said its name. */
  readonly isNamed: boolean;
  /** The pattern it runs, e.g. a file name. */
  readonly pattern: string;
  /** What the pattern is, in its author's words; absent or empty while unknown. */
  readonly about?: string;
}

/** Something that went wrong, as a person reads it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Where it happened: a handler, a computation, the connection. */
  readonly where?: string;
  /** The author's file and place in it, from 1. */
  readonly position?: { readonly path: string; readonly line: number; readonly column: number };
  /** The line of source that the position is about. */
  readonly excerpt?: string;
}

/** The connection to the open space. */
export interface ConnectionInfo {
  readonly status: ConnectionStatus;
  /** Commits that wait for an answer. */
  readonly pendingCommits: number;
}

/** From the page to the worker. `request` numbers an answer; `view` numbers an open piece. */
export type ToWorker =
  | { readonly type: "list-spaces"; readonly request: number }
  | { readonly type: "create-space"; readonly request: number }
  | { readonly type: "open-space"; readonly space: string }
  | { readonly type: "close-space" }
  | { readonly type: "open-piece"; readonly view: number; readonly piece: string }
  | { readonly type: "close-piece"; readonly view: number }
  | { readonly type: "view-event"; readonly view: number; readonly event: ViewEvent }
  | { readonly type: "ping"; readonly turn: number };

/** From the worker to the page. */
export type ToPage =
  | { readonly type: "ready"; readonly principal: string }
  | { readonly type: "answer"; readonly request: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly request: number; readonly problem: Problem }
  | { readonly type: "connection"; readonly connection: ConnectionInfo }
  | { readonly type: "pieces"; readonly space: string; readonly pieces: readonly PieceInfo[] }
  | { readonly type: "space-named"; readonly space: string; readonly named: NamedSpace }
  | { readonly type: "space-failed"; readonly space: string; readonly problem: Problem }
  | { readonly type: "batch"; readonly view: number; readonly batch: ViewBatch }
  | { readonly type: "piece-name"; readonly view: number; readonly name: string }
  | { readonly type: "piece-ready"; readonly view: number }
  | { readonly type: "piece-failed"; readonly view: number; readonly problem: Problem }
  /** The piece goes on with another program. */
  | { readonly type: "piece-replaced"; readonly view: number }
  | { readonly type: "problem"; readonly problem: Problem }
  /** What keeps the program from compiling; empty when it compiles again. */
  | { readonly type: "compile-problems"; readonly problems: readonly Problem[] }
  | { readonly type: "navigate"; readonly path: string }
  | { readonly type: "pong"; readonly turn: number };

/** What a person reads of any failure. */
export function problemOf(error: unknown, where?: string): Problem {
  const known = error as { code?: unknown; message?: unknown } | null;
  return {
    code: typeof known?.code === "string" ? known.code : "error",
    message: typeof known?.message === "string" ? known.message : String(error),
    ...(where === undefined ? {} : { where }),
  };
}
