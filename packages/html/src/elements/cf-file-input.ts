/** `cf-file-input`: a button that reads files. */

import type { PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { FilePicker } from "./file-picker.ts";
import { type ReadFile, readFile } from "./read-file.ts";

/** See the catalogue entry of `cf-file-input`. */
export class CfFileInput extends FilePicker {
  static override properties: PropertyDeclarations = propertiesOf("cf-file-input");

  declare files: readonly ReadFile[] | undefined;
  declare accept: string | undefined;

  protected override get chosen(): readonly ReadFile[] {
    return this.files ?? [];
  }

  protected override set chosen(files: readonly ReadFile[]) {
    this.files = files;
  }

  protected override get filesMax(): number {
    return this.multiple ? Infinity : 1;
  }

  protected override get picker(): { accept: string | undefined; text: string } {
    return { accept: this.accept, text: this.multiple ? "Choose files" : "Choose a file" };
  }

  protected override read(file: File): Promise<ReadFile> {
    return readFile(file);
  }
}

customElements.define("cf-file-input", CfFileInput);
