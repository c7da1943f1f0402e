/** `cf-tool-call`: what a model asked a tool, and what that answered, folded away. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { isRecord } from "@cf/utils";
import { textOf } from "./chat-content.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tool-call`. */
export class CfToolCall extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tool-call");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: block;
        font-size: var(--cf-size-sm);
        color: var(--cf-text-muted);
      }
      summary {
        cursor: pointer;
        border-radius: var(--cf-radius);
      }
      code {
        font-family: var(--cf-font-mono);
        color: var(--cf-text);
      }
      pre {
        margin: 0.375rem 0 0;
        padding: 0.5rem 0.75rem;
        max-height: 16rem;
        overflow: auto;
        font-family: var(--cf-font-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        background: var(--cf-surface-sunken);
        border-radius: var(--cf-radius);
      }
    `,
  ];

  declare call: unknown;
  declare result: unknown;
  declare name: string | undefined;

  protected override render(): TemplateResult {
    const call = isRecord(this.call) ? this.call : {};
    const name = this.name || String(call.toolName ?? call.name ?? "a tool");
    const asked = call.input ?? call.args ?? call.arguments;
    return html`
      <details part="details">
        <summary part="summary">
          ${this.result === undefined ? "Asks" : "Asked"} <code>${name}</code>
        </summary>
        ${asked === undefined ? nothing : html`<pre>${shown(asked)}</pre>`}
        ${this.result === undefined ? nothing : html`<pre>${shown(this.result)}</pre>`}
      </details>
    `;
  }
}

function shown(value: unknown): string {
  const inner = isRecord(value) ? value.output ?? value.result ?? value : value;
  const text = textOf(inner);
  return text === "" ? JSON.stringify(inner, null, 2) ?? "" : text;
}

customElements.define("cf-tool-call", CfToolCall);
