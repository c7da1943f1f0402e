/**
 * Writes of every kind into defaults within defaults, against a plain object that holds all of them
 * from the start: what is there must not depend on what was stored when.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { openStage } from "./stage.ts";

const PROGRAM = `import { Default, handler, pattern, str, Writable } from "commonfabric";
interface Leaf { n: number | Default<1>; tags: string[] | Default<["t"]>; opt?: number }
interface Branch { name: string; leaf: Leaf | Default<{ n: 7 }>; leaves: Leaf[] | Default<[{ n: 3; tags: ["d"] }, {}]> }
interface Tree { branches: Branch[] | Default<[{ name: "one" }, { name: "two"; leaves: [{ n: 9 }] }]>; main: Branch | Default<{ name: "m" }> }
interface Input { tree: Tree | Default<{ main: { name: "given"; leaf: { tags: [] } } }>; list: Branch[] | Default<[{ name: "x" }]> }
type Write = { path: (string | number)[]; verb: string; value?: any };
const act = handler((event: Write, inputs: { tree: Writable<Tree>; list: Writable<Branch[]> }) => {
  const [root, ...rest] = event.path;
  let cell: any = inputs[root as "tree"];
  for (const key of rest) cell = cell.key(key);
  switch (event.verb) {
    case "set": return cell.set(event.value);
    case "increment": return cell.increment(event.value);
    case "count": return cell.set((cell.get() ?? 0) + 1);
    case "push": return cell.push(event.value);
    case "addUnique": return cell.addUnique(event.value);
    case "removeByValue": return cell.removeByValue(event.value);
    case "removeFirst": return cell.get().length > 0 ? cell.remove(cell.get()[0]) : undefined;
    case "reverse": return cell.set([...cell.get()].reverse());
    case "copy": return cell.set(cell.get().map((item: object) => ({ ...item })));
    case "update": return cell.update(event.value);
  }
});
const bump = handler((_: void, { leaf }: { leaf: Writable<Leaf> }) => leaf.key("n").set(leaf.get().n + 1));
const Row = pattern<{ branch: Branch }>(({ branch }) => ({
  text: str\`\${branch.name} \${branch.leaf.n}\`,
  leaves: branch.leaves.map((leaf) => ({ n: leaf.n, bump: bump({ leaf }) })),
}));
export default pattern<Input>(({ tree, list }) => {
  const rows = tree.branches.map((branch) => Row({ branch }));
  return { tree, list, rows, texts: rows.map((row) => row.text), act: act({ tree, list }) };
});`;

interface Leaf {
  n: number;
  tags: string[];
  opt?: number;
}
interface Branch {
  name: string;
  leaf: Leaf;
  leaves: Leaf[];
}

const leaf = (given: Partial<Leaf> = {}): Leaf => ({
  n: 1,
  tags: ["t"],
  ...structuredClone(given),
});
const branch = ({ name, leaf: own = { n: 7 }, leaves = [{ n: 3, tags: ["d"] }, {}] }: {
  name: string;
  leaf?: Partial<Leaf>;
  leaves?: readonly Partial<Leaf>[];
}): Branch => ({ name, leaf: leaf(own), leaves: leaves.map(leaf) });

/** What the program's defaults amount to. */
const start = () => ({
  tree: {
    branches: [branch({ name: "one" }), branch({ name: "two", leaves: [{ n: 9 }] })],
    main: branch({ name: "given", leaf: { tags: [] } }),
  },
  list: [branch({ name: "x" })],
});
type Model = ReturnType<typeof start>;

/** A place of the model that can be written, and what can be done to it. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly writes: readonly Write[];
}
interface Write {
  readonly verb: string;
  readonly value?: unknown;
  readonly model: () => void;
}

function numberWrites(of: { n: number }): Write[] {
  return [
    { verb: "set", value: 5, model: () => void (of.n = 5) },
    { verb: "increment", value: 2, model: () => void (of.n += 2) },
    { verb: "count", model: () => void of.n++ },
  ];
}

function tagWrites(of: Leaf): Write[] {
  const unique = (tag: string) => of.tags.includes(tag) || of.tags.push(tag);
  return [
    { verb: "push", value: "p", model: () => void of.tags.push("p") },
    { verb: "addUnique", value: "t", model: () => void unique("t") },
    {
      verb: "removeByValue",
      value: "d",
      model: () => void (of.tags = of.tags.filter((tag) => tag !== "d")),
    },
    { verb: "reverse", model: () => void of.tags.reverse() },
  ];
}

function listWrites<T>(list: T[], { value, made }: { value: unknown; made: T }): Write[] {
  return [
    { verb: "push", value, model: () => void list.push(made) },
    { verb: "removeFirst", model: () => void list.shift() },
    { verb: "reverse", model: () => void list.reverse() },
    { verb: "copy", model: () => {} },
  ];
}

function leafPlaces(path: Place["path"], of: Leaf): Place[] {
  const update = { opt: 4 };
  return [
    { path: [...path, "n"], writes: numberWrites(of) },
    { path: [...path, "tags"], writes: tagWrites(of) },
    { path, writes: [{ verb: "update", value: update, model: () => Object.assign(of, update) }] },
  ];
}

function branchPlaces(path: Place["path"], of: Branch): Place[] {
  const value = { n: 0 };
  return [
    {
      path: [...path, "name"],
      writes: [{ verb: "set", value: "s", model: () => void (of.name = "s") }],
    },
    ...leafPlaces([...path, "leaf"], of.leaf),
    { path: [...path, "leaves"], writes: listWrites(of.leaves, { value, made: leaf(value) }) },
    ...of.leaves.flatMap((each, i) => leafPlaces([...path, "leaves", i], each)),
  ];
}

function places({ tree, list }: Model): Place[] {
  const value = { name: "new", leaf: {} };
  const lists = [["tree", "branches"], ["list"]] as const;
  return [
    ...branchPlaces(["tree", "main"], tree.main),
    ...[tree.branches, list].flatMap((branches, at) => [
      { path: lists[at]!, writes: listWrites(branches, { value, made: branch(value) }) },
      ...branches.flatMap((each, i) => branchPlaces([...lists[at]!, i], each)),
    ]),
  ];
}

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length]!;
const step = fc.record({ place: fc.nat(), write: fc.nat(), other: fc.boolean(), row: fc.nat(3) });

Deno.test("writes into defaults within defaults give what plain objects give", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const stage = await openStage(PROGRAM, { argument: null });
      try {
        const other = await stage.join();
        const watched = stage.watch("texts");
        const model = start();
        for (const { place, write, other: byOther, row } of steps) {
          const { piece } = byOther ? other : stage;
          const { branches } = model.tree;
          const first = branches[0]?.leaves[0];
          if (row === 0 && first !== undefined) {
            await piece.send("rows.0.leaves.0.bump");
            first.n++;
          } else {
            const { path, writes } = pick(places(model), place);
            const { verb, value, model: change } = pick(writes, write);
            await piece.send("act", { path, verb, ...(value === undefined ? {} : { value }) });
            change();
          }
          for (const each of [stage, other]) {
            assert.deepEqual(await each.piece.get("tree"), model.tree);
            assert.deepEqual(await each.piece.get("list"), model.list);
          }
          assert.deepEqual(
            watched.seen.at(-1),
            model.tree.branches.map((b) => `${b.name} ${b.leaf.n}`),
          );
        }
        const late = await stage.join();
        assert.deepEqual(await late.piece.get("tree"), model.tree);
        assert.deepEqual([...stage.errors, ...other.errors], []);
      } finally {
        await stage.close();
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("an element of a default list has its own defaults wherever it stands in the list", async () => {
  const stage = await openStage(PROGRAM, { argument: null });
  try {
    const act = (path: (string | number)[], verb: string) =>
      stage.piece.send("act", { path, verb });
    await act(["tree", "branches"], "reverse");
    await act(["tree", "branches", 1, "leaves"], "reverse");
    await act(["tree", "branches", 1, "leaf", "tags"], "reverse");
    const { branches: [one, two] } = start().tree;
    const { leaves, ...rest } = one!;
    assert.deepEqual(await stage.piece.get("tree.branches"), [
      two,
      { ...rest, leaves: leaves.toReversed() },
    ]);
  } finally {
    await stage.close();
  }
});
