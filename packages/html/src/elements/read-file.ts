/** Reads chosen files into plain data that a cell can hold. */

import { toHex } from "@cf/utils";

/** A file as `cf-file-input` and `cf-image-input` give it. */
export interface ReadFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** In bytes. */
  // deno-lint-ignore cf/unit-suffix -- the name is the web's
  readonly size: number;
  /** The content as a `data:` URL; `url` is the same. */
  readonly data: string;
  readonly url: string;
  /** When it was chosen, in milliseconds since 1970. */
  readonly timestamp: number;
  readonly width?: number;
  readonly height?: number;
}

/** The content of a file. Rejects with the browser's reason. */
export async function readFile(file: File): Promise<ReadFile> {
  const data = await dataUrl(file);
  return {
    // `randomUUID` is there on secure origins alone.
    id: toHex(crypto.getRandomValues(new Uint8Array(8))),
    name: file.name,
    type: file.type,
    size: file.size,
    data,
    url: data,
    timestamp: Date.now(),
  };
}

/** The same for a picture, with its size in pixels. Rejects what is no picture. */
export async function readPicture(file: File): Promise<ReadFile> {
  const read = await readFile(file);
  const picture = new Image();
  picture.src = read.data;
  await picture.decode();
  return { ...read, width: picture.naturalWidth, height: picture.naturalHeight };
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
