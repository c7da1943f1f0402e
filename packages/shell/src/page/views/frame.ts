/** The page around everything: header, main landmark, live region, overlays. */

import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../actions.ts";
import { type Route, routePath } from "../route.ts";
import { type PageState, spaceName } from "../state.ts";
import { connectionView, offlineBanner } from "./connection.ts";
import { compileOverlay, helpOverlay, stuckNotice } from "./overlays.ts";
import { homeView } from "./home.ts";
import { pieceView } from "./piece.ts";
import { spaceView } from "./space.ts";
import { trayView } from "./tray.ts";

/** What the frame shows. */
export interface FramedPage {
  readonly state: PageState;
  /** Holds the view of the piece. */
  readonly container: HTMLElement;
}

/** The whole page. `container` holds the piece and is not ours to render into. */
export function frameView(page: FramedPage, actions: Actions): TemplateResult {
  const { state } = page;
  return html`
    <a class="skip" href="#main">Skip to content</a>
    <header class="bar">
      <nav class="crumbs" aria-label="Where you are">${crumbs(state)}</nav>
      <div class="tools">
        ${connectionView(state)}
        <button
          class="tool"
          type="button"
          title="Theme: ${state.theme}"
          aria-label="Theme: ${state.theme}. Switch"
          @click=${() => actions.nextTheme()}
        >${THEME_ICONS[state.theme]}</button>
        <button
          class="tool"
          type="button"
          title="Keyboard shortcuts"
          aria-label="Keyboard shortcuts"
          aria-expanded=${state.isHelpOpen}
          @click=${() => actions.toggleHelp()}
        >?</button>
      </div>
    </header>
    ${offlineBanner(state)} ${stuckNotice(state, actions)}
    <main id="main" class="main" data-page=${state.route.kind} tabindex="-1">
      ${mainView(page, actions)}
    </main>
    ${trayView(state, actions)} ${compileOverlay(state, actions)} ${helpOverlay(state, actions)}
    <div class="visually-hidden" role="status" aria-live="polite">${state.announcement}</div>
  `;
}

function mainView({ state, container }: FramedPage, actions: Actions): TemplateResult {
  switch (state.route.kind) {
    case "home":
      return homeView(state, actions);
    case "space":
      return spaceView(state, state.route.space, actions);
    case "piece":
      return pieceView({ piece: state.piece, space: state.route.space, container }, actions);
  }
}

function crumbs(state: PageState): TemplateResult {
  const { route } = state;
  const home = html`
    <a class="brand" href="/"
      aria-label="Cell Fabric: all spaces">${MARK}<span>Cell Fabric</span></a>
  `;
  if (route.kind === "home") return home;
  const space: Route = { kind: "space", space: route.space };
  const isSpace = route.kind === "space";
  return html`
    ${home}<span class="slash" aria-hidden="true">/</span>
        <a
      class="crumb ${isSpace ? "here" : "space"}"
      href=${routePath(space)}
      title=${route.space}
      aria-current=${isSpace ? "page" : nothing}
    >${spaceName(route.space, state.named)}</a>
        ${isSpace ? nothing : html`
          <span class="slash" aria-hidden="true">/</span>
          <span class="crumb here" aria-current="page">${state.piece.name ||
            (state.piece.state === "failed" ? "Piece" : "…")}</span>
        `}
  `;
}

const MARK = html`<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none"
  stroke="currentColor" stroke-width="1.75" stroke-linejoin="round">
  <path d="M12 2.5 20.2 7.25v9.5L12 21.5 3.8 16.75v-9.5z" />
  <path d="M3.8 7.25 12 12l8.2-4.75M12 12v9.5" />
</svg>`;

const THEME_ICONS = {
  system: html`
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none"
      stroke="currentColor" stroke-width="1.75">
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" />
    </svg>
  `,
  light: html`
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none"
      stroke="currentColor" stroke-width="1.75" stroke-linecap="round">
      <circle cx="12" cy="12" r="4" />
      <path
        d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />
    </svg>
  `,
  dark: html`
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none"
      stroke="currentColor" stroke-width="1.75" stroke-linejoin="round">
      <path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2z" />
    </svg>
  `,
};
