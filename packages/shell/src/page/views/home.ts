/** `/`: the spaces that the server offers. */

import { html, type TemplateResult } from "lit";
import type { SpaceInfo } from "../../messages.ts";
import type { Actions } from "../actions.ts";
import { routePath } from "../route.ts";
import { type PageState, shortDid, spaceName } from "../state.ts";
import { empty, failure, skeletonList } from "./states.ts";

const RIGHTS = { read: "You can read", write: "You can read and write", own: "Yours" } as const;

/** The list of spaces. */
export function homeView(state: PageState, actions: Actions): TemplateResult {
  const { spaces } = state;
  if (spaces.state === "failed") {
    return failure(
      "The spaces cannot be listed",
      spaces.problem,
      html`<button class="button primary" type="button" @click=${() =>
        actions.retry()}>Try again</button>`,
    );
  }
  return html`
    <div class="page">
      <div class="heading">
        <div>
          <h1>Spaces</h1>
          <p class="lead">A space holds pieces and their data, and who may see them.</p>
        </div>
        <button class="button primary" type="button" @click=${() => actions.createSpace()}>
          New space
        </button>
      </div>
      ${spaces.state === "loading"
        ? skeletonList("Loading spaces")
        : spaces.value.length === 0
        ? empty(
          "No spaces yet",
          html`<p>Make one to start with. It belongs to this browser's key until you share it.</p>`,
        )
        : html`<ul class="grid">${spaces.value.map(spaceCard)}</ul>`}
      <p class="principal">
        You are <code title=${state.principal}>${state.principal === ""
          ? "…"
          : shortDid(state.principal)}</code>, a key that only this browser has.
      </p>
    </div>
  `;
}

function spaceCard({ space, capability, named }: SpaceInfo): TemplateResult {
  const within = named === undefined ? "" : `, in ${shortDid(named.home)}`;
  return html`<li><a class="card" href=${routePath({ kind: "space", space })} title=${space}>
    <span class="tile" aria-hidden="true">${CUBE}</span>
    <span class="name">${spaceName(space, named)}</span>
    <span class="detail about">${RIGHTS[capability]}${within}</span>
  </a></li>`;
}

const CUBE = html`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linejoin="round">
  <path d="M12 2.5 20.2 7.25v9.5L12 21.5 3.8 16.75v-9.5zM3.8 7.25 12 12l8.2-4.75M12 12v9.5" />
</svg>`;
