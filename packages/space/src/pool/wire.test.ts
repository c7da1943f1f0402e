/** Answers come out of the pipe as they went in, however the bytes are cut. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { SqlValue } from "@cf/protocol";
import { MessageSplitter } from "./message-splitter.ts";
import { AnswerEncoder, decodeAnswer, isCopied, type WireAnswer } from "./wire.ts";

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constantFrom<SqlValue>(null, 0, -0, 1.5, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, Infinity, 1e300),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string({ unit: "grapheme" }),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 62n }),
  fc.uint8Array({ maxLength: 5 }),
);
/** Rows whose columns are of one kind, as they usually are, or of any. */
const column = fc.oneof(
  fc.constant(fc.integer() as fc.Arbitrary<SqlValue>),
  fc.constant(fc.double({ noNaN: true }) as fc.Arbitrary<SqlValue>),
  fc.constant(fc.string() as fc.Arbitrary<SqlValue>),
  fc.constant(value),
);
const answer: fc.Arbitrary<WireAnswer> = fc.array(column, { minLength: 1, maxLength: 4 })
  .chain((columns) =>
    fc.array(fc.tuple(...columns), { maxLength: 6 }).map((rows) => ({ columns, rows }))
  )
  .map(({ columns, rows }) => ({
    rows: {
      seq: 7,
      columns: columns.map((_, i) => ({ name: `c${i}`, table: null, column: null })),
      key: null,
      rows,
    },
    hit: true,
    evictions: 0,
    openFiles: 1,
  }));

Deno.test("answers survive the pipe, whatever their values and wherever it is cut", () => {
  fc.assert(
    fc.property(
      fc.array(answer, { maxLength: 4 }),
      fc.integer({ min: 1, max: 300 }),
      (sent, cut) => {
        const encoder = new AnswerEncoder();
        const stream = sent.flatMap((one) => [...encoder.encode(one)]);
        const splitter = new MessageSplitter();
        const received: WireAnswer[] = [];
        for (let at = 0; at < stream.length; at += cut) {
          const chunk = Uint8Array.from(stream.slice(at, at + cut));
          const bodies = splitter.push(chunk);
          received.push(...bodies.map(decodeAnswer));
          // As the receiver uses a chunk again.
          if (splitter.isEmpty && bodies.every(isCopied)) chunk.fill(0xff);
        }
        assert.deepEqual(received, sent);
        assert.ok(splitter.isEmpty);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("isCopied() tells answers whose bytes stand in the chunk they came in", () => {
  const rows = { seq: 1, columns: [{ name: "a", table: null, column: null }], key: null };
  for (const value of ["text", 1.5, new Uint8Array([7])]) {
    const answer = { rows: { ...rows, rows: [[value]] }, hit: true, evictions: 0, openFiles: 1 };
    const body = new AnswerEncoder().encode(answer).slice(4);
    const decoded = decodeAnswer(body);
    if (isCopied(body)) body.fill(0xff);
    else assert.ok(value instanceof Uint8Array);
    assert.deepEqual(decoded, answer);
  }
});

Deno.test("pack() measures eight bytes a value and the length of text and bytes", () => {
  const rows = [[1, "abc", null], [2.5, "", new Uint8Array(10)]];
  assert.equal(new AnswerEncoder().pack(rows, 3).sizeBytes, 6 * 8 + 3 + 10);
});

Deno.test("a message ends in a line feed, so that it leaves in one write", () => {
  const columns = [{ name: "a", table: null, column: null }];
  const encoder = new AnswerEncoder();
  for (const value of ["text", 10, 1.5, -0, null, 2n ** 62n, new Uint8Array([7])]) {
    const answer = {
      rows: { seq: 1, columns, key: null, rows: [[value]] },
      hit: true,
      evictions: 0,
      openFiles: 1,
    };
    assert.equal(encoder.encode(answer).at(-1), 10);
  }
});

Deno.test("AnswerEncoder keeps answers apart that are longer and shorter than its memory", () => {
  const columns = ["a", "b", "c"].map((name) => ({ name, table: null, column: null }));
  const encoder = new AnswerEncoder();
  const lengths = [1, 400_000, 3, 70_000, 0];
  for (const [i, length] of lengths.entries()) {
    const text = i % 2 === 0 ? "a" : "\u{1f600}ü";
    const rows = Array.from({ length: 7 }, (_, n) => [n, text.repeat(length), n / 3]);
    const answer = {
      rows: { seq: i, columns, key: null, rows },
      hit: true,
      evictions: 0,
      openFiles: 1,
    };
    assert.deepEqual(decodeAnswer(encoder.encode(answer).subarray(4)), answer);
  }
});
