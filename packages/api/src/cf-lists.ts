/** Attributes of the `cf-*` elements that list, can be dragged, or stand above the page. */

import type {
  Attribute,
  Binding,
  CommonAttributes,
  EventAttribute,
  Flag,
  Gap,
  NumberLike,
  Tone,
} from "./attributes.ts";

/** Attributes of `<cf-list>`. */
export interface CfListAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<readonly unknown[]>;
  items?: Attribute<readonly unknown[]>;
  title?: Attribute<string>;
  removable?: Flag;
  "oncf-remove-item"?: EventAttribute;
}

/** Attributes of `<cf-list-item>`. */
export interface CfListItemAttributes extends CommonAttributes {
  clickable?: Flag;
  selected?: Flag;
  active?: Flag;
  disabled?: Flag;
  onClick?: EventAttribute;
  "oncf-activate"?: EventAttribute;
}

/** Attributes of `<cf-tile>`. */
export interface CfTileAttributes extends CommonAttributes {
  title?: Attribute<string>;
  summary?: Attribute<string>;
  clickable?: Flag;
  onClick?: EventAttribute;
  "oncf-tile-click"?: EventAttribute;
}

/** Attributes of `<cf-drag-source>`. */
export interface CfDragSourceAttributes extends CommonAttributes {
  $cell?: Binding;
  cell?: unknown;
  type?: Attribute<string>;
  data?: unknown;
  label?: Attribute<string>;
  disabled?: Flag;
  "oncf-drag-start"?: EventAttribute;
  "oncf-drag-end"?: EventAttribute;
}

/** Attributes of `<cf-drop-zone>`. */
export interface CfDropZoneAttributes extends CommonAttributes {
  accept?: Attribute<string>;
  label?: Attribute<string>;
  disabled?: Flag;
  "oncf-drop"?: EventAttribute;
  "oncf-drag-enter"?: EventAttribute;
  "oncf-drag-leave"?: EventAttribute;
}

/** Attributes of `<cf-toast>`. */
export interface CfToastAttributes extends CommonAttributes {
  $open?: Binding;
  open?: Flag;
  text?: Attribute<string>;
  message?: Attribute<string>;
  variant?: Tone;
  duration?: NumberLike;
  "oncf-close"?: EventAttribute;
  "oncf-dismiss"?: EventAttribute;
}

/** Attributes of `<cf-fab>`. */
export interface CfFabAttributes extends CommonAttributes {
  label?: Attribute<string>;
  icon?: Attribute<string>;
  position?: Attribute<string>;
  disabled?: Flag;
  onClick?: EventAttribute;
}

/** Attributes of `<cf-keybind>`. */
export interface CfKeybindAttributes extends CommonAttributes {
  key?: Attribute<string>;
  code?: Attribute<string>;
  ctrl?: Flag;
  alt?: Flag;
  shift?: Flag;
  meta?: Flag;
  preventDefault?: Flag;
  disabled?: Flag;
  "oncf-keybind"?: EventAttribute;
}

/** Attributes of `<cf-theme>`. */
export interface CfThemeAttributes extends CommonAttributes {
  theme?: unknown;
}

/** Attributes of `<cf-autolayout>`. */
export interface CfAutolayoutAttributes extends CommonAttributes {
  gap?: Gap;
  padding?: Gap;
}
