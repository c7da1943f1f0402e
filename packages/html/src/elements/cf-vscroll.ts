/** `cf-vscroll`: a region that scrolls vertically, reachable by keyboard. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** How near to the end counts as at the end, in pixels. */
const END_SLACK = 24;

/** See the catalogue entry of `cf-vscroll`. */
export class CfVscroll extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-vscroll");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    spacingStyles,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow: hidden;
        padding: 0 !important;
      }
      :host([flex]) {
        flex: 1;
      }
      .region {
        height: 100%;
        max-height: inherit;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--cf-border-strong) transparent;
      }
      .content {
        padding: var(--padding, 0);
      }
    `,
  ];

  declare height: string | undefined;
  declare maxHeight: string | undefined;
  declare padding: string | undefined;
  declare snapToBottom: boolean | undefined;

  #watcher: ResizeObserver | undefined;
  #atEnd = true;
  #top = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watcher?.disconnect();
    this.#watcher = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <div class="region" part="region" tabindex="0" @scroll=${this.#remember}>
        <div class="content"><slot></slot></div>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    const region = this.#region;
    if (region === null) return;
    if (changed.has("height")) region.style.height = this.height ?? "";
    if (changed.has("maxHeight")) region.style.maxHeight = this.maxHeight ?? "";
    const step = Number(this.padding);
    const content = region.firstElementChild as HTMLElement;
    content.style.padding = this.padding && Number.isFinite(step) ? `${step * 0.25}rem` : "";
    if (this.snapToBottom && this.#watcher === undefined) {
      this.#watcher = new ResizeObserver(() => this.#followEnd());
      this.#watcher.observe(content);
      this.#watcher.observe(region);
    }
  }

  get #region(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".region");
  }

  readonly #remember = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = this.#region!;
    // More may have come since the end was scrolled to: only who scrolls back leaves it.
    if (scrollHeight - scrollTop - clientHeight <= END_SLACK) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
  };

  /** Whoever reads further up is not dragged down. */
  #followEnd(): void {
    const region = this.#region;
    if (region !== null && this.#atEnd) region.scrollTop = region.scrollHeight;
  }
}

customElements.define("cf-vscroll", CfVscroll);
