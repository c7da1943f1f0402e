// deno-lint-ignore-file no-explicit-any -- `any` here means a stream of whatever events.
/** Streams: where events are sent. A bound handler is one. */

import type { Accept, IsAny } from "./accept.ts";
import type { CELL } from "./brand.ts";
import type { AnyCell } from "./cell.ts";
import type { Scope } from "./scope.ts";

/**
 * Takes events and hands each to a handler, once and in order. `Result` is what the handler
 * returns to a caller from outside.
 *
 * @example
 * ```ts
 * interface Output { add: Stream<{ title: string }>; clear: Stream<void> }
 * ```
 */
export interface Stream<Event = any, Result = void> extends AnyCell<any> {
  /** Tells a stream from a cell that has `send`; exists only for the type checker. */
  readonly [CELL]: { value(value: any): any; readonly stream: true };
  /**
   * Sends an event; a stream of `void` needs none.
   *
   * @example
   * ```ts
   * add.send({ title: "Milk" });
   * clear.send();
   * ```
   */
  send(
    ...event: IsAny<Event> extends true ? [event?: any]
      : unknown extends Event ? [event?: unknown]
      : [Event] extends [void | undefined] ? [event?: unknown]
      : undefined extends Event ? [event?: Accept<Event>]
      : [event: Accept<Event>]
  ): void;
  /** Gives the stream its lasting identity by a cause of the author's choosing. */
  for(cause: unknown): Stream<Event, Result>;
  /** Whether `other` is the same stream. */
  equals(other: unknown): boolean;
  /** The instance of the stream for a scope. */
  asScope(scope: Scope): Stream<Event, Result>;
  /** The same stream in another space. */
  inSpace(space?: unknown): Stream<Event, Result>;
}
