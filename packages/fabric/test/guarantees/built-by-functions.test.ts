/** A function may loop and choose over what its calls write out, and bind handlers to the rest. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const BUILDERS = `
import { Cell, Default, handler, lift, pattern, str } from "commonfabric";
const inc = handler<void, { n: Cell<number>; by?: number }>((_, { n, by }) => n.set(n.get() + (by ?? 1)));
const double = lift((n: number) => n * 2);
const NAMES = ["p", "q"];
function looped(n: any, names: string[]) {
  const out: Record<string, any> = {};
  for (const name of names) out[name] = { label: str\`\${name}\${n}\`, inc: inc({ n }) };
  return out;
}
const reduced = (n: any, names: string[]) => names.reduce((all, name) => ({ ...all, [name]: inc({ n }) }), {} as Record<string, any>);
const pushed = (n: any, names: string[]) => { const list: any[] = []; names.forEach((name) => list.push({ name, inc: inc({ n }) })); return list; };
function chosen(kind: "single" | "double", n: any) {
  if (kind === "single") return { value: n, go: inc({ n }) };
  const doubled = double(n);
  return { value: doubled, go: inc({ n, by: 2 }) };
}
const reactive = (n: any) => { const half = n / 2; return { half, text: half > 1 ? "much" : "little" }; };
export default pattern<{ n: Default<number, 0> }>(({ n }) => ({
  n, looped: looped(n, ["a", "b"]), reduced: reduced(n, ["x"]), pushed: pushed(n, NAMES),
  one: chosen("single", n), two: chosen("double", n), each: ["single", "double"].map((kind) => chosen(kind as "single", n)),
  half: reactive(n),
}));`;

Deno.test("a function that loops and chooses over literals builds with the references it is given", async () => {
  const stage = await openStage(BUILDERS);
  const { piece } = stage;
  try {
    const streams = ["looped.a.inc", "looped.b.inc", "reduced.x", "pushed.0.inc", "pushed.1.inc"];
    for (const stream of [...streams, "one.go", "two.go", "each.0.go", "each.1.go"]) {
      await piece.send(stream);
    }
    const paths = [
      "n",
      "looped.b.label",
      "pushed.1.name",
      "one.value",
      "two.value",
      "each.1.value",
    ];
    const values = await Promise.all(paths.map((path) => piece.get(path)));
    assert.deepEqual(values, [11, "b11", "q", 11, 22, 22]);
    assert.deepEqual(await piece.get("half"), { half: 5.5, text: "much" });
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
