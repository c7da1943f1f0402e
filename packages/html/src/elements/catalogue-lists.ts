/** The catalogue's entries of lists, of what can be dragged, and of what stands above the page. */

import type { ElementEntry } from "./catalogue.ts";
import { properties } from "./catalogue-properties.ts";

/** The entries, in the order of the reference page. */
export const LIST_ENTRIES: readonly ElementEntry[] = [
  {
    name: "cf-list",
    summary: "Items below each other, as children or as data.",
    properties: properties(`
      data value! — the items: texts, or objects with a label, name or title
      data items — same as value
      text title — a heading above the list
      text label — what the list holds, for screen readers
      flag removable — whether each item has a button that removes it`),
    events: {
      "cf-remove-item": "{ item, index }; then it is removed from a bound value",
      "cf-change": "{ value } after that",
    },
  },
  {
    name: "cf-list-item",
    summary: "One row of a list, with the slots leading, trailing and subtitle.",
    properties: properties(`
      flag clickable — whether it looks and acts like a button
      flag selected — whether it is chosen
      flag active — same as selected
      flag disabled — whether it takes no press`),
    events: { "cf-activate": "nothing; it was pressed", click: "the press itself" },
  },
  {
    name: "cf-tile",
    summary: "A small card that leads somewhere.",
    properties: properties(`
      text title — what it is
      text summary — a line about it
      flag clickable — whether it looks and acts like a button`),
    events: { "cf-tile-click": "{ title, summary }", click: "the press itself" },
  },
  {
    name: "cf-drag-source",
    summary: "What can be dragged to a cf-drop-zone; by keyboard, the space bar picks it up.",
    properties: properties(`
      text type — what it is, for zones that accept some types
      data data — plain data that the zone is told
      data value — same as data
      number source — set by the page where a cell is given, as $cell or cell
      text label — what it is, for screen readers
      flag disabled — whether it cannot be dragged`),
    events: {
      "cf-drag-start": "{ sourceCell?, type, data }",
      "cf-drag-end": "the same, dropped or not",
    },
  },
  {
    name: "cf-drop-zone",
    summary: "Where things are dropped; by keyboard, Enter drops what is carried.",
    properties: properties(`
      text accept — types of sources that may be dropped, separated by commas; all if left out
      text label — what it is for, for screen readers
      flag disabled — whether it takes nothing`),
    events: {
      "cf-drop": "{ sourceCell?, type, data?, text, files, pointerX, pointerY, dropZoneRect }; " +
        "files by name, size and type",
      "cf-drag-enter": "{ type }",
      "cf-drag-leave": "nothing",
    },
  },
  {
    name: "cf-toast",
    summary: "A message at the edge of the window that goes by itself.",
    properties: properties(`
      flag open! — whether it is shown
      text text — what it says, if there are no children
      text message — same as text
      text variant — default, success, warning or destructive
      number duration — after how many milliseconds it goes, default 5000; 0 for never`),
    events: { "cf-close": "{ open }", "cf-dismiss": "nothing" },
  },
  {
    name: "cf-fab",
    summary: "The one button above everything else, in the corner of the window.",
    properties: properties(`
      text label — what it does, for screen readers
      text icon — the character on it, if there are no children
      text position — bottom-right or bottom-left
      flag disabled — whether it takes no press`),
    events: { click: "the press itself" },
  },
  {
    name: "cf-keybind",
    summary: "Hears a key anywhere in the page while it is there; letters only outside of fields.",
    properties: properties(`
      text key — the key by what it types, as k or Escape
      text code — the key by where it is, as KeyK
      flag ctrl — whether Ctrl is held
      flag alt — whether Alt is held
      flag shift — whether Shift is held
      flag meta — whether the command key is held
      flag preventDefault — whether the browser does nothing with it
      flag disabled — whether it hears nothing`),
    events: { "cf-keybind": "{ key, code, ctrlKey, altKey, shiftKey, metaKey }" },
  },
  {
    name: "cf-theme",
    summary: "Other colours, corners and letters for what is in it.",
    properties: properties(`
      data theme — { accentColor?, fontFamily?, borderRadius?, colorScheme?, colors? … }`),
    events: {},
  },
];
