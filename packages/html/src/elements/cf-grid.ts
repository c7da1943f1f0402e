/** `cf-grid`: children in columns. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-grid`. */
export class CfGrid extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-grid");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        text-align: inherit;
        display: block;
        gap: 1rem;
      }
      slot {
        display: grid;
        gap: inherit;
        grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr));
      }
      :host([align="start"]) slot {
        align-items: start;
      }
      :host([align="center"]) slot {
        align-items: center;
      }
      :host([align="end"]) slot {
        align-items: end;
      }
    `,
    spacingStyles,
  ];

  declare columns: string | undefined;
  declare minWidth: string | undefined;
  declare rows: string | undefined;

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(): void {
    const { style } = this.renderRoot.querySelector("slot")!;
    style.gridTemplateColumns = this.minWidth
      ? `repeat(auto-fill, minmax(min(${this.minWidth}, 100%), 1fr))`
      : columnTracks(this.columns);
    style.gridTemplateRows = tracks(this.rows);
  }
}

/**
 * Two or three columns hold text, and become fewer where each would be too narrow to read. More
 * are the keys of a calculator or the days of a week, which mean nothing in fewer columns.
 */
function columnTracks(value: string | undefined): string {
  const count = Number(value);
  if (count !== 2 && count !== 3) return tracks(value);
  const least = count === 2 ? "8rem" : "10rem";
  // More than one part of count + 1, so that one column more never fits.
  const part = `calc(100% / ${count + 1} + 0.1px)`;
  return `repeat(auto-fill, minmax(min(max(${least}, ${part}), 100%), 1fr))`;
}

function tracks(value: string | undefined): string {
  if (!value) return "";
  return /^\d+$/.test(value) ? `repeat(${value}, minmax(0, 1fr))` : value;
}

customElements.define("cf-grid", CfGrid);
