/**
 * Messages to text and back. Reading is the boundary: size, depth and shape are checked before
 * anything else sees the message, and whatever is wrong is one {@linkcode BadMessageError}.
 */

import { isRecord } from "@cf/utils";
import type { SqliteCommit, SqlStatement } from "./sqlite.ts";
import { BadMessageError } from "./errors.ts";
import type { Frame, QueryChange } from "./frame.ts";
import {
  type ClientMessage,
  MESSAGE_CHARS_MAX,
  MESSAGE_DEPTH_MAX,
  type Notice,
  type ServerMessage,
} from "./messages.ts";
import { clientMessage, noticeSchema, serverMessage } from "./messages-schema.ts";
import { encodeParams, encodeRow } from "./messages-values.ts";

/** The text of a client's message. */
export function encodeClientMessage(message: ClientMessage): string {
  switch (message.type) {
    case "commit": {
      const { sqlite } = message.commit;
      if (sqlite === undefined) break;
      return JSON.stringify({
        ...message,
        commit: { ...message.commit, sqlite: wireSqlite(sqlite) },
      });
    }
    case "watchQuery": {
      const { params } = message.spec;
      if (params === undefined) break;
      return JSON.stringify({
        ...message,
        spec: { ...message.spec, params: encodeParams(params) },
      });
    }
  }
  return JSON.stringify(message);
}

/** The text of a host's message. */
export function encodeServerMessage(message: ServerMessage): string {
  if (message.type !== "frame" || message.frame.queries.length === 0) {
    return JSON.stringify(message);
  }
  return JSON.stringify({ ...message, frame: wireFrame(message.frame) });
}

/** The text of a batch of messages that were encoded one by one. */
export function joinClientMessages(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0]! : `[${texts.join(",")}]`;
}

/** Reads a client's message. Throws `bad-message`; its data names the request `m`, if readable. */
export function decodeClientMessage(text: unknown, charsMax = MESSAGE_CHARS_MAX): ClientMessage {
  return readClientMessage(parse(text, charsMax));
}

/**
 * Reads a client's message or batch. Throws `bad-message` for what is no JSON; a part of a batch
 * that is wrong comes as its error, in its place.
 */
export function decodeClientMessages(
  text: unknown,
  charsMax = MESSAGE_CHARS_MAX,
): readonly (ClientMessage | BadMessageError)[] {
  const value = parse(text, charsMax);
  if (!Array.isArray(value)) return [readClientMessage(value)];
  return value.map((part) => {
    try {
      return readClientMessage(part);
    } catch (error) {
      if (error instanceof BadMessageError) return error;
      throw error;
    }
  });
}

function readClientMessage(value: unknown): ClientMessage {
  const result = clientMessage.safeParse(value);
  if (!result.success) throw badMessage(value, result.error);
  return result.data as ClientMessage;
}

/** Reads a host's message. Throws `bad-message`. */
export function decodeServerMessage(text: unknown, charsMax = MESSAGE_CHARS_MAX): ServerMessage {
  const value = parse(text, charsMax);
  const result = serverMessage.safeParse(value);
  if (!result.success) throw badMessage(value, result.error);
  return result.data as ServerMessage;
}

/** Reads a notice from parsed JSON. Throws `bad-message`. */
export function parseNotice(value: unknown): Notice {
  const result = noticeSchema.safeParse(value);
  if (!result.success) throw badMessage(value, result.error);
  return result.data as Notice;
}

function parse(text: unknown, charsMax: number): unknown {
  if (typeof text !== "string") throw new BadMessageError("it is binary; messages are JSON text");
  if (text.length > charsMax) {
    throw new BadMessageError(`it has ${text.length} characters, at most ${charsMax} are allowed`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadMessageError("it is no JSON");
  }
  if (!isWithinDepth(value, MESSAGE_DEPTH_MAX)) {
    throw new BadMessageError(`it nests deeper than ${MESSAGE_DEPTH_MAX} levels`);
  }
  return value;
}

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isWithinDepth(item, depth - 1)) return false;
    return true;
  }
  for (const key in value) {
    if (!isWithinDepth((value as Record<string, unknown>)[key], depth - 1)) return false;
  }
  return true;
}

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

function badMessage(value: unknown, error: Issues): BadMessageError {
  const first = error.issues[0]!;
  const where = first.path.length === 0 ? "" : ` at ${first.path.map(String).join(".")}`;
  const m = isRecord(value) && Number.isSafeInteger(value.m) ? value.m as number : undefined;
  return new BadMessageError(`${first.message}${where}`, m === undefined ? {} : { m });
}

function wireSqlite(sqlite: SqliteCommit): unknown {
  return { ...sqlite, statements: sqlite.statements.map(wireStatement) };
}

function wireStatement(statement: SqlStatement): unknown {
  const { params, rows } = statement;
  return {
    ...statement,
    ...(params === undefined ? {} : { params: encodeParams(params) }),
    ...(rows === undefined ? {} : { rows: rows.map(encodeParams) }),
  };
}

function wireFrame(frame: Frame): unknown {
  return { ...frame, queries: frame.queries.map(wireQuery) };
}

function wireQuery({ query, update }: QueryChange): unknown {
  switch (update.kind) {
    case "rows": {
      const { result } = update;
      return {
        query,
        update: { ...update, result: { ...result, rows: result.rows.map(encodeRow) } },
      };
    }
    case "diff": {
      const splices = update.splices.map((splice) => ({
        ...splice,
        add: splice.add.map(encodeRow),
      }));
      return { query, update: { ...update, splices } };
    }
    default:
      return { query, update };
  }
}
