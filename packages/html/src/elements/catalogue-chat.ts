/** The catalogue's entries of conversations. */

import type { ElementEntry } from "./catalogue.ts";
import { properties } from "./catalogue-properties.ts";

/** The entries, in the order of the reference page. */
export const CHAT_ENTRIES: readonly ElementEntry[] = [
  {
    name: "cf-chat",
    summary: "A conversation that stays at its end while it grows.",
    properties: properties(`
      data messages! — { role, content, name?, avatar? }, as of llmDialog; or as children
      data value — same as messages
      flag pending — whether an answer is under way
      text label — what it is about, for screen readers`),
    events: {},
  },
  {
    name: "cf-chat-message",
    summary: "What one side of a conversation says, as markdown.",
    properties: properties(`
      text role — user or assistant
      data content — a text, or parts { type: "text", text }
      text name — who speaks
      text avatar — the address of a picture
      flag pending — whether more is to come
      flag streaming — same as pending`),
    events: {},
  },
  {
    name: "cf-tool-call",
    summary: "What a model asked a tool and what that answered, folded away.",
    properties: properties(`
      data call — { toolName, input }
      data result — the answer; absent while it is awaited
      text name — the tool, if the call does not say it`),
    events: {},
  },
  {
    name: "cf-prompt-input",
    summary: "A field for several lines, as one writes to a model; Enter sends.",
    properties: properties(`
      text value! — what is written
      text placeholder — shown while the field is empty
      text buttonText — the button's text, default Send
      text label — the accessible name
      text name — the name in events
      flag disabled — whether it takes no input
      flag loading — whether an answer is under way
      flag pending — same as loading
      flag multiline — whether Shift and Enter begin a line; default on
      flag autofocus — whether it has the focus at first`),
    events: {
      "cf-send": "{ text, message, value, attachments, mentions }; the lists are empty",
      "cf-input": "{ value } while typing",
      "cf-change": "{ value }",
    },
  },
];
