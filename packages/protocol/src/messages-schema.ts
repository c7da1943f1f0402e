/**
 * The zod schemas of the messages. Only `messages-codec.ts` uses them: what leaves this package
 * are the plain types of `messages.ts`.
 *
 * Texts and lists have ceilings, so that a message within the size limit cannot make its reader
 * do unbounded work. Values of documents are whatever JSON holds; their depth is checked before.
 */

import { z } from "zod";
import type { ClientMessage, ServerMessage } from "./messages.ts";
import { decodeParams, decodeRow } from "./messages-values.ts";
import type { DatabaseDeclaration, SqlParams, SqlValue } from "./sqlite.ts";
import type { Json } from "@cf/utils";

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const positive = count.min(1);
const shortText = z.string().max(512);
const sqlText = z.string().max(1_000_000);
const json = z.custom<Json>((value) => value !== undefined, "a JSON value is needed");
const jsonObject = z.record(z.string(), json);
const scope = z.enum(["space", "user", "session"]);
const path = z.array(z.string().max(4096)).max(256);

const address = z.strictObject({ id: shortText.min(1), scope });
const addresses = z.array(address).max(100_000);

const patch = z.discriminatedUnion("op", [
  z.strictObject({ op: z.enum(["add", "replace"]), path, value: json }),
  z.strictObject({ op: z.literal("remove"), path }),
  z.strictObject({
    op: z.literal("splice"),
    path,
    index: count,
    remove: count,
    add: z.array(json),
  }),
]);

const target = { id: shortText.min(1), scope: scope.optional() };
const operation = z.discriminatedUnion("op", [
  z.strictObject({ ...target, op: z.literal("set"), value: json }),
  z.strictObject({ ...target, op: z.literal("patch"), patches: z.array(patch) }),
  z.strictObject({ ...target, op: z.literal("delete") }),
  z.strictObject({
    ...target,
    op: z.enum(["append", "add-unique"]),
    path,
    values: z.array(json),
    base: z.array(json).optional(),
  }),
  z.strictObject({
    ...target,
    op: z.literal("remove-by-value"),
    path,
    value: json,
    base: z.array(json).optional(),
  }),
  z.strictObject({
    ...target,
    op: z.literal("increment"),
    path,
    by: z.number(),
    base: z.number().optional(),
  }),
]);

const row = z.unknown().transform((wire, context): readonly SqlValue[] => {
  const decoded = decodeRow(wire);
  if (decoded === undefined) context.addIssue({ code: "custom", message: "no row of SQL values" });
  return decoded ?? [];
});
const params = z.unknown().transform((wire, context): SqlParams => {
  const decoded = decodeParams(wire);
  if (decoded === undefined) context.addIssue({ code: "custom", message: "no SQL parameters" });
  return decoded ?? [];
});

/**
 * Any object: whether it is a declaration is for the space to say, which names the table and the
 * option that are wrong. Here it would be a message that nobody can read, and end the session.
 */
const declaration = jsonObject as unknown as z.ZodType<DatabaseDeclaration>;

const statement = z.strictObject({
  sql: sqlText,
  params: params.optional(),
  rows: z.array(params).optional(),
});
const querySpec = z.strictObject({
  handle: address,
  declaration: declaration.optional(),
  sql: sqlText,
  params: params.optional(),
  live: z.boolean(),
  limits: z.strictObject({
    rowsMax: positive.optional(),
    sizeBytesMax: positive.optional(),
    deadlineMs: positive.optional(),
  }).optional(),
});

const commit = z.strictObject({
  local: positive,
  after: positive.optional(),
  reads: z.array(z.strictObject({
    ...address.shape,
    path,
    seq: count,
    pending: positive.optional(),
    shallow: z.boolean().optional(),
  })),
  operations: z.array(operation),
  sqlite: z.strictObject({
    handle: address,
    statements: z.array(statement),
  }).optional(),
});

const m = positive;
export const clientMessage = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("hello"),
    protocol: count,
    space: shortText,
    principal: shortText,
    label: shortText,
    audience: shortText,
    signature: shortText,
    named: z.strictObject({ home: shortText, name: shortText }).optional(),
    resume: z.strictObject({ channel: shortText, received: count }).optional(),
  }),
  z.strictObject({
    type: z.literal("watch"),
    m,
    addresses,
    reachMax: count.optional(),
    since: count.optional(),
  }),
  z.strictObject({ type: z.literal("unwatch"), m, addresses }),
  z.strictObject({ type: z.literal("commit"), m, commit }),
  z.strictObject({ type: z.literal("watchQuery"), m, query: count, spec: querySpec }),
  z.strictObject({ type: z.literal("unwatchQuery"), m, query: count }),
  z.strictObject({ type: z.literal("ack"), n: count }),
  z.strictObject({ type: z.literal("ping") }),
]);

const error = z.object({ code: shortText, message: z.string(), data: jsonObject });
const snapshot = z.object({ ...address.shape, seq: count, value: json.optional() });
const queryUpdate = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("rows"),
    result: z.object({
      seq: count,
      columns: z.array(
        z.object({ name: z.string(), table: z.string().nullable(), column: z.string().nullable() }),
      ),
      key: z.array(count).nullable(),
      rows: z.array(row),
    }),
  }),
  z.object({
    kind: z.literal("diff"),
    seq: count,
    splices: z.array(z.object({ at: count, remove: count, add: z.array(row) })),
  }),
  z.object({ kind: z.literal("pending"), seq: count }),
  z.object({ kind: z.literal("error"), seq: count, error }),
]);
const frame = z.object({
  seq: count,
  queriesSeq: count.optional(),
  changes: z.array(z.object({
    ...address.shape,
    seq: count,
    operations: z.array(operation),
    own: positive.optional(),
  })),
  snapshots: z.array(snapshot),
  queries: z.array(z.object({ query: count, update: queryUpdate })),
  receipts: z.array(z.object({ local: positive, seq: count })),
  refusals: z.array(z.object({ local: positive, error })),
});

const notice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("diagnostics"),
    file: z.string().max(4096),
    diagnostics: z.array(jsonObject).max(1000),
  }),
  z.object({ kind: z.literal("program"), piece: shortText, hash: shortText }),
  z.object({ kind: z.literal("listening") }),
]);

const delivery = { n: positive, got: count };
// Objects of the host are not strict: a newer host of the same protocol may add fields.
export const serverMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("challenge"),
    protocol: count,
    nonce: shortText,
    expiresAt: count,
  }),
  z.object({
    type: z.literal("welcome"),
    session: shortText,
    channel: shortText,
    resumed: z.boolean(),
    got: count,
    seq: count,
    answered: count,
    used: count.optional(),
    limits: z.object({
      ackEveryChars: positive,
      inFlightMax: positive,
      inFlightCharsMax: positive,
      messageCharsMax: positive,
    }),
  }),
  z.object({ type: z.literal("frame"), ...delivery, frame, more: z.boolean().optional() }),
  z.object({
    type: z.literal("watched"),
    ...delivery,
    m,
    snapshots: z.array(snapshot),
    more: z.boolean().optional(),
  }),
  z.object({ type: z.literal("failed"), ...delivery, m, error }),
  z.object({ type: z.literal("received"), got: count }),
  z.object({ type: z.literal("error"), ...error.shape, fatal: z.boolean() }),
  z.object({ type: z.literal("notice"), notice }),
  z.object({ type: z.literal("pong") }),
]);

/** What developers' tools send; a server reads it from a request's body. */
export { notice as noticeSchema };

/** Compile-time proof that the schemas and the exported types say the same. */
type Loose<T> = T extends readonly (infer U)[] ? readonly Loose<U>[]
  : T extends object ? { [K in keyof T]: Loose<T[K]> }
  : T;
type Extends<A, B> = A extends B ? true : never;
const _client: Extends<Loose<z.output<typeof clientMessage>>, Loose<ClientMessage> | undefined> =
  true;
const _server: Extends<Loose<z.output<typeof serverMessage>>, Loose<ServerMessage> | undefined> =
  true;
