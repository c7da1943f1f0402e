/** `cf-drop-zone`: takes what is dragged from a `cf-drag-source`, files and texts. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { carry, CARRYING, draggedNow } from "./dragging.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-drop-zone`. */
export class CfDropZone extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-drop-zone");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        border-radius: var(--cf-radius);
      }
      :host([data-open]) {
        outline: 2px dashed var(--cf-border-strong);
        outline-offset: 2px;
      }
      :host([data-over]) {
        background: var(--cf-accent-soft);
        outline: 2px dashed var(--cf-accent);
        outline-offset: 2px;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--cf-focus);
        outline-offset: 2px;
      }
    `,
  ];

  declare accept: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  /** How many elements in the zone the pointer has entered and not left. */
  #depth = 0;

  constructor() {
    super();
    this.addEventListener("dragenter", (event) => this.#enter(event));
    this.addEventListener("dragover", (event) => {
      if (this.#takes(event)) event.preventDefault();
    });
    this.addEventListener("dragleave", () => this.#leave());
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("keydown", (event) => {
      if (event.target !== this || event.key !== "Enter" || !this.#takes(undefined)) return;
      event.preventDefault();
      this.#take(undefined);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener(CARRYING, this.#look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener(CARRYING, this.#look);
  }

  protected override updated(): void {
    this.offerRole("group");
    if (this.label) this.setAttribute("aria-label", this.label);
  }

  /** Whether what is dragged may be dropped here; what is in a transfer from elsewhere is open. */
  #takes(event: DragEvent | undefined): boolean {
    if (this.disabled) return false;
    const dragged = draggedNow();
    if (dragged === undefined) return event !== undefined;
    const types = (this.accept ?? "").split(",").map((type) => type.trim()).filter(Boolean);
    return types.length === 0 || types.includes(dragged.type);
  }

  #enter(event: DragEvent): void {
    if (!this.#takes(event)) return;
    event.preventDefault();
    if (this.#depth++ > 0) return;
    this.toggleAttribute("data-over", true);
    this.emit("cf-drag-enter", { type: draggedNow()?.type ?? "" });
  }

  #leave(): void {
    if (this.#depth === 0 || --this.#depth > 0) return;
    this.toggleAttribute("data-over", false);
    this.emit("cf-drag-leave");
  }

  #drop(event: DragEvent): void {
    if (!this.#takes(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#depth = 0;
    this.toggleAttribute("data-over", false);
    this.#take(event);
  }

  #take(event: DragEvent | undefined): void {
    const dragged = draggedNow();
    const { left, top, width, height } = this.getBoundingClientRect();
    const detail = {
      ...(dragged ?? { type: "" }),
      text: event?.dataTransfer?.getData("text/plain") ?? "",
      files: Array.from(
        event?.dataTransfer?.files ?? [],
        ({ name, size, type }) => ({ name, size, type }),
      ),
      pointerX: event?.clientX ?? left + width / 2,
      pointerY: event?.clientY ?? top + height / 2,
      dropZoneRect: { left, top, width, height },
    };
    carry(undefined);
    this.emit("cf-drop", detail);
  }

  /** While something is carried that may be dropped here, Tab reaches the zone. */
  readonly #look = (): void => {
    const isOpen = draggedNow() !== undefined && this.#takes(undefined);
    this.toggleAttribute("data-open", isOpen);
    if (isOpen) this.tabIndex = 0;
    else this.removeAttribute("tabindex");
  };
}

customElements.define("cf-drop-zone", CfDropZone);
