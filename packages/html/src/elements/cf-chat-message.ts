/** `cf-chat-message`: what one side of a conversation says, as markdown. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import "./cf-avatar.ts";
import { textOf } from "./chat-content.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import "./cf-loader.ts";
import "./cf-markdown.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-chat-message`. */
export class CfChatMessage extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-chat-message");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
      }
      .message {
        display: flex;
        align-items: flex-end;
        gap: 0.5rem;
      }
      .message.user {
        flex-direction: row-reverse;
      }
      .bubble {
        max-width: min(42rem, 85%);
        padding: 0.5rem 0.875rem;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
        border-end-start-radius: 0.25rem;
        overflow-wrap: anywhere;
      }
      .user .bubble {
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
        border-color: transparent;
        border-end-start-radius: var(--cf-radius-lg);
        border-end-end-radius: 0.25rem;
      }
      .user cf-markdown {
        color: inherit;
      }
      .name {
        margin-block-end: 0.125rem;
        font-size: var(--cf-size-xs);
        font-weight: 600;
        color: var(--cf-text-muted);
      }
    `,
  ];

  /** Who speaks; not the element's role for screen readers, which it keeps. */
  declare role: string;
  declare content: unknown;
  declare name: string | undefined;
  declare avatar: string | undefined;
  declare pending: boolean | undefined;
  declare streaming: boolean | undefined;

  protected override render(): TemplateResult {
    const side = this.role === "user" ? "user" : "assistant";
    const text = textOf(this.content);
    return html`
      <article class="message ${side}" part="message" aria-label=${this.name || this.#speaker}>
        ${this.avatar || this.name
          ? html`<cf-avatar size="sm" .src=${this.avatar ?? ""} .name=${
            this.name ?? ""
          }></cf-avatar>`
          : nothing}
        <div class="bubble" part="bubble">
          ${this.name ? html`<div class="name">${this.name}</div>` : nothing}
          ${text === "" ? nothing : html`<cf-markdown compact .content=${text}></cf-markdown>`}
          <slot></slot>
          ${this.pending || this.streaming
            ? html`<cf-loader size="sm" .label=${"Writing"}></cf-loader>`
            : nothing}
        </div>
      </article>
    `;
  }

  get #speaker(): string {
    return this.role === "user" ? "You" : this.role === "assistant" ? "Assistant" : this.role;
  }
}

customElements.define("cf-chat-message", CfChatMessage);
