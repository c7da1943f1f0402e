/** Failures of loading a program; what is wrong inside one is a diagnostic, not an error. */

import { CfError } from "@cf/utils";

/** The main module of a program cannot be read. */
export class LoadError extends CfError {
  /** The class, for messages. */
  override readonly name = "LoadError";
  /** `path` is the main module as the caller named it. */
  constructor(path: string) {
    super("load-failed", `Cannot load ${path}: there is no such file, or it cannot be read`, {
      data: { path },
    });
  }
}
