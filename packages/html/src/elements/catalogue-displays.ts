/** The catalogue's entries of elements that show data. */

import type { ElementEntry } from "./catalogue.ts";
import { properties } from "./catalogue-properties.ts";

/** The entries, in the order of the reference page. */
export const DISPLAY_ENTRIES: readonly ElementEntry[] = [
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
      text tone — same as variant
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
    name: "cf-copy-button",
    summary: "A button that copies a text; its children are the label.",
    properties: properties(`
      text text — what is copied
      text label — the label, if there are no children; default Copy
      flag disabled — whether it takes no press
      text variant — as of cf-button
      text size — as of cf-button`),
    events: { "cf-copy-success": "{ text, length }", "cf-copy-error": "{ error }" },
  },
  {
    name: "cf-kbd",
    summary: "A key, or several pressed together.",
    properties: {},
    events: {},
  },
  {
    name: "cf-skeleton",
    summary: "The place of something that is still to come.",
    properties: properties(`
      text variant — text, circle or a block`),
    events: {},
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
    name: "cf-empty-state",
    summary: "What stands where there is nothing yet.",
    properties: properties(`
      text heading — what is missing
      text message — what to do about it
      text description — same as message
      text icon — a character shown large`),
    events: {},
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
  {
    name: "cf-progress",
    summary: "How far something is.",
    properties: properties(`
      number value — how far
      number max — how far in all, default 100
      text label — what it is about, for screen readers
      flag indeterminate — whether nobody knows how far`),
    events: {},
  },
  {
    name: "cf-alert",
    summary: "Something to know, said in its place.",
    properties: properties(`
      text variant — info, success, warning or destructive
      text tone — same as variant
      flag dismissible — whether it has a button that hides it`),
    events: { "cf-dismiss": "nothing; it then hides itself" },
  },
  {
    name: "cf-link",
    summary: "A link, within the page or elsewhere.",
    properties: properties(`
      text href — where it leads
      text to — same as href`),
    events: {},
  },
  {
    name: "cf-file-download",
    summary: "A button that saves data as a file; its children are the label.",
    properties: properties(`
      data data — a text, a data: URL, or anything else, which is saved as JSON
      text filename — the file's name
      text mimeType — its type; text/plain or application/json if left out
      text label — the label, if there are no children; default Download
      flag disabled — whether it takes no press
      text variant — as of cf-button
      text size — as of cf-button`),
    events: {
      "cf-download-success": "{ filename, size, mimeType }",
      "cf-download-error": "{ filename, error }",
    },
  },
];
