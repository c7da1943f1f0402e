/** Attributes of the `cf-*` elements that show data and take input. */

import type {
  Attribute,
  Binding,
  CommonAttributes,
  EventAttribute,
  Flag,
  Gap,
  NumberLike,
  Size,
  Tone,
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

/** Attributes of `<cf-loader>`. */
export interface CfLoaderAttributes extends CommonAttributes {
  size?: Size;
  showElapsed?: Flag;
}

/** Attributes of `<cf-progress>`. */
export interface CfProgressAttributes extends CommonAttributes {
  value?: NumberLike;
  max?: NumberLike;
  indeterminate?: Flag;
}

/** Attributes of `<cf-badge>`. */
export interface CfBadgeAttributes extends CommonAttributes {
  variant?: Tone;
  tone?: Tone;
}

/** Attributes of `<cf-chip>`. */
export interface CfChipAttributes extends CommonAttributes {
  label?: Attribute<string>;
  variant?: Tone;
  removable?: Flag;
  onClick?: EventAttribute;
  "oncf-remove"?: EventAttribute;
}

/** Attributes of `<cf-table>`. */
export interface CfTableAttributes extends CommonAttributes {
  columns?: Attribute<readonly unknown[]>;
  rows?: Attribute<readonly unknown[]>;
  striped?: Flag;
  hover?: Flag;
}

/** Attributes of `<cf-tabs>`. */
export interface CfTabsAttributes extends CommonAttributes {
  $value?: Binding;
  value?: unknown;
  orientation?: Attribute<string>;
  "oncf-change"?: EventAttribute;
}

/** Attributes of `<cf-tab>`. */
export interface CfTabAttributes extends CommonAttributes {
  value?: Attribute<string>;
  disabled?: Flag;
}

/** Attributes of `<cf-tab-panel>`. */
export interface CfTabPanelAttributes extends CommonAttributes {
  value?: Attribute<string>;
}

/** Attributes of `<cf-modal>`. */
export interface CfModalAttributes extends CommonAttributes {
  $open?: Binding;
  open?: Flag;
  label?: Attribute<string>;
  dismissable?: Flag;
  size?: Size;
  "oncf-close"?: EventAttribute;
  "oncf-modal-close"?: EventAttribute;
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

/** Attributes of `<cf-markdown>`. */
export interface CfMarkdownAttributes extends CommonAttributes {
  content?: Attribute<string>;
  $content?: Binding;
}

/** Attributes of `<cf-render>`. */
export interface CfRenderAttributes extends CommonAttributes {
  $cell?: Binding;
  cell?: unknown;
  variant?: Attribute<string>;
}

/** Attributes of `<cf-cell-link>`. */
export interface CfCellLinkAttributes extends CommonAttributes {
  $cell?: Binding;
  cell?: unknown;
  link?: Attribute<string>;
  label?: Attribute<string>;
}

/** Attributes of `<cf-link>`. */
export interface CfLinkAttributes extends CommonAttributes {
  href?: Attribute<string>;
  to?: unknown;
}

/** Attributes of `<cf-avatar>`. */
export interface CfAvatarAttributes extends CommonAttributes {
  src?: Attribute<string>;
  name?: Attribute<string>;
  size?: Size;
  shape?: Attribute<string>;
}

/** Attributes of `<cf-field>`. */
export interface CfFieldAttributes extends CommonAttributes {
  label?: Attribute<string>;
  hint?: Attribute<string>;
  error?: Attribute<string>;
  required?: Flag;
}

/** Attributes of `<cf-grid>`. */
export interface CfGridAttributes extends CommonAttributes {
  columns?: NumberLike;
  gap?: Gap;
  minWidth?: Attribute<string>;
}

/** Attributes of `<cf-toolbar>`. */
export interface CfToolbarAttributes extends CommonAttributes {
  gap?: Gap;
  dense?: Flag;
  sticky?: Flag;
}

/** Attributes of `<cf-separator>`. */
export interface CfSeparatorAttributes extends CommonAttributes {
  orientation?: Attribute<string>;
  decorative?: Flag;
}

/** Attributes of `<cf-empty-state>`. */
export interface CfEmptyStateAttributes extends CommonAttributes {
  icon?: Attribute<string>;
  message?: Attribute<string>;
  description?: Attribute<string>;
}

/** Attributes of `<cf-alert>`. */
export interface CfAlertAttributes extends CommonAttributes {
  variant?: Tone;
  tone?: Tone;
  dismissible?: Flag;
  "oncf-dismiss"?: EventAttribute;
}

/** Attributes of `<cf-collapsible>`. */
export interface CfCollapsibleAttributes extends CommonAttributes {
  $open?: Binding;
  open?: Flag;
  summary?: Attribute<string>;
  "oncf-toggle"?: EventAttribute;
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

/** Attributes of `<cf-chart>`. */
export interface CfChartAttributes extends CommonAttributes {
  data?: Attribute<readonly unknown[]>;
  marks?: unknown;
  type?: Attribute<string>;
  x?: Attribute<string>;
  y?: Attribute<string>;
  height?: NumberLike;
  "oncf-hover"?: EventAttribute;
  "oncf-click"?: EventAttribute;
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
