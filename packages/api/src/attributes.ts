// deno-lint-ignore-file no-explicit-any -- events carry whatever their element sends.
/** What the attributes of elements accept. */

import type { AnyCell } from "./cell.ts";
import type { Stream } from "./stream.ts";
import type { AnyText } from "./text.ts";

/** A value, a reference to one, or a cell of one; nothing leaves the attribute out. */
export type Attribute<T> = T | AnyCell<any> | null | undefined;

/** An attribute that is on or off. */
export type Flag = Attribute<boolean | "" | "true" | "false">;

/** A number, also as text. */
export type NumberLike = Attribute<number | string>;

/** What happens on an event: a function with or without the event, a stream, a bound handler. */
export type EventAttribute =
  | ((event: any) => unknown)
  | Stream<any, any>
  | null
  | undefined
  | false;

/** Where a two-way bound attribute reads and writes: a cell or a reference. */
export type Binding = unknown;

/** CSS, as text or by property. */
export type Style = Attribute<string | Readonly<Record<string, any>>>;

/** What every element accepts; names that are not listed are passed on. */
export interface CommonAttributes {
  [name: string]: any;
  [event: `on${string}`]: EventAttribute;
  [binding: `$${string}`]: Binding;
  id?: Attribute<string>;
  class?: Attribute<string | readonly unknown[] | Readonly<Record<string, unknown>>>;
  className?: Attribute<string>;
  style?: Style;
  title?: Attribute<string>;
  hidden?: Attribute<boolean | string>;
  slot?: Attribute<string>;
  role?: Attribute<string>;
  tabindex?: NumberLike;
  tabIndex?: NumberLike;
  key?: unknown;
  children?: unknown;
}

/** A distance on the scale of the theme, as a number or CSS length. */
export type Gap = Attribute<string | number>;

/** How children stand along or across a stack. */
export type Align = Attribute<
  "start" | "center" | "end" | "stretch" | "between" | "around" | "baseline" | AnyText
>;

/** How large an element is. */
export type Size = Attribute<"sm" | "md" | "lg" | AnyText | number>;

/** What an element says by its colour. */
export type Tone = Attribute<
  "neutral" | "primary" | "success" | "warning" | "danger" | AnyText
>;
