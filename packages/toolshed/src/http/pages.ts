/**
 * The pages: `/`, `/<space>` and `/<space>/<piece>` are one document, the shell, whose files are
 * named by their content and kept by browsers for ever.
 */

import { NotFoundError } from "../errors.ts";
import { type Encodable, EncodedFiles, isKnown } from "./encoded-files.ts";
import { pagePolicy, workerPolicy } from "./security-headers.ts";

/** One file of the shell. */
export interface PageFile {
  readonly content: string | Uint8Array;
  readonly contentType: string;
  /** Whether it runs pattern code in a worker, and so needs the worker's policy. */
  readonly isWorker?: boolean;
  /** Whether its path changes with its content. */
  readonly isImmutable?: boolean;
}

/** The shell: its document and files by path, `/assets/…`. */
export interface Shell {
  readonly document: string;
  readonly files: ReadonlyMap<string, PageFile>;
}

/**
 * The shell of `packages/shell`, built when the first page is asked for and kept in `folder`. A
 * build that failed is tried again with the next page.
 */
export function lazyShell(folder: () => string): () => Promise<Shell> {
  let built: Promise<Shell> | undefined;
  return () => {
    built ??= import("@cf/shell").then(({ buildShell }) => buildShell(folder()));
    built.catch(() => built = undefined);
    return built;
  };
}

/** Serves one shell. */
export class Pages {
  readonly #shell: () => Shell | Promise<Shell>;
  readonly #media: readonly string[];
  readonly #encoded = new EncodedFiles();
  #document: Encodable | undefined;

  /** `media` are the hosts from which views load pictures and sound, as sources of a policy. */
  constructor(shell: () => Shell | Promise<Shell>, media: readonly string[]) {
    this.#shell = shell;
    this.#media = media;
  }

  /** The file or the document for a request. Throws `not-found` for a missing file. */
  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const shell = await this.#shell();
    const file = shell.files.get(url.pathname);
    if (file !== undefined) return await this.#answer(file, request, fileHeaders(file, url.host));
    // A page's path has no extension; what has one is a file that does not exist.
    if (/\.[a-z0-9]+$/i.test(url.pathname)) throw new NotFoundError(url.pathname);
    this.#document = this.#document?.content === shell.document
      ? this.#document
      : { content: shell.document, contentType: "text/html; charset=utf-8" };
    return await this.#answer(this.#document, request, {
      "cache-control": "no-cache",
      "content-security-policy": pagePolicy(url.host, this.#media),
    });
  }

  /** The file in a coding of the request's, or word that the browser has it already. */
  async #answer(
    file: Encodable,
    { headers }: Request,
    own: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const encoded = await this.#encoded.get(file, headers.get("accept-encoding"));
    const { body, coding, etag } = encoded;
    const told = { ...own, etag, vary: "accept-encoding" };
    if (isKnown(headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers: told });
    }
    return new Response(body as BodyInit, {
      headers: {
        ...told,
        "content-type": file.contentType,
        ...(coding === undefined ? {} : { "content-encoding": coding }),
      },
    });
  }
}

function fileHeaders(file: PageFile, host: string): Readonly<Record<string, string>> {
  return {
    "cache-control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": file.isWorker ? workerPolicy(host) : "default-src 'none'",
  };
}
