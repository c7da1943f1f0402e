/**
 * Errors of a pattern that runs in open pages, in the author's terminal: as the compiler's findings
 * look, with the file as the author calls it and the line of source.
 */

import { relative } from "node:path";
import type { RunFailure } from "@cf/protocol";
import type { Io } from "../frame/io.ts";
import { type CompiledFile, formatDiagnostics } from "./compile-file.ts";

/** Prints what pages tell about one program. */
export class RunFailures {
  readonly #io: Io;
  #file: CompiledFile | undefined;
  #last = "";

  constructor(io: Io) {
    this.#io = io;
  }

  /** The program that pages run from now on. */
  runs(file: CompiledFile): void {
    this.#file = file;
    this.#last = "";
  }

  /** Prints an error; the same one again, from another page for one, is not repeated. */
  async tell(failure: RunFailure): Promise<void> {
    const text = await this.#textOf(failure);
    if (text === this.#last) return;
    this.#last = text;
    this.#io.say(text);
  }

  async #textOf({ code, message, where, position }: RunFailure): Promise<string> {
    const source = position && this.#file?.source.files[position.path];
    if (position === undefined || source === undefined) {
      const place = position && `\n  at ${position.path}:${position.line}:${position.column}`;
      return `${this.#io.style.red(`error in ${where}:`)} ${message}${place ?? ""}`;
    }
    const { path, line, column } = position;
    return await formatDiagnostics([{
      code: where === "" ? code : `in ${where}`,
      severity: "error",
      file: relative(this.#io.cwd, `${this.#file!.root}${path}`) || path,
      line,
      column,
      length: 1,
      message,
      sourceLine: source.split("\n")[line - 1] ?? "",
    }], this.#io);
  }
}
