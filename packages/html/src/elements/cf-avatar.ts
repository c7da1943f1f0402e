/** `cf-avatar`: a person's picture or initials. */

import "@awesome.me/webawesome/dist/components/avatar/avatar.js";
import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-avatar`. */
export class CfAvatar extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-avatar");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
        flex: none;
        line-height: 0;
        --avatar-size: 2.25rem;
      }
      :host([size="xs"]) {
        --avatar-size: 1.25rem;
      }
      :host([size="sm"]) {
        --avatar-size: 1.75rem;
      }
      :host([size="lg"]) {
        --avatar-size: 3rem;
      }
      :host([size="xl"]) {
        --avatar-size: 4.5rem;
      }
      wa-avatar {
        --wa-border-radius-circle: 50%;
        --wa-border-radius-m: var(--cf-radius);
        --size: var(--avatar-size);
        font-size: calc(var(--avatar-size) * 0.4);
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
        font-weight: 600;
        line-height: 1;
      }
      wa-avatar::part(initials) {
        letter-spacing: 0.02em;
      }
    `,
  ];

  declare src: string | undefined;
  declare name: string | undefined;
  declare initials: string | undefined;
  declare shape: "circle" | "square" | "rounded" | undefined;

  protected override render(): TemplateResult {
    return html`
      <wa-avatar
        .image=${this.src ?? ""}
        .label=${this.name ?? ""}
        .initials=${this.initials || initialsOf(this.name ?? "")}
        .shape=${this.shape || "circle"}
      ></wa-avatar>
    `;
  }
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase() || "?";
}

customElements.define("cf-avatar", CfAvatar);
