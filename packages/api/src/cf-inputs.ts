/** Attributes of the `cf-*` elements that take input. */

import type {
  Attribute,
  Binding,
  CommonAttributes,
  EventAttribute,
  Flag,
  Gap,
  NumberLike,
  Size,
} from "./attributes.ts";
import type { AnyText } from "./text.ts";

/** Attributes of `<cf-button>`. */
export interface CfButtonAttributes extends CommonAttributes {
  variant?: Attribute<
    | "primary"
    | "secondary"
    | "outline"
    | "ghost"
    | "destructive"
    | "danger"
    | "link"
    | AnyText
  >;
  size?: Size;
  type?: Attribute<"button" | "submit" | "reset" | AnyText>;
  disabled?: Flag;
  loading?: Flag;
  outline?: Flag;
  onClick?: EventAttribute;
}

/** Attributes of `<cf-input>`. */
export interface CfInputAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<string | number>;
  type?: Attribute<string>;
  placeholder?: Attribute<string>;
  label?: Attribute<string>;
  name?: Attribute<string>;
  disabled?: Flag;
  readonly?: Flag;
  required?: Flag;
  autofocus?: Flag;
  min?: NumberLike;
  max?: NumberLike;
  step?: NumberLike;
  timingStrategy?: Attribute<string>;
  timingDelay?: NumberLike;
  "oncf-input"?: EventAttribute;
  "oncf-change"?: EventAttribute;
  "oncf-submit"?: EventAttribute;
}

/** Attributes of `<cf-textarea>`. */
export interface CfTextareaAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<string>;
  placeholder?: Attribute<string>;
  rows?: NumberLike;
  disabled?: Flag;
  readonly?: Flag;
  autoResize?: Flag;
  "oncf-input"?: EventAttribute;
  "oncf-change"?: EventAttribute;
  "oncf-submit"?: EventAttribute;
}

/** Attributes of `<cf-checkbox>`. */
export interface CfCheckboxAttributes extends CommonAttributes {
  $checked?: Binding;
  checked?: Flag;
  disabled?: Flag;
  indeterminate?: Flag;
  label?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-switch>`. */
export interface CfSwitchAttributes extends CommonAttributes {
  $checked?: Binding;
  checked?: Flag;
  disabled?: Flag;
  label?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-toggle>`. */
export interface CfToggleAttributes extends CommonAttributes {
  $pressed?: Binding;
  pressed?: Flag;
  value?: Attribute<string>;
  label?: Attribute<string>;
  disabled?: Flag;
  variant?: Attribute<string>;
  size?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-tags>`. */
export interface CfTagsAttributes extends CommonAttributes {
  $tags?: Binding;
  tags?: Attribute<readonly string[]>;
  label?: Attribute<string>;
  placeholder?: Attribute<string>;
  disabled?: Flag;
  readonly?: Flag;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-select>`. */
export interface CfSelectAttributes extends CommonAttributes {
  $value?: Binding;
  value?: unknown;
  items?: Attribute<readonly unknown[]>;
  placeholder?: Attribute<string>;
  multiple?: Flag;
  disabled?: Flag;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-radio-group>`. */
export interface CfRadioGroupAttributes extends CommonAttributes {
  $value?: Binding;
  value?: unknown;
  items?: Attribute<readonly unknown[]>;
  orientation?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-slider>`. */
export interface CfSliderAttributes extends CommonAttributes {
  $value?: Binding;
  value?: NumberLike;
  min?: NumberLike;
  max?: NumberLike;
  step?: NumberLike;
  disabled?: Flag;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-message-input>`. */
export interface CfMessageInputAttributes extends CommonAttributes {
  placeholder?: Attribute<string>;
  value?: Attribute<string>;
  $value?: Binding;
  buttonText?: Attribute<string>;
  disabled?: Flag;
  pending?: Flag;
  "oncf-send"?: EventAttribute;
}

/** Attributes of `<cf-field>`. */
export interface CfFieldAttributes extends CommonAttributes {
  label?: Attribute<string>;
  hint?: Attribute<string>;
  error?: Attribute<string>;
  required?: Flag;
}

/** Attributes of `<cf-autocomplete>`. */
export interface CfAutocompleteAttributes extends CommonAttributes {
  $value?: Binding;
  value?: unknown;
  items?: Attribute<readonly unknown[]>;
  placeholder?: Attribute<string>;
  allowCustom?: Flag;
  multiple?: Flag;
  "oncf-change"?: EventAttribute;
  "oncf-select"?: EventAttribute;
}

/** Attributes of `<cf-code-editor>`. */
export interface CfCodeEditorAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<string>;
  language?: Attribute<string>;
  placeholder?: Attribute<string>;
  readonly?: Flag;
  mode?: Attribute<string>;
  $mentionable?: Binding;
  $mentioned?: Binding;
  "oncf-change"?: EventAttribute;
  "onbacklink-click"?: EventAttribute;
  "onbacklink-create"?: EventAttribute;
}

/** Attributes of `<cf-image-input>`. */
export interface CfImageInputAttributes extends CommonAttributes {
  $images?: Binding;
  images?: unknown;
  multiple?: Flag;
  capture?: Attribute<string | boolean>;
  maxImages?: NumberLike;
  buttonText?: Attribute<string>;
  showPreview?: Flag;
  "oncf-change"?: EventAttribute;
  "oncf-remove"?: EventAttribute;
  "oncf-error"?: EventAttribute;
}

/** Attributes of `<cf-file-input>`. */
export interface CfFileInputAttributes extends CommonAttributes {
  $files?: Binding;
  accept?: Attribute<string>;
  multiple?: Flag;
  buttonText?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-calendar>`. */
export interface CfCalendarAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<string>;
  min?: Attribute<string>;
  max?: Attribute<string>;
  markedDates?: Attribute<readonly unknown[]>;
  disabled?: Flag;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-form>`. */
export interface CfFormAttributes extends CommonAttributes {
  label?: Attribute<string>;
  gap?: Gap;
  padding?: Gap;
  "oncf-submit"?: EventAttribute;
}
