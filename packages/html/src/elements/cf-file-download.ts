/** `cf-file-download`: a button that saves a text or data as a file. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import "./cf-button.ts";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-file-download`. */
export class CfFileDownload extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-file-download");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  declare data: unknown;
  declare filename: string | undefined;
  declare mimeType: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  declare variant: string | undefined;
  declare size: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <cf-button
        variant=${this.variant || nothing}
        size=${this.size || nothing}
        ?disabled=${this.disabled || this.data === undefined || this.data === null}
        @click=${this.#save}
      ><slot>${this.label || "Download"}</slot></cf-button>
    `;
  }

  /** A data: URL is saved as what it holds, a text as it is, anything else as JSON. */
  #content(): Blob {
    const { data } = this;
    if (typeof data === "string" && /^data:[\w.+-]+\/[\w.+-]+[;,]/.test(data)) return decoded(data);
    const isText = typeof data === "string";
    const text = isText ? data : JSON.stringify(data, null, 2);
    return new Blob([text], {
      type: this.mimeType || (isText ? "text/plain" : "application/json"),
    });
  }

  readonly #save = (): void => {
    const filename = this.filename || "download";
    try {
      const blob = this.#content();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = filename;
      link.click();
      // The browser has taken the address by the end of the turn.
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      this.emit("cf-download-success", { filename, size: blob.size, mimeType: blob.type });
    } catch (error) {
      this.emit("cf-download-error", {
        filename,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  };
}

function decoded(address: string): Blob {
  const comma = address.indexOf(",");
  const head = address.slice("data:".length, comma);
  const body = address.slice(comma + 1);
  const type = head.split(";")[0]!;
  if (!/;base64$/.test(head)) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body), (char) => char.charCodeAt(0))], { type });
}

customElements.define("cf-file-download", CfFileDownload);
