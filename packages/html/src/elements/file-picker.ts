/** The base of elements that read files: a native picker behind a button, and what was chosen. */

import { css, type CSSResultGroup, html, nothing, type TemplateResult } from "lit";
import { CfElement, focusInside } from "./cf-element.ts";
import type { ReadFile } from "./read-file.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

const SIZE_MAX_BYTES = 5_000_000;

/** A button that reads files into {@linkcode FilePicker.chosen}. */
export abstract class FilePicker extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text);
      }
      label {
        position: relative;
        display: inline-flex;
        align-items: center;
        min-height: 2.375rem;
        padding: 0.375rem 0.875rem;
        font-weight: 550;
        background: var(--cf-surface);
        border: 1px solid var(--cf-border-strong);
        border-radius: var(--cf-radius);
        cursor: pointer;
      }
      label:hover {
        background: var(--cf-surface-sunken);
      }
      label:focus-within {
        outline: 2px solid var(--cf-focus);
        outline-offset: 2px;
      }
      :host([disabled]) label {
        opacity: 0.55;
        cursor: not-allowed;
      }
      input {
        position: absolute;
        inset: 0;
        width: 100%;
        opacity: 0;
        cursor: inherit;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin: 0.5rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        max-width: 100%;
        padding: 0.25rem 0.75rem;
        font-size: var(--cf-size-sm);
        background: var(--cf-surface-sunken);
        border-radius: var(--cf-radius);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      img {
        display: block;
        max-width: 8rem;
        max-height: 6rem;
        border-radius: 0.25rem;
      }
      .error {
        margin: 0.375rem 0 0;
        font-size: var(--cf-size-sm);
        color: var(--cf-danger);
      }
    `,
  ];

  declare multiple: boolean | undefined;
  declare buttonText: string | undefined;
  declare name: string | undefined;
  declare disabled: boolean | undefined;
  declare maxSizeBytes: number | undefined;
  #error = "";

  /** What is chosen at present. */
  protected abstract chosen: readonly ReadFile[];
  /** Reads one file. */
  protected abstract read(file: File): Promise<ReadFile>;
  /** How many files may be chosen. */
  protected abstract get filesMax(): number;
  /** Attributes of the native picker. */
  protected abstract get picker(): {
    readonly accept: string | undefined;
    readonly capture?: string | undefined;
    readonly text: string;
  };

  /** One chosen file in the list. */
  protected entry(file: ReadFile): TemplateResult {
    return html`<span class="name">${file.name}</span>`;
  }

  protected override render(): TemplateResult {
    const { accept, capture, text } = this.picker;
    return html`
      <label>${this.buttonText || text}<input
          type="file"
          aria-label=${this.getAttribute("aria-label") || nothing}
          accept=${accept || nothing}
          capture=${capture || nothing}
          ?multiple=${this.multiple}
          ?disabled=${this.disabled}
          @change=${this.#onChange}
        ></label>
      ${this.#error === "" ? nothing : html`<p class="error" role="alert">${this.#error}</p>`}
      ${this.chosen.length === 0 ? nothing : html`
        <ul>${this.chosen.map((file) =>
          html`<li>${this.entry(file)}${removeButton(() => this.#remove(file), file.name)}</li>`
        )}</ul>
      `}
    `;
  }

  /** Where several may be chosen, new ones come after those that are there. */
  readonly #onChange = async (event: Event): Promise<void> => {
    event.stopPropagation();
    const input = event.target as HTMLInputElement;
    const files = [...input.files ?? []];
    // So that the same file can be chosen again after it was taken out.
    input.value = "";
    this.#complain("");
    const read: ReadFile[] = [];
    for (const file of files) {
      const one = await this.#readOrComplain(file);
      if (one !== undefined) read.push(one);
    }
    if (read.length === 0) return;
    const all = this.multiple ? [...this.chosen, ...read] : read;
    if (all.length > this.filesMax) this.#complain(`No more than ${this.filesMax} can be chosen`);
    this.#choose(all.slice(0, this.filesMax));
  };

  async #readOrComplain(file: File): Promise<ReadFile | undefined> {
    const sizeMaxBytes = this.maxSizeBytes ?? SIZE_MAX_BYTES;
    if (file.size > sizeMaxBytes) {
      this.#complain(`${file.name} is larger than ${sizeMaxBytes.toLocaleString()} bytes`);
      return undefined;
    }
    try {
      return await this.read(file);
    } catch {
      this.#complain(`${file.name} cannot be read`);
      return undefined;
    }
  }

  #complain(message: string): void {
    this.#error = message;
    this.requestUpdate();
    if (message !== "") this.emit("cf-error", { message, name: this.name });
  }

  #remove(file: ReadFile): void {
    this.#choose(this.chosen.filter(({ id }) => id !== file.id));
    this.emit("cf-remove", { id: file.id });
  }

  #choose(files: readonly ReadFile[]): void {
    this.chosen = files;
    this.emit("cf-change", this.detail(files));
  }

  /** What an event says of the files. */
  protected detail(files: readonly ReadFile[]): Readonly<Record<string, unknown>> {
    return { files, value: files, name: this.name };
  }
}
