/** The entries of the catalogue: one for each `cf-*` element. */

import type { ElementEntry, PropertyEntry, PropertyType } from "./catalogue.ts";

const CONVERT: Readonly<Record<PropertyType, (value: unknown) => unknown>> = {
  text: (value) => value === undefined || value === null || value === false ? "" : String(value),
  number: (value) =>
    value === undefined || value === null || value === "" ? undefined : Number(value),
  flag: (value) => value === "" || (Boolean(value) && value !== "false"),
  data: (value) => value,
};

/** `"text name! — description"`: type, name, `!` when it binds two-way, description. */
function properties(lines: string): Record<string, PropertyEntry> {
  const entries: Record<string, PropertyEntry> = {};
  for (const line of lines.trim().split("\n")) {
    const [, type, name, mark, description] =
      /^\s*(text|number|flag|data) (\w+)(!?) — (.+)$/.exec(line) ?? [];
    if (type === undefined || name === undefined) continue;
    entries[name] = {
      name,
      type: type as PropertyType,
      description: description!,
      binds: mark === "!",
      convert: CONVERT[type as PropertyType],
    };
  }
  return entries;
}

const LAYOUT = `
  text gap — space between children: 0 to 8, or xs, sm, md, lg, xl
  text padding — space around the children, same scale
  text align — cross axis: start, center, end, stretch, baseline
  text justify — main axis: start, center, end, between, around, evenly
  flag wrap — whether children may wrap`;

const FIELD = `
  text name — the name in events
  text label — a visible label
  text placeholder — shown while the field is empty
  flag disabled — whether it takes no input
  flag readonly — whether it can be read only
  flag required — whether it must be filled
  text hint — a line of help below
  text error — a line in the colour of errors below; marks the field invalid`;

const VALUE_EVENTS = {
  "cf-input": "{ value } after each change while typing",
  "cf-change": "{ value } once a change is complete",
};

/** All entries, in the order of the reference page. */
export const ENTRIES: readonly ElementEntry[] = [
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
    properties: properties(`
      text height — the height, as a CSS length
      text maxHeight — the greatest height, as a CSS length
      text padding — space around the children
      flag snapToBottom — whether it stays at its end while content grows
      flag flex — whether it takes the height that is left`),
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
    name: "cf-button",
    summary: "A button. `click` reports a press.",
    properties: properties(`
      text variant — primary, secondary, outline, ghost, destructive, link or pill
      text color — same as variant
      text size — sm, md, lg or icon
      text type — button, submit or reset
      text name — the name in events
      text value — a value in events
      text label — the accessible name, for a button with an icon only
      flag disabled — whether it takes no press
      flag loading — whether to show that its work is under way
      flag outline — same as variant outline
      flag pressed — whether a toggle is on
      flag block — whether it takes the whole width`),
    events: { click: "nothing; the press itself" },
  },
  {
    name: "cf-input",
    summary: "A one-line field.",
    properties: properties(`
      text value! — the text; a number for type number
      text type — text, email, number, password, search, tel, url, date, time, datetime-local, color
      ${FIELD.trim()}
      text min — the least value
      text max — the greatest value
      text step — the step of numbers
      text pattern — a regular expression the text must match
      number maxlength — the most characters
      text autocomplete — as in HTML
      text inputmode — as in HTML
      text size — sm, md or lg
      text variant — default or plain
      flag autofocus — whether it has the focus at first`),
    events: {
      ...VALUE_EVENTS,
      "cf-submit": "{ value } on Enter",
      "cf-focus": "{ value }",
      "cf-blur": "{ value }",
      "cf-keydown": "{ key, value, ctrlKey, metaKey, shiftKey, altKey }",
    },
  },
  {
    name: "cf-textarea",
    summary: "A field of several lines.",
    properties: properties(`
      text value! — the text
      ${FIELD.trim()}
      number rows — lines shown, default 3
      number maxlength — the most characters
      flag autoResize — whether it grows with its text
      text resize — none, vertical or both
      flag autofocus — whether it has the focus at first`),
    events: {
      ...VALUE_EVENTS,
      "cf-submit": "{ value } on Ctrl or Cmd and Enter",
      "cf-focus": "{ value }",
      "cf-blur": "{ value }",
    },
  },
  {
    name: "cf-checkbox",
    summary: "A box to tick; its children are the label.",
    properties: properties(`
      flag checked! — whether it is ticked
      flag indeterminate — whether it is neither
      text name — the name in events
      text value — a value in events
      text label — the label, if there are no children
      flag disabled — whether it takes no input
      flag required — whether it must be ticked
      text variant — checkbox or switch`),
    events: { "cf-change": "{ checked, value }" },
  },
  {
    name: "cf-select",
    summary: "A choice among items; values of any JSON type.",
    properties: properties(`
      data value! — the chosen item's value; an array when multiple
      data items — texts, or { label, value, disabled?, group? }
      data options — same as items
      flag multiple — whether several can be chosen
      ${FIELD.trim()}
      text size — sm, md or lg`),
    events: { "cf-change": "{ value, items? }" },
  },
  {
    name: "cf-loader",
    summary: "Shows that something is under way.",
    properties: properties(`
      text size — sm, md or lg
      text label — what is under way, for screen readers and beside the spinner
      flag showElapsed — whether to count the seconds
      flag block — whether to stand centred on a line of its own`),
    events: {},
  },
  {
    name: "cf-badge",
    summary: "A small count or state.",
    properties: properties(`
      text variant — default, primary, secondary, success, warning, destructive or outline
      text color — same as variant
      flag removable — whether it has a button that removes it`),
    events: { "cf-remove": "nothing" },
  },
  {
    name: "cf-chip",
    summary: "A compact item, maybe selectable or removable.",
    properties: properties(`
      text label — the text, if there are no children
      text variant — default, primary, success, warning or destructive
      flag selected — whether it is selected
      flag interactive — whether it can be pressed
      flag removable — whether it has a button that removes it
      flag disabled — whether it takes no press`),
    events: { "cf-remove": "nothing", click: "nothing; the press itself" },
  },
  {
    name: "cf-table",
    summary: "A table of rows, or the styles for a table given as children.",
    properties: properties(`
      data columns — keys, or { key, label?, align?, width? }
      data rows — objects by column key
      data items — same as rows
      text caption — what the table shows
      text emptyText — shown without rows
      flag striped — whether every second row is tinted
      flag hover — whether the row under the pointer is tinted
      flag selectable — whether a row can be pressed
      flag compact — whether rows are low`),
    events: { "cf-row-click": "{ row, index }" },
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
    events: { "cf-close": "{ reason }", "cf-open": "nothing" },
  },
  {
    name: "cf-message-input",
    summary: "A field with a send button.",
    properties: properties(`
      text value! — the text
      text placeholder — shown while the field is empty
      text buttonText — the button's text, default Send
      text label — the accessible name of the field
      text name — the name in events
      flag disabled — whether it takes no input
      flag loading — whether the last message is under way
      flag multiline — whether Shift and Enter begins a line
      flag autofocus — whether it has the focus at first`),
    events: { "cf-send": "{ message, value }; the field is then emptied", ...VALUE_EVENTS },
  },
  {
    name: "cf-markdown",
    summary: "Markdown text as elements; HTML in it stays text.",
    properties: properties(`
      text content — the markdown; else the text of the children
      text value — same as content
      text variant — default, inverse or compact
      flag compact — whether paragraphs stand close`),
    events: {},
  },
  {
    name: "cf-render",
    summary: "The view of a piece or of a view in a cell.",
    properties: properties("data cell — the piece or view; as $cell or cell"),
    events: {},
  },
  {
    name: "cf-cell-link",
    summary: "A link to a piece, by its name.",
    properties: properties(`
      data cell — the piece; as $cell or cell
      text label — the text; the piece's name if left out
      text href — where it leads; the piece's page if left out`),
    events: {},
  },
  {
    name: "cf-avatar",
    summary: "A person's picture or initials.",
    properties: properties(`
      text src — the picture's address
      text name — the name, for initials and screen readers
      text initials — the letters, if not those of the name
      text size — xs, sm, md, lg or xl
      text shape — circle, square or rounded`),
    events: {},
  },
  {
    name: "cf-field",
    summary: "A label, a control as child, help and error.",
    properties: properties(`
      text label — the label
      text hint — a line of help
      text error — a line in the colour of errors
      flag required — whether to mark it as required
      text layout — vertical or horizontal`),
    events: {},
  },
  {
    name: "cf-grid",
    summary: "Children in columns.",
    properties: properties(`
      text columns — a number, or a CSS column list
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
    name: "cf-empty-state",
    summary: "What stands where there is nothing yet.",
    properties: properties(`
      text heading — what is missing
      text message — what to do about it
      text icon — a character shown large`),
    events: {},
  },
  {
    name: "cf-autocomplete",
    summary: "A field that suggests items while typing.",
    properties: properties(`
      data value! — the chosen item's value; an array when multiple
      data items — texts, or { label, value, group?, searchAliases? }
      flag multiple — whether several can be chosen
      flag allowCustom — whether a text that is no item may be chosen
      number maxVisible — the most suggestions at once, default 8
      ${FIELD.trim()}`),
    events: {
      "cf-change": "{ value, items? }",
      "cf-select": "{ value, label, isCustom }",
      "cf-input": "{ value } while typing",
      "cf-open": "nothing",
      "cf-close": "nothing",
    },
  },
  {
    name: "cf-code-editor",
    summary: "A field for code: fixed-width, with line numbers and Tab for indenting.",
    properties: properties(`
      text value! — the code
      text language — what the code is written in
      text placeholder — shown while the field is empty
      text label — the accessible name
      text name — the name in events
      number rows — lines shown at least, default 8
      number tabSize — columns of a tab, default 2
      flag lineNumbers — whether lines are numbered; default on
      flag wordWrap — whether long lines wrap
      flag readonly — whether it can be read only
      flag disabled — whether it takes no input`),
    events: { ...VALUE_EVENTS, "cf-focus": "{ value }", "cf-blur": "{ value }" },
  },
  {
    name: "cf-chart",
    summary: "A line, area, bar or dot chart of numbers, with a table for screen readers.",
    properties: properties(`
      data data — numbers, or objects by key
      data marks — several series: { type, data?, x?, y?, color?, label? }
      text type — line, area, bar or dot
      text x — the key of the horizontal value
      text y — the key of the vertical value
      text label — what the chart shows
      text xLabel — what the horizontal axis is
      text yLabel — what the vertical axis is
      number height — the height in pixels, default 200
      text color — the colour of a single series`),
    events: {},
  },
];
