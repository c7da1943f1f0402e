/** Lists in elements of default lists: what is done to them before anything is stored. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `import { action, Default, handler, pattern, Writable } from "commonfabric";
interface Leaf { n: number; tag?: string }
interface Branch { name: string; leaves: Leaf[] | Default<[{ n: 1 }, { n: 2 }, { n: 3 }]> }
type Branches = Writable<Branch[] | Default<[{ name: "a" }, { name: "b"; leaves: [{ n: 7 }, { n: 8 }] }]>>;
const click = handler((_: void, { clicks }: { clicks: Writable<number> }) => clicks.increment(1));
const mark = handler((_: void, { leaf }: { leaf: Writable<Leaf> }) => leaf.key("tag").set("x"));
const Row = pattern<{ leaf: Leaf }>(({ leaf }) => {
  const clicks = new Writable(0);
  return { text: \`\${leaf.n}\${leaf.tag ?? ""}:\${clicks.get()}\`, click: click({ clicks }), mark: mark({ leaf }) };
});
export default pattern<{ branches: Branches }>(({ branches }) => ({
  branches,
  rows: branches.map((branch) => branch.leaves.map((leaf) => Row({ leaf }))),
  removeFirst: action((at: number) => {
    const leaves = branches.key(at).key("leaves");
    leaves.remove(leaves.get()[0]!);
  }),
  reverse: action((at: number) => {
    const leaves = branches.key(at).key("leaves");
    leaves.set([...leaves.get()].reverse());
  }),
  again: action((at: number) => {
    const leaves = branches.key(at).key("leaves");
    leaves.addUnique(leaves.get()[1]!);
  }),
  rename: action(() => branches.key(0).key("name").set("renamed")),
}));`;

type Texts = readonly (readonly { text: string }[])[];

for (const [at, [first, second, ...rest]] of [["1", "2", "3"], ["7", "8"]].entries()) {
  Deno.test(`list ${at} of a default list is changed in its place, and its rows stay`, async () => {
    const stage = await openStage(PROGRAM);
    try {
      const { piece } = stage;
      const { seen } = stage.watch("rows");
      const texts = (rows: unknown) => (rows as Texts)[at]!.map(({ text }) => text);
      const shown = async () => {
        assert.deepEqual(seen.at(-1), await piece.get("rows"));
        return texts(seen.at(-1));
      };
      await piece.send(`rows.${at}.1.click`);
      await piece.send("rename");
      assert.deepEqual(
        await shown(),
        [first, second, ...rest].map((n) => `${n}:${+(n === second)}`),
      );
      await piece.send("again", at);
      await piece.send("reverse", at);
      const reversed = [...rest, `${second}:1`, `${first}:0`];
      assert.deepEqual(await shown(), reversed.map((n) => n!.includes(":") ? n : `${n}:0`));
      await piece.send(`rows.${at}.${rest.length}.mark`);
      await piece.send("removeFirst", at);
      assert.deepEqual(
        await shown(),
        rest.length > 0 ? [`${second}x:1`, `${first}:0`] : [`${first}:0`],
      );
      assert.equal(await piece.get(`branches.${at}.list`), undefined);
      const late = await stage.join();
      assert.deepEqual(await late.piece.get("branches"), await piece.get("branches"));
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

Deno.test("the first element of a list in a default is taken out before anything is stored", async () => {
  const stage = await openStage(PROGRAM);
  try {
    await stage.piece.send("removeFirst", 0);
    assert.deepEqual(await stage.piece.get("branches.0"), {
      name: "a",
      leaves: [{ n: 2 }, { n: 3 }],
    });
    await stage.piece.send("removeFirst", 1);
    assert.deepEqual(await stage.piece.get("branches.1"), { name: "b", leaves: [{ n: 8 }] });
  } finally {
    await stage.close();
  }
});
