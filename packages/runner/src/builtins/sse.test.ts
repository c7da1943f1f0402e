import assert from "node:assert/strict";
import fc from "fast-check";
import { serverEvents } from "./sse.ts";

async function read(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const events = [];
  for await (const event of serverEvents(ReadableStream.from(chunks))) events.push(event);
  return events;
}

const text =
  "﻿: hello\r\ndata: one\r\ndata:two\r\n\r\nevent: tick\rid: 7\rdata: é€😀\r\rretry: 5\n\ndata\n\n" +
  "data: last";
const expected = [
  { event: "message", data: "one\ntwo" },
  { event: "tick", data: "é€😀", id: "7" },
  { event: "message", data: "" },
  { event: "message", data: "last" },
];

Deno.test("serverEvents() reads fields, comments and every kind of line end", async () => {
  assert.deepEqual(await read([new TextEncoder().encode(text)]), expected);
});

Deno.test("serverEvents() gives the same however the bytes are cut", async () => {
  const bytes = new TextEncoder().encode(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
      const chunks = ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
      assert.deepEqual(await read(chunks), expected);
    }),
    { numRuns: 200 },
  );
});
