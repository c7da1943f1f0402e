/** A host that opens its store again under the same session goes on where that session ended. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { openFabric } from "@cf/fabric";

const PROGRAM = `
import { Default, handler, pattern, PerSession, Stream, Writable } from "commonfabric";
interface Input { log: Writable<string[] | Default<[]>>; draft: PerSession<Writable<string | Default<"">>> }
const say = handler<{ text: string }, { log: Writable<string[]>; draft: Writable<string> }>(
  ({ text }, { log, draft }) => { log.push(text); draft.set(text); });
export default pattern<Input, { log: string[]; draft: string; say: Stream<{ text: string }> }>(
  ({ log, draft }) => ({ log, draft, say: say({ log, draft }) }));`;

Deno.test("what a session commits after it was opened again is no repetition", async () => {
  const folder = await Deno.makeTempDir();
  const identity = await createIdentity();
  const main = `${folder}/log.tsx`;
  await Deno.writeTextFile(main, PROGRAM);
  const open = (session: string) => openFabric({ store: `${folder}/store`, identity, session });
  try {
    const first = await open("desk");
    const { id } = await first.run(main);
    await first.piece(id).send("say", { text: "one" });
    await first.piece(id).send("say", { text: "two" });
    await first.close();

    for (const text of ["three", "four"]) {
      const again = await open("desk");
      const piece = again.piece(id);
      assert.equal(await piece.get("draft"), text === "three" ? "two" : "three");
      await piece.send("say", { text });
      await again.close();
    }

    const other = await open("phone");
    assert.deepEqual(await other.piece(id).get("log"), ["one", "two", "three", "four"]);
    assert.equal(await other.piece(id).get("draft"), "");
    await other.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
