/** `cf-prompt-input`: a field for several lines that Enter sends, as one writes to a model. */

import type { PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfMessageInput } from "./cf-message-input.ts";

/** See the catalogue entry of `cf-prompt-input`. */
export class CfPromptInput extends CfMessageInput {
  static override properties: PropertyDeclarations = propertiesOf("cf-prompt-input");

  constructor() {
    super();
    this.multiline = true;
  }

  protected override detailOf(message: string): Readonly<Record<string, unknown>> {
    return { ...super.detailOf(message), text: message, attachments: [], mentions: [] };
  }
}

customElements.define("cf-prompt-input", CfPromptInput);
