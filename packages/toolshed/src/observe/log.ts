/**
 * Structured logs: one JSON object a line, with `time`, `level`, `event` and whatever identifies
 * the work: `request`, `space`, `session`, `principal`, `seq`.
 */

import { fullStackOf, isRecord } from "@cf/utils";

/** How much it matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Facts of one line. */
export type LogFields = Readonly<Record<string, unknown>>;

const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** A log that knows what it is about. */
export class Log {
  readonly #write: (line: string) => void;
  readonly #fields: LogFields;
  readonly #least: number;

  /** `write` gets each line, without the line end. */
  constructor(write: (line: string) => void, least: LogLevel = "info", fields: LogFields = {}) {
    this.#write = write;
    this.#least = ORDER.indexOf(least);
    this.#fields = fields;
  }

  /** A log whose lines carry `fields` too. */
  with(fields: LogFields): Log {
    return new Log(this.#write, ORDER[this.#least]!, { ...this.#fields, ...fields });
  }

  debug(event: string, fields?: LogFields): void {
    this.#line("debug", event, fields);
  }

  info(event: string, fields?: LogFields): void {
    this.#line("info", event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    this.#line("warn", event, fields);
  }

  error(event: string, fields?: LogFields): void {
    this.#line("error", event, fields);
  }

  #line(level: LogLevel, event: string, fields: LogFields = {}): void {
    if (ORDER.indexOf(level) < this.#least) return;
    const time = new Date().toISOString();
    this.#write(JSON.stringify({ time, level, event, ...this.#fields, ...fields }));
  }
}

/** The fields of a failure: its code and message; the stack only of what is no `CfError`. */
export function errorFields(error: unknown): LogFields {
  if (isRecord(error) && typeof error.code === "string" && !(error instanceof Error)) {
    return { code: error.code, error: error.message };
  }
  if (!(error instanceof Error)) return { error: String(error) };
  const code = "code" in error ? error.code : undefined;
  if (code === "internal" && error.cause !== undefined) {
    return { code, ...errorFields(error.cause) };
  }
  if (typeof code === "string") return { code, error: error.message };
  return { error: error.message, stack: fullStackOf(error) };
}
