/** Styles that several elements share. */

import { css, type CSSResult } from "lit";

/** Every element: sizes include borders, `hidden` wins, motion can be refused. */
export const hostStyles: CSSResult = css`
  :host {
    box-sizing: border-box;
    min-width: 0;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition-duration: 0.01ms !important;
      animation-duration: 0.01ms !important;
    }
  }
`;

/** A surface that is one button as a whole, where it is `clickable`. */
export const clickableStyles: CSSResult = css`
  :host([clickable]) {
    cursor: pointer;
    transition: border-color 120ms, box-shadow 120ms;
  }
  :host([clickable]:hover) {
    border-color: var(--cf-border-strong);
    box-shadow: var(--cf-shadow-md);
  }
  :host(:focus-visible) {
    outline: 2px solid var(--cf-focus);
    outline-offset: 2px;
  }
`;

/** Fields: the frame around a native control, its label, help and error. */
export const fieldStyles: CSSResult = css`
  :host {
    display: block;
    width: 100%;
    font: inherit;
    color: var(--cf-text);
  }
  .label {
    display: block;
    margin-block-end: 0.375rem;
    font-size: var(--cf-size-sm);
    font-weight: 550;
  }
  .mark {
    color: var(--cf-danger);
  }
  .control {
    display: block;
    width: 100%;
    margin: 0;
    padding: 0.5rem 0.75rem;
    min-height: 2.375rem;
    font: inherit;
    line-height: 1.35;
    color: inherit;
    background: var(--cf-field);
    border: 1px solid var(--cf-border-strong);
    border-radius: var(--cf-radius);
    transition: border-color 120ms, box-shadow 120ms;
  }
  .control::placeholder {
    color: var(--cf-text-faint);
    opacity: 1;
  }
  .control:hover:not(:disabled) {
    border-color: var(--cf-text-faint);
  }
  .control:focus-visible {
    outline: 2px solid var(--cf-focus);
    outline-offset: -1px;
    border-color: var(--cf-focus);
  }
  .control:disabled {
    cursor: not-allowed;
    color: var(--cf-text-muted);
    background: var(--cf-surface-sunken);
  }
  .control[aria-invalid="true"] {
    border-color: var(--cf-danger);
  }
  :host([size="sm"]) .control {
    padding: 0.25rem 0.5rem;
    min-height: 1.875rem;
    font-size: var(--cf-size-sm);
  }
  :host([size="lg"]) .control {
    padding: 0.625rem 0.875rem;
    min-height: 2.875rem;
    font-size: var(--cf-size-lg);
  }
  .hint,
  .error {
    margin-block: 0.375rem 0;
    font-size: var(--cf-size-sm);
    color: var(--cf-text-muted);
  }
  .error {
    color: var(--cf-danger);
  }
`;

/** The ring around what has the keyboard's focus. */
export const focusStyles: CSSResult = css`
  :focus-visible {
    outline: 2px solid var(--cf-focus);
    outline-offset: 2px;
  }
`;
