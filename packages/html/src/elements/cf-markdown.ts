/** `cf-markdown`: markdown text as elements. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { markdownNodes } from "./markdown-nodes.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-markdown`. */
export class CfMarkdown extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-markdown");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text);
        line-height: 1.6;
        overflow-wrap: anywhere;
      }
      :host([variant="inverse"]) {
        color: var(--cf-surface);
      }
      .content > :first-child {
        margin-block-start: 0;
      }
      .content > :last-child {
        margin-block-end: 0;
      }
      p,
      ul,
      ol,
      pre,
      blockquote,
      table {
        margin: 0 0 0.875em;
      }
      :host([compact]) :is(p, ul, ol, pre, blockquote, table) {
        margin-block-end: 0.375em;
      }
      h1,
      h2,
      h3,
      h4 {
        margin: 1.25em 0 0.5em;
        line-height: 1.25;
        letter-spacing: -0.012em;
        text-wrap: balance;
      }
      h1 {
        font-size: var(--cf-size-xxl);
      }
      h2 {
        font-size: var(--cf-size-xl);
      }
      h3 {
        font-size: var(--cf-size-lg);
      }
      h4 {
        font-size: var(--cf-size-md);
      }
      ul,
      ol {
        padding-inline-start: 1.5em;
      }
      li > p {
        margin: 0;
      }
      .task {
        list-style: none;
        margin-inline-start: -1.4em;
      }
      .task input {
        margin-inline-end: 0.5em;
        accent-color: var(--cf-accent);
      }
      a {
        color: var(--cf-accent-ink);
        text-underline-offset: 0.18em;
      }
      code {
        padding: 0.1em 0.3em;
        font-family: var(--cf-font-mono);
        font-size: 0.9em;
        background: var(--cf-surface-sunken);
        border-radius: 0.25rem;
      }
      pre {
        overflow: auto;
        padding: 0.75rem 1rem;
        background: var(--cf-surface-sunken);
        border-radius: var(--cf-radius);
      }
      pre code {
        padding: 0;
        background: none;
      }
      blockquote {
        padding-inline-start: 1em;
        color: var(--cf-text-muted);
        border-inline-start: 3px solid var(--cf-border-strong);
      }
      hr {
        border: none;
        border-block-start: 1px solid var(--cf-border);
        margin: 1.5rem 0;
      }
      img {
        max-width: 100%;
        border-radius: var(--cf-radius);
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        padding: 0.375rem 0.75rem;
        text-align: start;
        border: 1px solid var(--cf-border);
      }
      .center {
        text-align: center;
      }
      .right {
        text-align: end;
      }
      slot {
        display: none;
      }
    `,
  ];

  declare content: string | undefined;
  declare value: string | undefined;

  #texts: MutationObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#texts = new MutationObserver(() => this.requestUpdate());
    this.#texts.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#texts?.disconnect();
  }

  protected override render(): TemplateResult {
    const text = this.content || this.value || this.textContent || "";
    return html`<div class="content" part="content">${markdownNodes(text)}</div><slot></slot>`;
  }
}

customElements.define("cf-markdown", CfMarkdown);
