/** The small button that removes a badge or a chip. */

import { css, type CSSResult, html, type TemplateResult } from "lit";

/** Styles of {@linkcode removeButton}. */
export const removeButtonStyles: CSSResult = css`
  .remove {
    display: inline-grid;
    place-content: center;
    width: 1.125rem;
    height: 1.125rem;
    margin: 0 -0.25rem 0 0;
    padding: 0;
    font: inherit;
    line-height: 1;
    color: inherit;
    background: none;
    border: none;
    border-radius: 50%;
    cursor: pointer;
    opacity: 0.75;
  }
  .remove:hover {
    opacity: 1;
    background: color-mix(in oklab, currentColor, transparent 85%);
  }
`;

/** A button with a cross; a press of it is no press of what it is in. */
export function removeButton(remove: () => void, what?: string): TemplateResult {
  return html`
    <button
      class="remove"
      part="remove"
      type="button"
      aria-label=${what ? `Remove ${what}` : "Remove"}
      @click=${(event: Event) => {
        event.stopPropagation();
        remove();
      }}
    >×</button>
  `;
}
