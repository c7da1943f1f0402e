/** `/<space>`: the pieces of a space. */

import { html, nothing, type TemplateResult } from "lit";
import type { PieceInfo } from "../../messages.ts";
import type { Actions } from "../actions.ts";
import { routePath } from "../route.ts";
import { type PageState, shortDid, spaceName } from "../state.ts";
import { empty, failure, skeletonList } from "./states.ts";

/** The list of pieces. */
export function spaceView(state: PageState, space: string, actions: Actions): TemplateResult {
  const { pieces, named } = state;
  if (pieces.state === "failed") {
    return failure(
      "This space cannot be opened",
      pieces.problem,
      html`
        <button class="button primary" type="button" @click=${() =>
          actions.retry()}>Try again</button>
        <a class="button" href="/">All spaces</a>
      `,
    );
  }
  const count = pieces.state === "ready" ? pieces.value.length : undefined;
  return html`
    <div class="page">
      <div class="heading">
        <div>
          <h1>${named === undefined ? "Pieces" : spaceName(space, named)}</h1>
          <p class="lead"><code title=${space}>${shortDid(space)}</code>${count
            ? ` · ${count} ${count === 1 ? "piece" : "pieces"}`
            : nothing}</p>
        </div>
      </div>
      ${pieces.state === "loading"
        ? skeletonList("Loading pieces")
        : pieces.value.length === 0
        ? empty(
          "Nothing here yet",
          html`
            <p>A piece is a pattern at work. Make one from a file:</p>
            <pre class="command">cf piece new counter.tsx</pre>
          `,
        )
        : html`<ul class="grid">${pieces.value.map((piece) => pieceCard(space, piece))}</ul>`}
    </div>
  `;
}

function pieceCard(space: string, { piece, name, pattern, about }: PieceInfo): TemplateResult {
  return html`<li><a class="card" href=${routePath({ kind: "piece", space, piece })}>
    <span class="tile" aria-hidden="true">${initial(name)}</span>
    <span class="name">${name || "Unnamed piece"}</span>
    <span class="detail ${about ? "about" : ""}" title=${pattern}>${about || pattern}</span>
  </a></li>`;
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "·";
}
