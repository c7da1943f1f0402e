/** The `cf-*` elements by name. */

import type { CommonAttributes } from "./attributes.ts";
import type {
  CfChatAttributes,
  CfChatMessageAttributes,
  CfPromptInputAttributes,
  CfToolCallAttributes,
} from "./cf-chat.ts";
import type {
  CfAlertAttributes,
  CfAvatarAttributes,
  CfBadgeAttributes,
  CfCellLinkAttributes,
  CfChartAttributes,
  CfChipAttributes,
  CfCollapsibleAttributes,
  CfCopyButtonAttributes,
  CfEmptyStateAttributes,
  CfFileDownloadAttributes,
  CfGridAttributes,
  CfLinkAttributes,
  CfLoaderAttributes,
  CfMarkdownAttributes,
  CfModalAttributes,
  CfProgressAttributes,
  CfRenderAttributes,
  CfSeparatorAttributes,
  CfSkeletonAttributes,
  CfTabAttributes,
  CfTableAttributes,
  CfTabPanelAttributes,
  CfTabsAttributes,
  CfToolbarAttributes,
} from "./cf-displays.ts";
import type {
  CfAutocompleteAttributes,
  CfButtonAttributes,
  CfCalendarAttributes,
  CfCheckboxAttributes,
  CfCodeEditorAttributes,
  CfFieldAttributes,
  CfFileInputAttributes,
  CfFormAttributes,
  CfImageInputAttributes,
  CfInputAttributes,
  CfMessageInputAttributes,
  CfRadioGroupAttributes,
  CfSelectAttributes,
  CfSliderAttributes,
  CfSwitchAttributes,
  CfTagsAttributes,
  CfTextareaAttributes,
  CfToggleAttributes,
} from "./cf-inputs.ts";
import type {
  CfCardAttributes,
  CfHeadingAttributes,
  CfHgroupAttributes,
  CfHscrollAttributes,
  CfHstackAttributes,
  CfLabelAttributes,
  CfTextAttributes,
  CfVgroupAttributes,
  CfVscrollAttributes,
  CfVstackAttributes,
} from "./cf-layout.ts";

import type {
  CfAutolayoutAttributes,
  CfDragSourceAttributes,
  CfDropZoneAttributes,
  CfFabAttributes,
  CfKeybindAttributes,
  CfListAttributes,
  CfListItemAttributes,
  CfThemeAttributes,
  CfTileAttributes,
  CfToastAttributes,
} from "./cf-lists.ts";

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
  /** A button that stays pressed. */
  "cf-toggle": CfToggleAttributes;
  /** Short texts, and a field for another. */
  "cf-tags": CfTagsAttributes;
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
  /** A button that copies a text. */
  "cf-copy-button": CfCopyButtonAttributes;
  /** A key, or several pressed together. */
  "cf-kbd": CommonAttributes;
  /** The place of something that is still to come. */
  "cf-skeleton": CfSkeletonAttributes;
  /** A line between parts: another name of `cf-separator`. */
  "cf-divider": CfSeparatorAttributes;
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
  /** Items below each other; `removable` gives each a button. */
  "cf-list": CfListAttributes;
  /** One row of a list. */
  "cf-list-item": CfListItemAttributes;
  /** A small card that leads somewhere. */
  "cf-tile": CfTileAttributes;
  /** What can be dragged; the zone's handler gets its `$cell` as `event.detail.sourceCell`. */
  "cf-drag-source": CfDragSourceAttributes;
  /** Where things are dropped. */
  "cf-drop-zone": CfDropZoneAttributes;
  /** A message that goes by itself. */
  "cf-toast": CfToastAttributes;
  /** The one button above everything else. */
  "cf-fab": CfFabAttributes;
  /** A key anywhere in the page. */
  "cf-keybind": CfKeybindAttributes;
  /** Other colours, corners and letters for what is in it. */
  "cf-theme": CfThemeAttributes;
  /** A conversation that stays at its end. */
  "cf-chat": CfChatAttributes;
  /** What one side of a conversation says. */
  "cf-chat-message": CfChatMessageAttributes;
  /** What a model asked a tool. */
  "cf-tool-call": CfToolCallAttributes;
  /** A field as one writes to a model: `event.detail.text`. */
  "cf-prompt-input": CfPromptInputAttributes;
  /** A month of days, one of which is chosen. */
  "cf-calendar": CfCalendarAttributes;
  /** Fields that are sent together: `event.detail.values`. */
  "cf-form": CfFormAttributes;
  /** A button that saves data as a file. */
  "cf-file-download": CfFileDownloadAttributes;
  /** One part of an accordion. */
  "cf-accordion-item": CfCollapsibleAttributes;
  /** A part that scrolls up and down: another name of `cf-vscroll`. */
  "cf-scroll-area": CfVscrollAttributes;
  /** Panes beside each other where there is room. */
  "cf-autolayout": CfAutolayoutAttributes;
}
