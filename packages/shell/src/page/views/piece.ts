/** `/<space>/<piece>`: one piece. */

import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../actions.ts";
import { routePath } from "../route.ts";
import type { ShownPiece } from "../state.ts";
import { failure } from "./states.ts";

/** Which piece, and the element that its view is in. */
export interface PiecePage {
  readonly piece: ShownPiece;
  readonly space: string;
  readonly container: HTMLElement;
}

/** The piece in its container, or why it is not there. */
export function pieceView(page: PiecePage, actions: Actions): TemplateResult {
  const { piece, space, container } = page;
  if (piece.state === "failed" && piece.problem !== undefined) {
    return failure(
      "This piece cannot be shown",
      piece.problem,
      html`
        <button class="button primary" type="button" @click=${() =>
          actions.retry()}>Try again</button>
        <a class="button" href=${routePath({ kind: "space", space })}>All pieces</a>
      `,
    );
  }
  const loading = piece.state === "loading"
    ? html`
      <div class="loading" role="status">
        <cf-loader size="lg" label="Opening the piece"></cf-loader>
      </div>
    `
    : nothing;
  return html`${loading}${container}`;
}
