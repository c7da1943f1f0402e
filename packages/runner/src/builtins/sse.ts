/** Server-sent events: the `text/event-stream` format, read as it arrives. */

/** One event. */
export interface ServerEvent {
  /** `message` unless the server named it. */
  readonly event: string;
  /** The data lines, joined by line ends. */
  readonly data: string;
  readonly id?: string;
}

/** Where a reader is in a stream: what it needs to go on after a break. */
export interface StreamPosition {
  /** The id that the server gave last. */
  lastId?: string;
  /** How long the server wants readers to wait before they come back, in milliseconds. */
  retryMs?: number;
}

/**
 * The events of a response body, in order; ends with the body. `position` is kept up to date.
 */
export async function* serverEvents(
  body: ReadableStream<Uint8Array>,
  position: StreamPosition = {},
): AsyncGenerator<ServerEvent> {
  let fields: Fields = {};
  for await (const line of lines(body)) {
    if (line === "") {
      if (fields.id !== undefined) position.lastId = fields.id;
      if (fields.data !== undefined) yield eventOf(fields);
      fields = {};
      continue;
    }
    takeLine(fields, line);
    if (fields.retry !== undefined) position.retryMs = Number(fields.retry);
  }
  if (fields.data !== undefined) yield eventOf(fields);
}

interface Fields {
  event?: string;
  data?: string;
  id?: string;
  retry?: string;
}

function takeLine(fields: Fields, line: string): void {
  const colon = line.indexOf(":");
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "data") fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
  else if (name === "event" || name === "id") fields[name] = value;
  else if (name === "retry" && /^\d+$/.test(value)) fields.retry = value;
}

function eventOf({ event, data, id }: Fields): ServerEvent {
  return { event: event ?? "message", data: data!, ...(id === undefined ? {} : { id }) };
}

/** Lines end with LF, CR LF or CR; a pair may arrive in two pieces. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream() as never)) {
    rest += text;
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(rest);
      if (end === null) break;
      yield rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
    }
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}
