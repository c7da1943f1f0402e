/** Attributes of the `cf-*` elements that arrange and frame. */

import type {
  Align,
  Attribute,
  CommonAttributes,
  EventAttribute,
  Flag,
  Gap,
  NumberLike,
  Tone,
} from "./attributes.ts";
import type { AnyText } from "./text.ts";

/** Attributes of `<cf-vstack>`. */
export interface CfVstackAttributes extends CommonAttributes {
  gap?: Gap;
  align?: Align;
  justify?: Align;
  padding?: Gap;
  wrap?: Flag;
  reverse?: Flag;
}

/** Attributes of `<cf-hstack>`. */
export interface CfHstackAttributes extends CommonAttributes {
  gap?: Gap;
  align?: Align;
  justify?: Align;
  padding?: Gap;
  wrap?: Flag;
  reverse?: Flag;
}

/** Attributes of `<cf-vgroup>`. */
export interface CfVgroupAttributes extends CommonAttributes {
  gap?: Gap;
  align?: Align;
}

/** Attributes of `<cf-hgroup>`. */
export interface CfHgroupAttributes extends CommonAttributes {
  gap?: Gap;
  align?: Align;
}

/** Attributes of `<cf-vscroll>`. */
export interface CfVscrollAttributes extends CommonAttributes {
  height?: NumberLike;
  flex?: Flag;
  snapToBottom?: Flag;
  showScrollbar?: Flag;
  fadeEdges?: Flag;
}

/** Attributes of `<cf-hscroll>`. */
export interface CfHscrollAttributes extends CommonAttributes {
  showScrollbar?: Flag;
}

/** Attributes of `<cf-card>`. */
export interface CfCardAttributes extends CommonAttributes {
  clickable?: Flag;
  padding?: Gap;
  onClick?: EventAttribute;
}

/** Attributes of `<cf-heading>`. */
export interface CfHeadingAttributes extends CommonAttributes {
  level?: NumberLike;
  size?: Attribute<string>;
}

/** Attributes of `<cf-text>`. */
export interface CfTextAttributes extends CommonAttributes {
  variant?: Attribute<"body" | "caption" | "muted" | "strong" | "code" | AnyText>;
  size?: Attribute<string>;
  tone?: Tone;
}

/** Attributes of `<cf-label>`. */
export interface CfLabelAttributes extends CommonAttributes {
  for?: Attribute<string>;
  required?: Flag;
  disabled?: Flag;
}
