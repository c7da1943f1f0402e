/** What lies over the page: compile errors, shortcuts, a worker that is stuck. */

import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../actions.ts";
import { SHORTCUTS } from "../keyboard.ts";
import type { PageState } from "../state.ts";
import { problemView } from "./problem.ts";

/** What keeps the program from compiling. The piece below goes on as it was. */
export function compileOverlay(
  state: PageState,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { compileProblems: problems } = state;
  if (problems.length === 0) return nothing;
  const title = problems.length === 1 ? "1 compile error" : `${problems.length} compile errors`;
  return html`
    <section class="overlay" role="alertdialog" aria-labelledby="compile-title">
      <div class="sheet">
        <header>
          <h2 id="compile-title">${title}</h2>
          <button class="dismiss" type="button" aria-label="Close" @click=${() =>
            actions.dismissCompileProblems()}>×</button>
        </header>
        <ol class="findings">
          ${problems.map((problem) =>
            html`<li>${problemView(problem)}<p class="code">${problem.code}</p></li>`
          )}
        </ol>
        <footer>The piece goes on as it was. Save the file again when it is mended.</footer>
      </div>
    </section>
  `;
}

/** The list of shortcuts. */
export function helpOverlay(state: PageState, actions: Actions): TemplateResult {
  return html`
    <cf-modal
      size="sm"
      label="Keyboard shortcuts"
      .open=${state.isHelpOpen}
      @cf-close=${() => {
        if (state.isHelpOpen) actions.toggleHelp();
      }}
    >
      <dl class="shortcuts">
        ${SHORTCUTS.map(({ keys, description }) =>
          html`
            <div>
              <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
              <dd>${description}</dd>
            </div>
          `
        )}
      </dl>
    </cf-modal>
  `;
}

/** The worker does not answer. */
export function stuckNotice(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  if (!state.isStuck) return nothing;
  return html`
    <div class="banner stuck" role="alert">
      <strong>This piece has not answered for a while.</strong>
      <button class="button" type="button" @click=${() => actions.restartWorker()}>
          Start it anew
        </button>
    </div>
  `;
}
