/** One problem as people read it: what, where, and the line of source. */

import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../messages.ts";

/** The message, its place and its line of source. */
export function problemView(problem: Problem): TemplateResult {
  const { message, position, excerpt, where } = problem;
  const [first, ...rest] = message.split("\n");
  return html`
    <p class="message">${first}</p>
    ${rest.length > 0 ? html`<pre class="more">${rest.join("\n").trim()}</pre>` : nothing}
    ${position
      ? html`<p class="place">${position.path}:${position.line}:${position.column}</p>`
      : where
      ? html`<p class="place">${where}</p>`
      : nothing}
    ${excerpt && position ? excerptView(excerpt, position.line, position.column) : nothing}
  `;
}

/** The line of source with a mark below the column. */
function excerptView(excerpt: string, line: number, column: number): TemplateResult {
  const gutter = String(line);
  const mark = `${" ".repeat(gutter.length + 3 + Math.max(0, column - 1))}^`;
  return html`<pre class="excerpt"><span class="gutter">${gutter} │ </span>${excerpt}
<span class="caret" aria-hidden="true">${mark}</span></pre>`;
}
