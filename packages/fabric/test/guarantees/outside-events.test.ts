/** Events from outside of any pattern, where no compiler has looked at what is sent. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const HANDLERS = `
import { action, Default, pattern, Stream, Writable } from "commonfabric";
interface Line { text: string; tags?: string[] }
export default pattern<{ log: Writable<unknown[] | Default<[]>> }>(({ log }) => ({
  log,
  optional: action(({ amount }: { amount?: number }) => log.push(amount ?? 1)),
  needed: action(({ text }: Line) => log.push(text.trim())),
  tolerant: action((event: { title: string }) => log.push(event?.title ?? "none")),
  plain: action((n: number) => log.push(n)),
  nothing: action(() => log.push("nothing")),
  fails: action((_: { text: string }) => { throw new TypeError("own"); }),
}));`;

Deno.test("a call from outside without what the handler needs says what that is", async () => {
  const stage = await openStage(HANDLERS);
  const { piece } = stage;
  const refused = async (stream: string, event: unknown, message: string) => {
    await assert.rejects(piece.send(stream, event, { typed: true }), {
      code: "bad-event",
      message,
    });
  };
  try {
    await piece.send("optional");
    await piece.send("optional", { amount: 5 });
    await piece.send("nothing");
    await piece.send("plain", 3);
    // A handler that does without what its type demands may.
    await piece.send("tolerant");
    await piece.send("tolerant", {});
    assert.deepEqual(await piece.get("log"), [1, 5, "nothing", 3, "none", "none"]);
    await refused(
      "needed",
      undefined,
      "Cannot call 'needed': the event is missing, an object with text is needed",
    );
    await refused(
      "needed",
      {},
      "Cannot call 'needed': 'text' of the event is missing, a string is needed",
    );
    await refused(
      "plain",
      undefined,
      "Cannot call 'plain': the event is missing, a number is needed",
    );
    await assert.rejects(piece.send("fails", { text: "x" }), { message: "own" });
    await assert.rejects(piece.send("fails", {}), { code: "bad-event" });
  } finally {
    await stage.close();
  }
});

Deno.test("a typed call refuses what is of another type before the handler runs", async () => {
  const stage = await openStage(HANDLERS);
  const { piece } = stage;
  const refused = async (stream: string, event: unknown, message: RegExp) => {
    await assert.rejects(piece.send(stream, event, { typed: true }), {
      code: "bad-event",
      message,
    });
  };
  try {
    await refused("optional", { amount: "2" }, /'amount' of the event is a string, a number/);
    await refused("needed", { text: "x", tags: ["a", 1] }, /'tags.1' of the event is a number/);
    await refused("plain", "3", /the event is a string, a number is needed/);
    assert.deepEqual(await piece.get("log"), []);
    await piece.send("optional", { amount: 2, more: true }, { typed: true });
    // A host that embeds pieces says itself what it sends.
    await piece.send("optional", { amount: "2" });
    assert.deepEqual(await piece.get("log"), [2, "2"]);
  } finally {
    await stage.close();
  }
});
