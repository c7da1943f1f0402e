/** The tray: problems of running pieces, each until it is dismissed. */

import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../actions.ts";
import type { PageState } from "../state.ts";
import { problemView } from "./problem.ts";

/** The problems, newest last. */
export function trayView(state: PageState, actions: Actions): TemplateResult {
  return html`
    <section class="tray" aria-label="Problems" aria-live="polite">
      ${state.tray.map(({ id, problem, count }) =>
        html`
          <article class="notice">
            <div class="body">${problemView(problem)}</div>
            ${count > 1
              ? html`<span class="count" aria-label="${count} times">×${count}</span>`
              : nothing}
            <button class="dismiss" type="button" aria-label="Dismiss" @click=${() =>
              actions.dismiss(id)}>×</button>
          </article>
        `
      )}
    </section>
  `;
}
