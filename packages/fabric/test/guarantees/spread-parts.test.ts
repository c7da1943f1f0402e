/** What a function builds can be spread into a result: nodes stay nodes, streams are bound. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const SPREADS = `
import { Cell, computed, Default, handler, lift, pattern, str } from "commonfabric";
const inc = handler<void, { n: Cell<number> }>((_, { n }) => n.set(n.get() + 1));
const controls = (n: any) => ({ inc: inc({ n }), twice: lift((x: number) => x * 2)(n) });
function block(n: any) { const up = inc({ n }); return { up, label: str\`<\${n}>\` }; }
const viaConst = (n: any) => { const made = { by: inc({ n }) }; return made; };
const nested = (n: any) => block(n);
const both = (n: any) => ({ ...controls(n), ...viaConst(n) });
const Counter = pattern<{ value: Default<number, 3> }, { value: number; text: string; add: any }>(({ value }) => ({ value, text: str\`v\${value}\`, add: inc({ n: value as any }) }));
const Untyped = pattern<{ value: Default<number, 3> }>(({ value }) => ({ value, text: str\`v\${value}\`, add: inc({ n: value as any }) }));
const rows = (n: any, names: string[]) => names.map((name) => ({ name, text: str\`\${name}\${n}\`, inc: inc({ n }) }));
const FANCY: boolean = true;
export default pattern<{ n: Default<number, 1> }>(({ n }) => {
  const all = [...rows(n, ["a", "b"]), ...rows(n, ["c"])];
  const named = { own: inc({ n }), deep: { inc: inc({ n }) } };
  return {
    n, ...controls(n), ...Counter({}), block: { ...block(n), x: 1 }, nested: { ...nested(n), y: n },
    both: { ...both(n) }, untyped: { ...Untyped({ value: n }) }, named: { ...named, ...named.deep },
    all, texts: all.map((row) => row.text), byName: Object.fromEntries(all.map((row) => [row.name, row])),
    chosen: { ...(FANCY ? block(n) : {}) }, listed: [{ ...block(n) }], sum: computed(() => n + 1),
  };
});`;

Deno.test("what a function builds can be spread into a result", async () => {
  const stage = await openStage(SPREADS);
  const { piece } = stage;
  const streams = [
    ...["inc", "block.up", "nested.up", "both.inc", "both.by", "untyped.add", "named.own"],
    ...["named.inc", "chosen.up", "listed.0.up"],
    ...["all.0.inc", "all.2.inc", "byName.b.inc"],
  ];
  try {
    for (const [index, stream] of streams.entries()) {
      await piece.send(stream);
      assert.equal(await piece.get("n"), index + 2, stream);
    }
    await piece.send("add");
    const paths = ["n", "twice", "value", "text", "block.label", "nested.y", "both.twice", "sum"];
    const values = await Promise.all(paths.map((path) => piece.get(path)));
    assert.deepEqual(values, [14, 28, 4, "v4", "<14>", 14, 28, 15]);
    assert.equal(await piece.get("untyped.text"), "v14");
    assert.deepEqual(await piece.get("texts"), ["a14", "b14", "c14"]);
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
