/**
 * Defines the `cf-*` elements in the page; importing this module is enough.
 *
 * @module
 */

export { CfAccordion } from "./src/elements/cf-accordion.ts";
export { CfAlert } from "./src/elements/cf-alert.ts";
export { CfAutocomplete } from "./src/elements/cf-autocomplete.ts";
export { CfAvatar } from "./src/elements/cf-avatar.ts";
export { CfBadge } from "./src/elements/cf-badge.ts";
export { CfButton } from "./src/elements/cf-button.ts";
export { CfCard } from "./src/elements/cf-card.ts";
export { CfCellLink } from "./src/elements/cf-cell-link.ts";
export { CfChart } from "./src/elements/cf-chart.ts";
export { CfCheckbox } from "./src/elements/cf-checkbox.ts";
export { CfChip } from "./src/elements/cf-chip.ts";
export { CfCodeEditor } from "./src/elements/cf-code-editor.ts";
export { CfCollapsible } from "./src/elements/cf-collapsible.ts";
export { CfCopyButton } from "./src/elements/cf-copy-button.ts";
export { CfDivider } from "./src/elements/cf-divider.ts";
export { CfEmptyState } from "./src/elements/cf-empty-state.ts";
export { CfField } from "./src/elements/cf-field.ts";
export { CfFileInput } from "./src/elements/cf-file-input.ts";
export { CfGrid } from "./src/elements/cf-grid.ts";
export { CfHeading } from "./src/elements/cf-heading.ts";
export { CfHgroup } from "./src/elements/cf-hgroup.ts";
export { CfHscroll } from "./src/elements/cf-hscroll.ts";
export { CfHstack } from "./src/elements/cf-hstack.ts";
export { CfImageInput } from "./src/elements/cf-image-input.ts";
export { CfInput } from "./src/elements/cf-input.ts";
export { CfKbd } from "./src/elements/cf-kbd.ts";
export { CfLabel } from "./src/elements/cf-label.ts";
export { CfLink } from "./src/elements/cf-link.ts";
export { CfLoader } from "./src/elements/cf-loader.ts";
export { CfMarkdown } from "./src/elements/cf-markdown.ts";
export { CfMessageInput } from "./src/elements/cf-message-input.ts";
export { CfModal } from "./src/elements/cf-modal.ts";
export { CfProgress } from "./src/elements/cf-progress.ts";
export { CfRadioGroup } from "./src/elements/cf-radio-group.ts";
export { CfRender } from "./src/elements/cf-render.ts";
export { CfScreen } from "./src/elements/cf-screen.ts";
export { CfSelect } from "./src/elements/cf-select.ts";
export { CfSeparator } from "./src/elements/cf-separator.ts";
export { CfSkeleton } from "./src/elements/cf-skeleton.ts";
export { CfSlider } from "./src/elements/cf-slider.ts";
export { CfSpacer } from "./src/elements/cf-spacer.ts";
export { CfSwitch } from "./src/elements/cf-switch.ts";
export { CfTab } from "./src/elements/cf-tab.ts";
export { CfTabList } from "./src/elements/cf-tab-list.ts";
export { CfTabPanel } from "./src/elements/cf-tab-panel.ts";
export { CfTable } from "./src/elements/cf-table.ts";
export { CfTabs } from "./src/elements/cf-tabs.ts";
export { CfTags } from "./src/elements/cf-tags.ts";
export { CfText } from "./src/elements/cf-text.ts";
export { CfTextarea } from "./src/elements/cf-textarea.ts";
export { CfToggle } from "./src/elements/cf-toggle.ts";
export { CfToolbar } from "./src/elements/cf-toolbar.ts";
export { CfVgroup } from "./src/elements/cf-vgroup.ts";
export { CfVscroll } from "./src/elements/cf-vscroll.ts";
export { CfVstack } from "./src/elements/cf-vstack.ts";
