/** What an event, a handler's state or a lift's input leaves out is the default of its type. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const EVENTS = `
import { action, Default, handler, lift, pattern, Stream, Writable } from "commonfabric";
interface Line { x: number; y: Default<number, 9>; z?: number | Default<7> }
type Seen = { seen: Writable<unknown[]> };
const optional = handler<{ amount?: number | Default<1> }, Seen>(({ amount }, { seen }) => seen.push(amount));
const older = handler<{ amount?: Default<number, 2>; tag?: string }, Seen>((event, { seen }) => seen.push(event.amount, "tag" in event));
const required = handler<{ amount: number | Default<3> }, Seen>(({ amount }, { seen }) => seen.push(amount));
const inner = handler(({ to }: { to?: { by?: number | Default<4> } }, { seen }: Seen) => seen.push(to?.by ?? "none"));
const maybe = handler<{ amount?: number | Default<5> } | undefined, Seen>((event, { seen }) => seen.push(event?.amount ?? "no event"));
const whole = handler<number | Default<6>, Seen>((event, { seen }) => seen.push(event));
const patch = handler<Partial<Line>, Seen>((event, { seen }) => seen.push({ ...event }));
const bound = handler<void, Seen & { opts: { step?: number | Default<8> }; change: Partial<Line> }>(
  (_, { seen, opts, change }) => seen.push(opts.step, { ...change }),
);
const lifted = lift(({ step, change }: { step?: number | Default<10>; change: Partial<Line> }) => [step, { ...change }]);
const streams = (seen: Writable<unknown[]>) => ({
  optional: optional({ seen }), older: older({ seen }), required: required({ seen }), inner: inner({ seen }),
  maybe: maybe({ seen }), whole: whole({ seen }), patch: patch({ seen }),
  bound: bound({ seen, opts: {}, change: { x: 1 } }),
});
export default pattern(() => {
  const seen = new Writable<unknown[]>([]);
  return {
    seen, ...streams(seen), lifted: lifted({ change: { x: 2 } }),
    act: action(({ amount }: { amount?: number | Default<11> }) => seen.push(amount)),
  };
});`;

/** What each event is seen as. */
const CASES: readonly [stream: string, event: unknown, seen: unknown[]][] = [
  ["optional", {}, [1]],
  ["optional", { amount: 5 }, [5]],
  ["optional", undefined, [1]],
  ["older", {}, [2, false]],
  ["required", {}, [3]],
  ["required", undefined, [3]],
  ["inner", {}, ["none"]],
  ["inner", { to: {} }, [4]],
  ["maybe", {}, [5]],
  ["maybe", undefined, ["no event"]],
  ["whole", undefined, [6]],
  ["act", {}, [11]],
  ["act", undefined, [11]],
  // What a change leaves out is what must not be touched.
  ["patch", { x: 2 }, [{ x: 2 }]],
  ["bound", undefined, [8, { x: 1 }]],
];

Deno.test("what an event leaves out is the default of its type", async () => {
  const stage = await openStage(EVENTS);
  try {
    const expected: unknown[] = [];
    for (const [stream, event, seen] of CASES) {
      await stage.piece.send(stream, event);
      expected.push(...seen);
    }
    assert.deepEqual(await stage.piece.get("seen"), expected);
    assert.deepEqual(await stage.piece.get("lifted"), [10, { x: 2 }]);
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
