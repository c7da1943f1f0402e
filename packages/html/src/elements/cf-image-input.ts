/** `cf-image-input`: a button that reads pictures, from a file or a phone's camera. */

import { html, type PropertyDeclarations, type TemplateResult } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { FilePicker } from "./file-picker.ts";
import { type ReadFile, readPicture } from "./read-file.ts";

/** See the catalogue entry of `cf-image-input`. */
export class CfImageInput extends FilePicker {
  static override properties: PropertyDeclarations = propertiesOf("cf-image-input");

  declare images: readonly ReadFile[] | undefined;
  declare capture: string | undefined;
  declare maxImages: number | undefined;
  declare showPreview: boolean | undefined;

  protected override get chosen(): readonly ReadFile[] {
    return this.images ?? [];
  }

  protected override set chosen(images: readonly ReadFile[]) {
    this.images = images;
  }

  protected override get filesMax(): number {
    return this.maxImages ?? (this.multiple ? Infinity : 1);
  }

  protected override get picker(): { accept: string; capture: string | undefined; text: string } {
    const text = this.multiple ? "Choose pictures" : "Choose a picture";
    return { accept: "image/*", capture: this.capture, text };
  }

  protected override read(file: File): Promise<ReadFile> {
    return readPicture(file);
  }

  protected override entry(image: ReadFile): TemplateResult {
    if (this.showPreview === false) return super.entry(image);
    return html`<img src=${image.url} alt=${image.name}>`;
  }

  protected override detail(images: readonly ReadFile[]): Readonly<Record<string, unknown>> {
    return { ...super.detail(images), images };
  }
}

customElements.define("cf-image-input", CfImageInput);
