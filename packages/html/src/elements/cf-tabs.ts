/** `cf-tabs`: opens one of its panels, by pointer and by keyboard. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfTab } from "./cf-tab.ts";
import { CfTabPanel } from "./cf-tab-panel.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

let lastId = 0;

/** See the catalogue entry of `cf-tabs`. */
export class CfTabs extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tabs");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];

  declare value: string | undefined;

  #members: MutationObserver | undefined;

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      const tab = event.target instanceof Element ? event.target.closest("cf-tab") : null;
      if (tab instanceof CfTab && tab.closest("cf-tabs") === this) this.#open(tab);
    });
    this.addEventListener("keydown", this.#onKeydown);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Tabs and panels come and go with the pattern's data, in any order.
    this.#members = new MutationObserver(() => this.#sync());
    this.#members.observe(this, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["value", "disabled"],
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#members?.disconnect();
  }

  protected override updated(): void {
    this.#sync();
  }

  get #tabs(): CfTab[] {
    return [...this.querySelectorAll("cf-tab")].filter((tab): tab is CfTab =>
      tab instanceof CfTab && tab.closest("cf-tabs") === this
    );
  }

  /** Marks the open tab and its panel, and ties each pair for screen readers. */
  #sync(): void {
    const tabs = this.#tabs;
    const open = tabs.find((tab) => tab.value === this.value) ??
      (this.value ? undefined : tabs.find((tab) => !tab.disabled));
    for (const tab of tabs) tab.selected = tab === open;
    for (const panel of this.querySelectorAll("cf-tab-panel")) {
      if (!(panel instanceof CfTabPanel) || panel.closest("cf-tabs") !== this) continue;
      const tab = tabs.find((one) => one.value === panel.getAttribute("value"));
      panel.toggleAttribute("active", tab !== undefined && tab === open);
      panel.setAttribute("role", "tabpanel");
      if (tab === undefined) continue;
      if (tab.id === "") tab.id = `cf-tab-${++lastId}`;
      if (panel.id === "") panel.id = `cf-tab-panel-${++lastId}`;
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
    }
  }

  #open(tab: CfTab): void {
    if (tab.disabled || tab.value === this.value) return;
    this.value = tab.value;
    this.emit("cf-change", { value: tab.value });
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const tabs = this.#tabs.filter((tab) => !tab.disabled);
    const at = tabs.indexOf(event.target as CfTab);
    if (at < 0) return;
    const step =
      { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(step + tabs.length) % tabs.length]!;
    next.focus();
    this.#open(next);
  };
}

customElements.define("cf-tabs", CfTabs);
