import assert from "node:assert/strict";
import { TextLines } from "./text-lines.ts";

/** A stream of these texts, cut into bytes as given, that ends or stays open. */
function streamOf(bytes: Uint8Array<ArrayBuffer>[], ends: boolean) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      bytes.forEach((part) => controller.enqueue(part));
      if (ends) controller.close();
    },
  });
}

Deno.test("TextLines gives each line once, however the bytes are cut", async () => {
  const all = new TextEncoder().encode("äöü\n\nzwei");
  const lines: string[] = [];
  await new TextLines(streamOf(Array.from(all, (byte) => new Uint8Array([byte])), true))
    .each((line) => lines.push(line));
  assert.deepEqual(lines, ["äöü", "", "zwei"]);
});

Deno.test("TextLines.stop() ends the reading and keeps what had begun", async () => {
  const stream = new TextLines(streamOf([new TextEncoder().encode("one\ntwo ...")], false));
  const lines: string[] = [];
  const first = Promise.withResolvers<void>();
  const reading = stream.each((line) => {
    lines.push(line);
    first.resolve();
  });
  await first.promise;
  await stream.stop();
  await reading;
  assert.deepEqual([lines, stream.rest], [["one"], "two ..."]);
});
