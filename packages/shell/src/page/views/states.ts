/** What stands in place of content: under way, failed, nothing there. */

import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../messages.ts";

/** Grey shapes where a list will be. They show only if it takes a moment. */
export function skeletonList(label: string): TemplateResult {
  return html`
    <div class="grid skeletons" role="status" aria-label=${label}>
      ${[1, 2, 3].map(() =>
        html`<div class="card skeleton"><span class="line wide"></span><span class="line"></span></div>`
      )}
    </div>
  `;
}

/** A failure in place of what could not be shown. */
export function failure(
  title: string,
  problem: Problem,
  action: TemplateResult | typeof nothing,
): TemplateResult {
  return html`
    <section class="state failed" role="alert">
      <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" fill="none"
        stroke="currentColor" stroke-width="1.75" stroke-linecap="round">
        <circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.4v.1" />
      </svg>
      <h1>${title}</h1>
      <p class="message">${problem.message}</p>
      ${problem.position
        ? html`<p class="place">${problem.position.path}:${problem.position.line}:${problem.position.column}</p>`
        : nothing}
      <p class="code">${problem.code}</p>
      <div class="actions">${action}</div>
    </section>
  `;
}

/** Nothing there yet, and what to do about it. */
export function empty(title: string, body: TemplateResult): TemplateResult {
  return html`
    <section class="state">
      <svg viewBox="0 0 64 48" width="96" height="72" aria-hidden="true" fill="none"
        stroke="currentColor" stroke-width="1.5" stroke-linejoin="round">
        <path d="M32 5 46 13v16l-14 8-14-8V13z" />
        <path d="M18 13l14 8 14-8M32 21v16" />
        <path d="M4 42h56" stroke-dasharray="3 4" />
      </svg>
      <h2>${title}</h2>
      ${body}
    </section>
  `;
}
