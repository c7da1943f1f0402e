/** What makes an element that can be clicked a button for the keyboard too. */

/** Enter and the space bar press the element while `isActive` says so. */
export class PressedByKey {
  readonly #element: HTMLElement;
  readonly #isActive: () => boolean;

  constructor(element: HTMLElement, isActive: () => boolean) {
    this.#element = element;
    this.#isActive = isActive;
    element.addEventListener("keydown", (event) => {
      if (event.target !== element || event.defaultPrevented || !isActive()) return;
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      element.click();
    });
  }

  /** Lets Tab reach the element, unless its author has said where it stands. */
  offerFocus(): void {
    if (this.#isActive() && !this.#element.hasAttribute("tabindex")) this.#element.tabIndex = 0;
  }
}
