/** `cf-table`: rows by columns, or a frame for a table given as children. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { isRecord } from "@cf/utils";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

interface Column {
  readonly key: string;
  readonly label: string;
  readonly align: "start" | "center" | "end";
}

/** See the catalogue entry of `cf-table`. */
export class CfTable extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-table", ["selectable"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: block;
        overflow-x: auto;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
      }
      table,
      ::slotted(table) {
        width: 100%;
        margin: 0;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding: 0.75rem 1rem 0.25rem;
        text-align: start;
        font-weight: 600;
      }
      th,
      td {
        padding: 0.625rem 1rem;
        text-align: start;
        border-block-end: 1px solid var(--cf-border);
        overflow-wrap: anywhere;
      }
      :host([compact]) :is(th, td) {
        padding-block: 0.3125rem;
      }
      th {
        color: var(--cf-text-muted);
        font-size: var(--cf-size-sm);
        font-weight: 600;
        white-space: nowrap;
      }
      .center {
        text-align: center;
      }
      .end {
        text-align: end;
      }
      tbody tr:last-child td {
        border-block-end: none;
      }
      :host([striped]) tbody tr:nth-child(even) {
        background: color-mix(in oklab, var(--cf-surface-sunken), transparent 50%);
      }
      :host(:is([hover], [selectable])) tbody tr:hover {
        background: var(--cf-surface-sunken);
      }
      :host([selectable]) tbody tr {
        cursor: pointer;
      }
      tr:focus-visible {
        outline-offset: -2px;
      }
      .empty {
        text-align: center;
        color: var(--cf-text-muted);
      }
    `,
  ];

  declare columns: unknown;
  declare rows: unknown;
  declare items: unknown;
  declare caption: string | undefined;
  declare emptyText: string | undefined;
  declare selectable: boolean | undefined;

  protected override render(): TemplateResult {
    const given = this.rows ?? this.items;
    if (!Array.isArray(given)) return html`<slot></slot>`;
    const columns = columnsOf(this.columns, given);
    return html`
      <table part="table">
        ${this.caption ? html`<caption>${this.caption}</caption>` : nothing}
        <thead>
          <tr>${columns.map(({ label, align }) =>
            html`<th scope="col" class=${align}>${label}</th>`
          )}</tr>
        </thead>
        <tbody>
          ${given.length === 0
            ? html`
              <tr>
                <td class="empty" colspan=${columns.length || 1}>${this.emptyText || "No rows"}</td>
              </tr>
            `
            : given.map((row, index) => this.#row(row, index, columns))}
        </tbody>
      </table>
    `;
  }

  #row(row: unknown, index: number, columns: readonly Column[]): TemplateResult {
    const choose = () => this.emit("cf-row-click", { row, index });
    return html`
      <tr
        part="row"
        tabindex=${this.selectable ? 0 : nothing}
        @click=${choose}
        @keydown=${(event: KeyboardEvent) => {
          if (!this.selectable || event.key !== "Enter") return;
          choose();
        }}
      >${columns.map(({ key, align }) =>
        html`<td class=${align}>${cellText(isRecord(row) ? row[key] : row)}</td>`
      )}</tr>
    `;
  }
}

/** The columns as given, or the keys of the first row. */
function columnsOf(columns: unknown, rows: readonly unknown[]): Column[] {
  const first = rows[0];
  const given = Array.isArray(columns) ? columns : isRecord(first) ? Object.keys(first) : [];
  return given.map((column): Column => {
    const { key, label, align } = isRecord(column)
      ? column
      : { key: column, label: undefined, align: undefined };
    const name = String(key);
    return {
      key: name,
      label: label === undefined ? name : String(label),
      align: align === "center" || align === "end" ? align : align === "right" ? "end" : "start",
    };
  });
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

customElements.define("cf-table", CfTable);
