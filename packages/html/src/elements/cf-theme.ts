/** `cf-theme`: other colours, corners and letters for what is in it. */

import { css, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from "lit";
import { isRecord } from "@cf/utils";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** Which custom properties a part of the theme sets. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  accentColor: ["--cf-accent", "--cf-accent-strong"],
  accent: ["--cf-accent", "--cf-accent-strong"],
  accentText: ["--cf-on-accent"],
  textColor: ["--cf-text"],
  text: ["--cf-text"],
  backgroundColor: ["--cf-background"],
  background: ["--cf-background"],
  surface: ["--cf-surface"],
  border: ["--cf-border"],
  borderRadius: ["--cf-radius", "--cf-radius-lg"],
  fontFamily: ["--cf-font"],
  monoFontFamily: ["--cf-font-mono"],
};

/** Colours, lengths and names of fonts; nothing that loads. */
const PLAIN = /^(?!.*\burl\b)[\w\s#%.,()"'-]{1,200}$/i;

/** See the catalogue entry of `cf-theme`. */
export class CfTheme extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-theme");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: contents;
      }
      slot {
        display: block;
        color: var(--cf-text);
        font-family: var(--cf-font);
      }
    `,
  ];

  declare theme: unknown;

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("theme")) return;
    const theme = isRecord(this.theme) ? this.theme : {};
    const colors = isRecord(theme.colors) ? theme.colors : {};
    const { style } = this;
    for (const names of Object.values(TOKENS)) {
      for (const name of names) style.removeProperty(name);
    }
    for (const [part, value] of Object.entries({ ...colors, ...theme })) {
      const names = Object.hasOwn(TOKENS, part) ? TOKENS[part]! : [];
      const text = String(value);
      if (!PLAIN.test(text)) continue;
      for (const name of names) style.setProperty(name, text);
    }
    const scheme = String(theme.colorScheme ?? "");
    style.colorScheme = scheme === "light" || scheme === "dark" ? scheme : "";
  }
}

customElements.define("cf-theme", CfTheme);
