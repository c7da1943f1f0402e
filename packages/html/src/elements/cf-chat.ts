/** `cf-chat`: a conversation that stays at its end while it grows. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import "./cf-chat-message.ts";
import { messagesOf } from "./chat-content.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";
import "./cf-vscroll.ts";

/** See the catalogue entry of `cf-chat`. */
export class CfChat extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-chat");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 0;
        color: var(--cf-text);
      }
      cf-vscroll {
        flex: 1;
      }
      .log {
        display: flex;
        flex-direction: column;
        gap: 0.75rem;
        padding: 0.75rem;
      }
    `,
  ];

  declare messages: unknown;
  declare value: unknown;
  declare pending: boolean | undefined;
  declare label: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <cf-vscroll .snapToBottom=${true}>
        <div class="log" part="log" role="log" aria-label=${this.label || "Conversation"}>
          ${messagesOf(this.messages ?? this.value).map(({ role, content, name, avatar }) =>
            html`
              <cf-chat-message
                .role=${role}
                .content=${content}
                .name=${name}
                .avatar=${avatar}
              ></cf-chat-message>
            `
          )}
          <slot></slot>
          ${this.pending
            ? html`<cf-chat-message .role=${"assistant"} .pending=${true}></cf-chat-message>`
            : nothing}
        </div>
      </cf-vscroll>
    `;
  }
}

customElements.define("cf-chat", CfChat);
