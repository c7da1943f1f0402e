/**
 * `cf-drag-source`: what is in it can be dragged to a `cf-drop-zone`; by keyboard, the space bar
 * picks it up and Enter on a zone drops it.
 */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { carry, CARRYING, type Dragged, draggedNow } from "./dragging.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-drag-source`. */
export class CfDragSource extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-drag-source");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        cursor: grab;
        border-radius: var(--cf-radius);
      }
      :host([disabled]) {
        cursor: auto;
      }
      :host([aria-grabbed="true"]) {
        opacity: 0.6;
        outline: 2px dashed var(--cf-accent);
      }
      :host(:focus-visible) {
        outline: 2px solid var(--cf-focus);
        outline-offset: 2px;
      }
    `,
  ];

  declare source: number | undefined;
  declare type: string | undefined;
  declare data: unknown;
  declare value: unknown;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  #own: Dragged | undefined;

  constructor() {
    super();
    this.addEventListener("dragstart", (event) => this.#start(event));
    this.addEventListener("dragend", () => this.#end());
    this.addEventListener("keydown", (event) => {
      if (event.target !== this || this.disabled) return;
      if (event.key === " ") {
        event.preventDefault();
        if (this.#own === undefined) this.#pick();
        else this.#end();
      } else if (event.key === "Escape" && this.#own !== undefined) this.#end();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener(CARRYING, this.#look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener(CARRYING, this.#look);
    if (this.#own !== undefined && draggedNow() === this.#own) carry(undefined);
  }

  protected override updated(): void {
    this.draggable = !this.disabled;
    if (!this.hasAttribute("tabindex")) this.tabIndex = 0;
    this.offerRole("group");
    this.setAttribute("aria-roledescription", "draggable");
    if (this.label) this.setAttribute("aria-label", this.label);
  }

  #start(event: DragEvent): void {
    // A source inside this one has been picked up.
    if (event.defaultPrevented || this.disabled || draggedNow() !== undefined) return;
    const { data } = this.#pick();
    const text = typeof data === "string" ? data : JSON.stringify(data ?? this.textContent) ?? "";
    event.dataTransfer?.setData("text/plain", text);
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "copyMove";
  }

  #pick(): Dragged {
    const { source, type = "", data = this.value } = this;
    this.#own = { source, type, data };
    carry(this.#own);
    this.emit("cf-drag-start", { source, type, data });
    return this.#own;
  }

  #end(): void {
    const own = this.#own;
    if (own === undefined) return;
    if (draggedNow() === own) carry(undefined);
    this.#own = undefined;
    const { source, type, data } = own;
    this.emit("cf-drag-end", { source, type, data });
  }

  readonly #look = (): void => {
    const isOwn = this.#own !== undefined && draggedNow() === this.#own;
    if (isOwn) this.setAttribute("aria-grabbed", "true");
    else this.removeAttribute("aria-grabbed");
    // Dropped, or taken over by another source.
    if (!isOwn && this.#own !== undefined) this.#end();
  };
}

customElements.define("cf-drag-source", CfDragSource);
