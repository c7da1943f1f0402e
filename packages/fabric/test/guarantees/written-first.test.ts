/** What somebody else writes first into a place that was made here is seen here. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `import { Default, handler, pattern, Stream, Writable } from "commonfabric";
const add = handler((event: { by?: number }, { value }: { value: Writable<number> }) => {
  value.set(value.get() + (event?.by ?? 1));
});
interface Count { value: number; add: Stream<{ by?: number }> }
const Counter = pattern<{ value: number | Default<0> }, Count>(({ value }) => ({ value, add: add({ value }) }));
const make = handler((_: void, { made }: { made: Writable<Count[]> }) => {
  made.push(Counter());
});
interface Note { text: Writable<string> }
const note = handler((_: void, { notes }: { notes: Writable<Note[]> }) => {
  notes.push({ text: new Writable<string>() });
});
const write = handler((event: { text: string }, { notes }: { notes: Writable<Note[]> }) => {
  const { text } = notes.get()[0]!;
  text.set((text.get() ?? "") + event.text);
});
export default pattern<{ value: number | Default<10> }>(({ value }) => {
  const made = new Writable<Count[]>([]);
  const notes = new Writable<Note[]>([]);
  return { value, add: add({ value }), made, make: make({ made }), notes, note: note({ notes }), write: write({ notes }) };
});`;

const places = [
  { at: "a piece without an argument", makes: [], stream: "add", path: "value", values: [11, 12] },
  {
    at: "a piece that a handler made without inputs",
    makes: ["make"],
    stream: "made.0.add",
    path: "made.0.value",
    values: [1, 2],
  },
  {
    at: "a cell that a handler made without a value",
    makes: ["note"],
    stream: "write",
    event: { text: "x" },
    path: "notes.0.text",
    values: ["x", "xx"],
  },
] as const;

for (const { at, makes, stream, path, values, ...rest } of places) {
  Deno.test(`the maker of ${at} sees what another session writes there first`, async () => {
    const stage = await openStage(PROGRAM, { argument: null });
    try {
      const other = await stage.join();
      for (const making of makes) await stage.piece.send(making);
      const event = "event" in rest ? rest.event : {};
      const { seen } = stage.watch(path);
      await other.piece.send(stream, event);
      assert.equal(await stage.piece.get(path), values[0]);
      assert.equal(seen.at(-1), values[0]);
      await stage.piece.send(stream, event);
      assert.equal(await other.piece.get(path), values[1]);
      assert.deepEqual([...stage.errors, ...other.errors], []);
    } finally {
      await stage.close();
    }
  });
}
