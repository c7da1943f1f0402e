/** Serves a page: messages in, calls of a `PieceHost`, messages out. */

import { problemOf, type ToPage, type ToWorker } from "../messages.ts";
import type { OpenPiece, OpenSpace, PieceHost, SpaceListener } from "./piece-host.ts";

/** Serves one page. */
export class PieceServer {
  readonly #host: PieceHost;
  readonly #post: (message: ToPage) => void;
  readonly #pieces = new Map<number, OpenPiece>();
  #space: OpenSpace | undefined;

  constructor(host: PieceHost, post: (message: ToPage) => void) {
    this.#host = host;
    this.#post = post;
    post({ type: "ready", principal: host.principal });
  }

  /** Does what the page asks for. */
  receive(message: ToWorker): void {
    switch (message.type) {
      case "list-spaces":
        return this.#answer(message.request, () => this.#host.spaces());
      case "create-space":
        return this.#answer(message.request, () => this.#host.createSpace());
      case "open-space":
        this.#closeSpace();
        this.#space = this.#host.openSpace(message.space, this.#listener(message.space));
        return;
      case "close-space":
        return this.#closeSpace();
      case "open-piece":
        return this.#openPiece(message.view, message.piece);
      case "close-piece":
        this.#pieces.get(message.view)?.close();
        this.#pieces.delete(message.view);
        return;
      case "view-event":
        return this.#pieces.get(message.view)?.handle(message.event);
      case "ping":
        return this.#post({ type: "pong", turn: message.turn });
    }
  }

  #answer(request: number, call: () => Promise<unknown>): void {
    call().then(
      (value) => this.#post({ type: "answer", request, value }),
      (error) => this.#post({ type: "refusal", request, problem: problemOf(error) }),
    );
  }

  #openPiece(view: number, piece: string): void {
    if (this.#space === undefined) return;
    const opened = this.#space.openPiece(piece, {
      applier: { apply: (batch) => this.#post({ type: "batch", view, batch }) },
      onName: (name) => this.#post({ type: "piece-name", view, name }),
      onReady: () => this.#post({ type: "piece-ready", view }),
      onReplaced: () => this.#post({ type: "piece-replaced", view }),
      onFailure: (problem) => this.#post({ type: "piece-failed", view, problem }),
    });
    this.#pieces.set(view, opened);
  }

  #closeSpace(): void {
    for (const piece of this.#pieces.values()) piece.close();
    this.#pieces.clear();
    this.#space?.close();
    this.#space = undefined;
  }

  #listener(space: string): SpaceListener {
    return {
      onConnection: (connection) => this.#post({ type: "connection", connection }),
      onPieces: (pieces) => this.#post({ type: "pieces", space, pieces }),
      onNamed: (named) => this.#post({ type: "space-named", space, named }),
      onFailure: (problem) => this.#post({ type: "space-failed", space, problem }),
      onProblem: (problem) => this.#post({ type: "problem", problem }),
      onCompileProblems: (problems) => this.#post({ type: "compile-problems", problems }),
      onNavigate: (path) => this.#post({ type: "navigate", path }),
    };
  }
}
