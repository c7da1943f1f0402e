/** `cf-calendar`: a month of days, one of which is chosen; arrows move, as in a date picker. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { addDays, addMonths, dayOf, today, weeksOf } from "./calendar-days.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** How arrow and page keys move, in days or months. */
const MOVES: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

/** See the catalogue entry of `cf-calendar`. */
export class CfCalendar extends CfElement {
  static override properties: PropertyDeclarations = {
    ...propertiesOf("cf-calendar"),
    shown: { state: true },
  };
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
        padding: 0.75rem;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-block-end: 0.5rem;
        font-weight: 600;
      }
      button {
        font: inherit;
        font-variant-numeric: tabular-nums;
        color: inherit;
        background: none;
        border: none;
        border-radius: var(--cf-radius);
        cursor: pointer;
      }
      .head button {
        width: 2rem;
        height: 2rem;
      }
      button:hover:not(:disabled) {
        background: var(--cf-surface-sunken);
      }
      table {
        border-collapse: collapse;
      }
      th {
        padding: 0.25rem;
        font-size: var(--cf-size-xs);
        font-weight: 500;
        color: var(--cf-text-muted);
      }
      td {
        padding: 0.0625rem;
        text-align: center;
      }
      td button {
        position: relative;
        width: 2.25rem;
        height: 2.25rem;
      }
      .outside {
        color: var(--cf-text-muted);
      }
      .today {
        font-weight: 700;
        color: var(--cf-accent-ink);
      }
      td button[aria-pressed="true"] {
        color: var(--cf-on-accent);
        background: var(--cf-accent);
      }
      .marked::after {
        content: "";
        position: absolute;
        inset: auto 0 0.25rem;
        width: 0.3125rem;
        height: 0.3125rem;
        margin: auto;
        background: currentColor;
        border-radius: 50%;
      }
      button:disabled {
        opacity: 0.4;
        cursor: not-allowed;
      }
    `,
  ];

  declare value: string | undefined;
  declare min: string | undefined;
  declare max: string | undefined;
  declare label: string | undefined;
  declare markedDates: readonly unknown[] | undefined;
  declare disabled: boolean | undefined;
  /** The day that Tab reaches; its month is shown. */
  declare shown: string | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value")) this.shown = dayOf(this.value);
    this.shown ??= today();
  }

  protected override render(): TemplateResult {
    const shown = this.shown!;
    const [year, month] = shown.split("-").map(Number) as [number, number];
    const date = new Date(Date.UTC(year, month - 1, 1));
    const format = (options: Intl.DateTimeFormatOptions, day = date) =>
      day.toLocaleDateString(undefined, { ...options, timeZone: "UTC" });
    const weeks = weeksOf(shown);
    return html`
      <div class="head">
        <button type="button" aria-label="Month before" @click=${() => this.#turn(-1)}>‹</button>
        <span id="month" aria-live="polite">${format({ month: "long", year: "numeric" })}</span>
        <button type="button" aria-label="Month after" @click=${() => this.#turn(1)}>›</button>
      </div>
      <table aria-labelledby="month" @keydown=${this.#move}>
        <thead>
          <tr>${weeks[0]!.map((day) =>
            html`<th scope="col">${format({ weekday: "short" }, new Date(day))}</th>`
          )}</tr>
        </thead>
        <tbody>${weeks.map((week) =>
          html`<tr>${
            week.map((day) =>
              html`<td>${this.#dayButton(day, format({ dateStyle: "full" }, new Date(day)))}</td>`
            )
          }</tr>`
        )}</tbody>
      </table>
    `;
  }

  #dayButton(day: string, label: string): TemplateResult {
    const shown = this.shown!;
    const classes = [
      day.slice(0, 7) === shown.slice(0, 7) ? "" : "outside",
      day === today() ? "today" : "",
      (this.markedDates ?? []).some((one) => dayOf(one) === day) ? "marked" : "",
    ];
    return html`
      <button
        type="button"
        class=${classes.join(" ")}
        data-day=${day}
        tabindex=${day === shown ? 0 : -1}
        aria-label=${label}
        aria-pressed=${day === dayOf(this.value) ? "true" : "false"}
        ?disabled=${this.disabled || !this.#isOpen(day)}
        @click=${() => this.#choose(day)}
      >${Number(day.slice(8))}</button>
    `;
  }

  #isOpen(day: string): boolean {
    const [min, max] = [dayOf(this.min), dayOf(this.max)];
    return (min === undefined || day >= min) && (max === undefined || day <= max);
  }

  #choose(day: string): void {
    this.value = day;
    this.emit("cf-change", { value: day });
  }

  #turn(months: number): void {
    this.shown = addMonths(this.shown!, months);
  }

  readonly #move = async (event: KeyboardEvent): Promise<void> => {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.shown = move(this.shown!);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-day="${this.shown}"]`)?.focus();
  };
}

customElements.define("cf-calendar", CfCalendar);
