import assert from "node:assert/strict";
import fc from "fast-check";
import { CfError, type Json } from "@cf/utils";
import type { ClientMessage, ServerMessage } from "./messages.ts";
import {
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
} from "./messages-codec.ts";
import type { SqlValue } from "./sqlite.ts";

/** Records as `JSON.parse` makes them, with the ordinary prototype. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

const sqlValue: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.double(),
  fc.constantFrom(Infinity, -Infinity, NaN, -0),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 50 }),
);
const params = fc.oneof(
  fc.array(sqlValue),
  fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), sqlValue, { noNullPrototype: true }),
);
/** JSON text has no negative zero, so a document has none. */
const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const seq = fc.nat();
const address = record({
  id: fc.string({ minLength: 1, maxLength: 20 }),
  scope: fc.constantFrom("space" as const, "user" as const, "session" as const),
});

const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  record({
    type: fc.constant("watch" as const),
    m: fc.integer({ min: 1 }),
    addresses: fc.array(address),
  }),
  record({
    type: fc.constant("commit" as const),
    m: fc.integer({ min: 1 }),
    commit: record({
      local: fc.integer({ min: 1 }),
      reads: fc.array(record({
        id: fc.string({ minLength: 1 }),
        scope: fc.constant("space" as const),
        path: fc.array(fc.string()),
        seq,
      })),
      operations: fc.array(fc.oneof(
        record({ id: fc.constant("of:a"), op: fc.constant("set" as const), value: json }),
        record({
          id: fc.constant("of:a"),
          op: fc.constant("append" as const),
          path: fc.array(fc.string()),
          values: fc.array(json),
        }),
        record({
          id: fc.constant("of:a"),
          op: fc.constant("patch" as const),
          patches: fc.array(record({
            op: fc.constant("replace" as const),
            path: fc.array(fc.string()),
            value: json,
          })),
        }),
      )),
      sqlite: record({
        handle: address,
        statements: fc.array(record({ sql: fc.string(), params, rows: fc.array(params) })),
      }),
    }),
  }),
  record({
    type: fc.constant("watchQuery" as const),
    m: fc.integer({ min: 1 }),
    query: seq,
    spec: record({ handle: address, sql: fc.string(), params, live: fc.boolean() }),
  }),
);

const serverMessage: fc.Arbitrary<ServerMessage> = record({
  type: fc.constant("frame" as const),
  n: fc.integer({ min: 1 }),
  got: seq,
  frame: record({
    seq,
    changes: fc.constant([]),
    snapshots: fc.array(record({
      id: fc.string({ minLength: 1 }),
      scope: fc.constant("user" as const),
      seq,
      value: json,
    })),
    queries: fc.array(record({
      query: seq,
      update: fc.oneof(
        record({
          kind: fc.constant("rows" as const),
          result: record({
            seq,
            columns: fc.constant([{ name: "a", table: null, column: null }]),
            key: fc.constantFrom(null, [0]),
            rows: fc.array(fc.array(sqlValue)),
          }),
        }),
        record({
          kind: fc.constant("diff" as const),
          seq,
          splices: fc.array(
            record({ at: seq, remove: seq, add: fc.array(fc.array(sqlValue)) }),
          ),
        }),
      ),
    })),
    receipts: fc.array(record({ local: fc.integer({ min: 1 }), seq })),
    refusals: fc.constant([]),
  }),
});

function isBadMessage(error: unknown): boolean {
  return error instanceof CfError && error.code === "bad-message";
}

Deno.test("decodeClientMessage() inverts encodeClientMessage(), row values included", () => {
  fc.assert(fc.property(clientMessage, (message) => {
    assert.deepEqual(decodeClientMessage(encodeClientMessage(message)), message);
  }));
});

Deno.test("decodeServerMessage() inverts encodeServerMessage(), row values included", () => {
  fc.assert(fc.property(serverMessage, (message) => {
    assert.deepEqual(decodeServerMessage(encodeServerMessage(message)), message);
  }));
});

Deno.test("the decoders answer any JSON with a message or bad-message, never otherwise", () => {
  const mutated = fc.tuple(clientMessage, fc.string(), fc.jsonValue()).map((
    [message, key, value],
  ) => JSON.stringify({ ...JSON.parse(encodeClientMessage(message)), [key]: value }));
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string(), mutated), (text) => {
    for (const decode of [decodeClientMessage, decodeServerMessage]) {
      try {
        decode(text);
      } catch (error) {
        if (!isBadMessage(error)) throw error;
      }
    }
  }));
});

Deno.test("the decoders refuse messages that are too long, too deep or binary", () => {
  assert.throws(() => decodeClientMessage(`{"type":"ping"}`.padEnd(40), 39), isBadMessage);
  assert.deepEqual(decodeClientMessage(`{"type":"ping"}`.padEnd(40), 40), { type: "ping" });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  assert.throws(() => decodeClientMessage(deep), /nests deeper/);
  assert.throws(() => decodeServerMessage(new Uint8Array(3)), isBadMessage);
});

Deno.test("decodeClientMessage() names the request that it refuses", () => {
  try {
    decodeClientMessage(JSON.stringify({ type: "unwatchQuery", m: 17, query: -1 }));
    assert.fail("it was accepted");
  } catch (error) {
    assert.ok(error instanceof CfError);
    assert.deepEqual(error.data, { m: 17 });
  }
});

Deno.test("decodeClientMessage() refuses integers beyond SQLite's and unknown tags", () => {
  const message = (value: unknown) =>
    JSON.stringify({
      type: "watchQuery",
      m: 1,
      query: 1,
      spec: {
        handle: { id: "of:a", scope: "space" },
        sql: "select ?",
        params: [value],
        live: true,
      },
    });
  decodeClientMessage(message({ i: "9223372036854775807" }));
  for (
    const value of [
      { i: "9223372036854775808" },
      { i: "1e3" },
      { i: 5 },
      { b: "*" },
      { f: "1" },
      { x: "" },
      { i: "1", b: "" },
      true,
      [],
    ]
  ) {
    assert.throws(() => decodeClientMessage(message(value)), isBadMessage, JSON.stringify(value));
  }
});
