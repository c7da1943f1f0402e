/** The base of elements that only arrange their children: a slot and styles. */

import { html, type TemplateResult } from "lit";
import { CfElement } from "./cf-element.ts";

/** Renders its children and nothing else. */
export abstract class LayoutElement extends CfElement {
  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
