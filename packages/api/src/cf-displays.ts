/** Attributes of the `cf-*` elements that show data. */

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

/** Attributes of `<cf-copy-button>`. */
export interface CfCopyButtonAttributes extends CommonAttributes {
  text?: Attribute<string>;
  label?: Attribute<string>;
  disabled?: Flag;
  variant?: Attribute<string>;
  size?: Attribute<string>;
  "oncf-copy-success"?: EventAttribute;
  "oncf-copy-error"?: EventAttribute;
}

/** Attributes of `<cf-skeleton>`. */
export interface CfSkeletonAttributes extends CommonAttributes {
  variant?: Attribute<string>;
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

/** Attributes of `<cf-file-download>`. */
export interface CfFileDownloadAttributes extends CommonAttributes {
  data?: unknown;
  filename?: Attribute<string>;
  mimeType?: Attribute<string>;
  label?: Attribute<string>;
  disabled?: Flag;
  variant?: Attribute<string>;
  size?: Attribute<string>;
  "oncf-download-success"?: EventAttribute;
  "oncf-download-error"?: EventAttribute;
}
