/** The catalogue's entries of elements that arrange and frame. */

import type { ElementEntry } from "./catalogue.ts";
import { properties } from "./catalogue-properties.ts";

const LAYOUT = `
  text gap — space between children: 0 to 8, or xs, sm, md, lg, xl
  text padding — space around the children, same scale
  text align — cross axis: start, center, end, stretch, baseline
  text justify — main axis: start, center, end, between, around, evenly
  flag wrap — whether children may wrap
  flag reverse — whether the last child comes first`;

const SCROLL = `
  text height — the height, as a CSS length
  text maxHeight — the greatest height, as a CSS length
  text padding — space around the children
  flag snapToBottom — whether it stays at its end while content grows
  flag flex — whether it takes the height that is left`;

/** The entries, in the order of the reference page. */
export const LAYOUT_ENTRIES: readonly ElementEntry[] = [
  {
    name: "cf-screen",
    summary: "A whole page: header slot, scrolling content, footer slot.",
    properties: properties("flag narrow — whether the content keeps to a readable width"),
    events: {},
  },
  {
    name: "cf-vstack",
    summary: "Children below each other.",
    properties: properties(LAYOUT),
    events: {},
  },
  {
    name: "cf-hstack",
    summary: "Children beside each other.",
    properties: properties(LAYOUT),
    events: {},
  },
  {
    name: "cf-vscroll",
    summary: "A region that scrolls vertically.",
    properties: properties(SCROLL),
    events: {},
  },
  {
    name: "cf-card",
    summary: "A framed group with optional header and footer slots.",
    properties: properties(`
      text variant — default, outlined, raised or plain
      text padding — space around the children
      flag clickable — whether it looks and acts like a button`),
    events: {},
  },
  {
    name: "cf-heading",
    summary: "A heading.",
    properties: properties(`
      number level — 1 to 6, default 2
      text size — the size of another level, e.g. sm, md, lg`),
    events: {},
  },
  {
    name: "cf-text",
    summary: "A run of text.",
    properties: properties(`
      text variant — body, muted, caption, code, strong, error or success
      text tone — same as variant
      text size — xs, sm, md, lg or xl
      text weight — normal, medium or bold
      text align — start, center or end
      flag truncate — whether one line must do
      flag block — whether it stands on a line of its own`),
    events: {},
  },
  {
    name: "cf-label",
    summary: "A label for a field.",
    properties: properties(`
      text for — the id of the field
      flag required — whether to mark the field as required
      flag disabled — whether to look disabled`),
    events: {},
  },
  {
    name: "cf-tabs",
    summary: "Tabs: holds one cf-tab-list and the cf-tab-panels.",
    properties: properties("text value! — the value of the open tab"),
    events: { "cf-change": "{ value }" },
  },
  {
    name: "cf-tab-list",
    summary: "The row of tabs.",
    properties: properties("text label — what the tabs are about"),
    events: {},
  },
  {
    name: "cf-tab",
    summary: "One tab.",
    properties: properties(`
      text value — which panel it opens
      flag disabled — whether it cannot be opened
      flag selected — whether it is open; cf-tabs sets it`),
    events: {},
  },
  {
    name: "cf-tab-panel",
    summary: "What a tab shows.",
    properties: properties(`
      text value — which tab opens it
      flag active — whether it is shown; cf-tabs sets it`),
    events: {},
  },
  {
    name: "cf-modal",
    summary: "A dialog above the page, with header and footer slots.",
    properties: properties(`
      flag open! — whether it is shown
      text label — its title
      text size — sm, md, lg or full
      flag dismissable — whether Escape, the backdrop and the close button close it; default on
      flag preventClose — whether nothing but the pattern closes it`),
    events: { "cf-close": "{ reason }", "cf-modal-close": "the same", "cf-open": "nothing" },
  },
  {
    name: "cf-grid",
    summary: "Children in columns.",
    properties: properties(`
      text columns — a number, or a CSS column list; 2 and 3 become fewer where space is short
      text minWidth — the least width of a column, as a CSS length; columns then fill the line
      text rows — a number, or a CSS row list
      text gap — space between children
      text padding — space around the children
      text align — how children fill their row`),
    events: {},
  },
  {
    name: "cf-toolbar",
    summary: "A row of controls with start and end slots.",
    properties: properties(`
      text label — what the controls are about
      text gap — space between controls
      text padding — space around them
      flag sticky — whether it stays at the top while the page scrolls`),
    events: {},
  },
  {
    name: "cf-vgroup",
    summary: "Children below each other, as a named group.",
    properties: properties(`
      text label — the group's name
      text gap — space between children
      text padding — space around the children
      text align — start, center, end or stretch`),
    events: {},
  },
  {
    name: "cf-separator",
    summary: "A line between things.",
    properties: properties(`
      text orientation — horizontal or vertical
      text label — a word in the line`),
    events: {},
  },
  {
    name: "cf-divider",
    summary: "A line between things: another name of cf-separator.",
    properties: properties(`
      text orientation — horizontal or vertical
      text label — a word in the line`),
    events: {},
  },
  {
    name: "cf-hgroup",
    summary: "Children beside each other, as a group.",
    properties: properties(LAYOUT),
    events: {},
  },
  {
    name: "cf-hscroll",
    summary: "A region that scrolls sideways.",
    properties: properties(LAYOUT),
    events: {},
  },
  {
    name: "cf-spacer",
    summary: "Takes the room that is left between its neighbours.",
    properties: {},
    events: {},
  },
  {
    name: "cf-collapsible",
    summary: "A heading (label, or the trigger slot) that shows and hides what is below it.",
    properties: properties(`
      flag open! — whether it is shown
      text label — the heading
      text summary — same as label`),
    events: { "cf-change": "{ open, value }", "cf-toggle": "{ open }" },
  },
  {
    name: "cf-accordion",
    summary: "Several cf-collapsible, one below the other.",
    properties: properties(`
      text gap — space between them
      text padding — space around them`),
    events: {},
  },
  {
    name: "cf-accordion-item",
    summary: "One part of a cf-accordion: another name of cf-collapsible.",
    properties: properties(`
      flag open! — whether it is shown
      text label — the heading
      text summary — same as label`),
    events: { "cf-change": "{ open, value }", "cf-toggle": "{ open }" },
  },
  {
    name: "cf-scroll-area",
    summary: "Another name of cf-vscroll.",
    properties: properties(SCROLL),
    events: {},
  },
  {
    name: "cf-autolayout",
    summary: "Panes beside each other where there is room, else below each other.",
    properties: properties(`
      text gap — space between the panes
      text padding — space around them`),
    events: {},
  },
];
