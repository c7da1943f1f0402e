/** The `cf-*` elements with the attributes that are known; others are passed on. */

import type {
  Attribute,
  Binding,
  CommonAttributes,
  EventAttribute,
  Flag,
  NumberLike,
} from "./attributes.ts";
import type { AnyText } from "./text.ts";

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

/** The elements by name. Any other `cf-*` name is accepted and renders its children. */
export interface CfElements {
  /** A whole page: a header slot, a scrolling middle, a footer slot. */
  "cf-screen": CommonAttributes;
  /** Children below each other. */
  "cf-vstack": CfVstackAttributes;
  /** Children beside each other. */
  "cf-hstack": CfHstackAttributes;
  /** A group of fields below each other. */
  "cf-vgroup": CfVgroupAttributes;
  /** A group of controls beside each other. */
  "cf-hgroup": CfHgroupAttributes;
  /** A part that scrolls up and down. */
  "cf-vscroll": CfVscrollAttributes;
  /** A part that scrolls sideways. */
  "cf-hscroll": CfHscrollAttributes;
  /** A framed part, with slots for header and footer. */
  "cf-card": CfCardAttributes;
  /** A heading; `level` 1 to 6. */
  "cf-heading": CfHeadingAttributes;
  /** Text in one of a few styles. */
  "cf-text": CfTextAttributes;
  /** The name of a field. */
  "cf-label": CfLabelAttributes;
  /** A button. */
  "cf-button": CfButtonAttributes;
  /** A field for one line. */
  "cf-input": CfInputAttributes;
  /** A field for several lines. */
  "cf-textarea": CfTextareaAttributes;
  /** A box to tick. */
  "cf-checkbox": CfCheckboxAttributes;
  /** A switch that is on or off. */
  "cf-switch": CfSwitchAttributes;
  /** A choice from `items`, each `{ label, value }`. */
  "cf-select": CfSelectAttributes;
  /** One choice of several, all shown. */
  "cf-radio-group": CfRadioGroupAttributes;
  /** A number between `min` and `max`. */
  "cf-slider": CfSliderAttributes;
  /** A sign that something is awaited. */
  "cf-loader": CfLoaderAttributes;
  /** How far something is. */
  "cf-progress": CfProgressAttributes;
  /** A small count or state. */
  "cf-badge": CfBadgeAttributes;
  /** A small label that may be removed. */
  "cf-chip": CfChipAttributes;
  /** A table. */
  "cf-table": CfTableAttributes;
  /** Panels of which one is shown; `$value` names it. */
  "cf-tabs": CfTabsAttributes;
  /** The tabs of `cf-tabs`. */
  "cf-tab-list": CommonAttributes;
  /** A tab: shows the panel with the same `value`. */
  "cf-tab": CfTabAttributes;
  /** A panel: shown while the tab with the same `value` is chosen. */
  "cf-tab-panel": CfTabPanelAttributes;
  /** A dialog above the page. */
  "cf-modal": CfModalAttributes;
  /** A field and a button that sends: `event.detail.message`. */
  "cf-message-input": CfMessageInputAttributes;
  /** Formatted text from Markdown. */
  "cf-markdown": CfMarkdownAttributes;
  /** The view of a piece or of a cell. */
  "cf-render": CfRenderAttributes;
  /** A link to a piece, by its name. */
  "cf-cell-link": CfCellLinkAttributes;
  /** A link. */
  "cf-link": CfLinkAttributes;
  /** A picture or initials of a person. */
  "cf-avatar": CfAvatarAttributes;
  /** A control with its label, hint and error. */
  "cf-field": CfFieldAttributes;
  /** Children in columns. */
  "cf-grid": CfGridAttributes;
  /** A row of controls. */
  "cf-toolbar": CfToolbarAttributes;
  /** A line between parts. */
  "cf-separator": CfSeparatorAttributes;
  /** Room that pushes its neighbours apart. */
  "cf-spacer": CommonAttributes;
  /** What to show where nothing is yet. */
  "cf-empty-state": CfEmptyStateAttributes;
  /** A message that stands out. */
  "cf-alert": CfAlertAttributes;
  /** A part that opens and closes. */
  "cf-collapsible": CfCollapsibleAttributes;
  /** Parts of which some are open. */
  "cf-accordion": CommonAttributes;
  /** A field that suggests from `items`. */
  "cf-autocomplete": CfAutocompleteAttributes;
  /** An editor for code or Markdown with mentions. */
  "cf-code-editor": CfCodeEditorAttributes;
  /** A chart of `data`. */
  "cf-chart": CfChartAttributes;
  /** Pictures from a file or the camera, as `ImageData`. */
  "cf-image-input": CfImageInputAttributes;
  /** Files to read. */
  "cf-file-input": CfFileInputAttributes;
}
