/** The one base class of every failure that a user or a peer can cause. */

import { sealErrorClass } from "./seal-error.ts";

/** Extra facts of an error: plain JSON, so that it can cross a process or a socket. */
export type ErrorData = Readonly<Record<string, unknown>>;

/**
 * A failure with a stable, literal `code`. Subclasses fix the code and document its `data`.
 * Messages read «Cannot <action>: <what is, what is needed>».
 */
export class CfError extends Error {
  override readonly name: string = "CfError";
  /** Stable identifier that programs may match on, kebab-case. */
  readonly code: string;
  /** Machine-readable facts, JSON only. */
  readonly data: ErrorData;

  constructor(code: string, message: string, options: { data?: ErrorData; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    sealErrorClass(new.target);
    this.code = code;
    this.data = Object.freeze({ ...options.data });
  }

  /** The wire form: code, message and data; never the stack. */
  toJSON(): { code: string; message: string; data: ErrorData } {
    return { code: this.code, message: this.message, data: this.data };
  }
}
