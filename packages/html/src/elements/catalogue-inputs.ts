/** The catalogue's entries of elements that take input. */

import type { ElementEntry } from "./catalogue.ts";
import { properties } from "./catalogue-properties.ts";

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

const FILE_EVENTS = {
  "cf-change": "{ files, images?, value } after each choice and removal",
  "cf-remove": "{ id } of what was taken out",
  "cf-error": "{ message } for a file that is too large or cannot be read",
};

/** The entries, in the order of the reference page. */
export const INPUT_ENTRIES: readonly ElementEntry[] = [
  {
    name: "cf-button",
    summary: "A button. `click` reports a press.",
    properties: properties(`
      text variant — primary, secondary, outline, ghost, destructive, link or pill
      text color — same as variant
      text size — sm, md, lg or icon; small and large are sm and lg
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
      "cf-keydown": "{ key, value, ctrlKey, metaKey, shiftKey, altKey }",
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
      flag pending — same as loading
      flag multiline — whether Shift and Enter begins a line
      flag autofocus — whether it has the focus at first`),
    events: { "cf-send": "{ message, value }; the field is then emptied", ...VALUE_EVENTS },
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
    name: "cf-switch",
    summary: "A checkbox that looks like a switch.",
    properties: properties(`
      flag checked! — whether it is on
      flag indeterminate — whether it is neither
      text name — the name in events
      text value — a value in events
      text label — the label, if there are no children
      flag disabled — whether it takes no input
      flag required — whether it must be on
      text variant — switch; it is set by itself`),
    events: { "cf-change": "{ checked, value }" },
  },
  {
    name: "cf-toggle",
    summary: "A button that stays pressed; its children are the label.",
    properties: properties(`
      flag pressed! — whether it is pressed
      text value — a value in events
      text label — the label, if there are no children
      flag disabled — whether it takes no press
      text variant — as of cf-button
      text size — as of cf-button`),
    events: { "cf-change": "{ pressed, value }" },
  },
  {
    name: "cf-tags",
    summary: "Short texts that can be removed, and a field in which Enter adds one.",
    properties: properties(`
      data tags! — the texts
      ${FIELD.trim()}`),
    events: { "cf-change": "{ tags, value } after each that is added or removed" },
  },
  {
    name: "cf-radio-group",
    summary: "One choice among few, all of them in sight; values of any JSON type.",
    properties: properties(`
      data value! — the chosen item's value
      data items — texts, or { label, value, disabled? }
      text orientation — vertical or horizontal
      ${FIELD.trim()}`),
    events: { "cf-change": "{ value }" },
  },
  {
    name: "cf-slider",
    summary: "A number by pointing.",
    properties: properties(`
      number value! — the number
      number min — the least, default 0
      number max — the greatest, default 100
      number step — the step, default 1
      ${FIELD.trim()}`),
    events: VALUE_EVENTS,
  },
  {
    name: "cf-file-input",
    summary: "A button that reads files.",
    properties: properties(`
      data files! — what is chosen: { id, name, type, size, data, url, timestamp }, data a data: URL
      text accept — which types are offered, as in HTML
      flag multiple — whether several can be chosen
      text buttonText — the button's text
      text name — the name in events
      flag disabled — whether it takes no input
      number maxSizeBytes — the most bytes of one file, default 5000000`),
    events: FILE_EVENTS,
  },
  {
    name: "cf-image-input",
    summary: "A button that reads pictures, with a preview of each.",
    properties: properties(`
      data images! — what is chosen: as files, with width and height
      text capture — user or environment: which camera a phone opens
      flag multiple — whether several can be chosen
      number maxImages — the most pictures
      text buttonText — the button's text
      flag showPreview — whether pictures are shown; default on
      text name — the name in events
      flag disabled — whether it takes no input
      number maxSizeBytes — the most bytes of one picture, default 5000000`),
    events: FILE_EVENTS,
  },
  {
    name: "cf-calendar",
    summary: "A month of days, one of which is chosen.",
    properties: properties(`
      text value! — the day, as YYYY-MM-DD
      text min — the first day that can be chosen
      text max — the last day that can be chosen
      data markedDates — days that have a mark
      text label — the accessible name
      flag disabled — whether it takes no input`),
    events: { "cf-change": "{ value }" },
  },
  {
    name: "cf-form",
    summary: "Fields that are sent together, by Enter or a button of type submit in it.",
    properties: properties(`
      text label — what it is for, for screen readers
      text gap — space between the fields
      text padding — space around them`),
    events: { "cf-submit": "{ values }: what the fields hold, by their names" },
  },
];
