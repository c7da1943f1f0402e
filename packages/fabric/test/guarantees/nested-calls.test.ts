/**
 * Patterns that call each other to the depth of their data: what a level looks up grows with the
 * data, however the levels hand it down, and what a level writes is there for those above.
 */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

/** Patterns that count the nodes of a tree; `Top` takes `{ node }`. */
const FORMS: Readonly<Record<string, string>> = {
  "a reference in a body": `
    const Top = pattern<{ node: Node }, Out>(({ node }) => {
      const kids = node.children.map((child) => Top({ node: child }));
      return { words: computed(() => 1 + kids.reduce((n, k) => n + k.words, 0)) };
    });`,
  "a literal in a body": `
    const Inner = pattern<{ props: { node: Node; depth: number } }, Out>(({ props }) => {
      const kids = props.node.children.map((child) => Inner({ props: { node: child, depth: props.depth + 1 } }));
      return { words: computed(() => 1 + kids.reduce((n, k) => n + k.words, 0)) };
    });
    const Top = pattern<{ node: Node }, Out>(({ node }) => Inner({ props: { node, depth: 0 } }));`,
  "a literal in a computation": `
    const Inner = pattern<{ props: { node: Node; depth: number } }, Out>(({ props }) => {
      const kids = computed((): Any[] => props.node.children.map((node) => Inner({ props: { node, depth: props.depth + 1 } })));
      return { words: computed(() => 1 + kids.reduce((n, k) => n + k.words, 0)) };
    });
    const Top = pattern<{ node: Node }, Out>(({ node }) => {
      const inner = computed((): Any => Inner({ props: { node, depth: 0 } }));
      return { words: computed(() => inner.words) };
    });`,
  "lists made in computations": `
    const Kids = pattern<{ kids: Node[]; depth: number }, Out>(({ kids, depth }) => {
      const all = computed((): Any[] => kids.filter((k) => k.id > 0).map((node) => Top({ node, depth: depth + 1 } as Any)));
      return { words: computed(() => all.reduce((n, k) => n + k.words, 0)) };
    });
    const Top = pattern<{ node: Node; depth?: number | Default<0> }, Out>(({ node, depth }) => {
      const kids = computed((): Any => Kids({ kids: node.children.filter((k) => k), depth: depth as number }));
      return { words: computed(() => 1 + kids.words) };
    });`,
  "a literal around the former one": `
    const Inner = pattern<{ at: Any }, Out>(({ at }) => {
      const kid = computed((): Any => at.node.children[0] ? Inner({ at: { above: at, node: at.node.children[0] } }) : null);
      return { words: computed(() => 1 + (kid?.words ?? 0)) };
    });
    const Top = pattern<{ node: Node }, Out>(({ node }) => {
      const inner = computed((): Any => Inner({ at: { above: null, node } }));
      return { words: computed(() => inner.words) };
    });`,
  "the former value spread": `
    const Inner = pattern<{ at: Any }, Out>(({ at }) => {
      const kid = computed((): Any => at.node.children[0] ? Inner({ at: { ...at, node: at.node.children[0] } }) : null);
      return { words: computed(() => 1 + (kid?.words ?? 0)) };
    });
    const Top = pattern<{ node: Node }, Out>(({ node }) => {
      const inner = computed((): Any => Inner({ at: { color: "red", more: { deep: [1, 2] }, node } }));
      return { words: computed(() => inner.words) };
    });`,
  "a value view of the former literal": `
    const Inner = pattern<{ at: Any; node: Node }, Out>(({ at, node }) => {
      const kid = computed((): Any => {
        const [child] = node.children;
        return child ? Inner({ at: { at, seen: [child] }, node: child }) : null;
      });
      return { words: computed(() => 1 + (kid?.words ?? 0)) };
    });
    const Top = pattern<{ node: Node }, Out>(({ node }) => {
      const name = new Writable("n");
      const inner = computed((): Any => Inner({ at: { name }, node }));
      return { words: computed(() => inner.words) };
    });`,
};

const programOf = (form: string) => `
import { computed, Default, pattern, Writable } from "commonfabric";
type Any = any;
interface Node { id: number; children: Node[] }
interface Out { words: number }
void Writable; void (0 as unknown as Default<0>);
${form}
export default pattern<{ node: Node }, Out>(({ node }) => Top({ node }));
`;

interface Node {
  id: number;
  children: Node[];
}

const chain = (depth: number): Node => ({
  id: depth,
  children: depth > 1 ? [chain(depth - 1)] : [],
});

/** How often a document was looked at to count a chain of `depth` nodes. */
async function readsOf(form: string, depth: number): Promise<number> {
  const stage = await openStage(programOf(form), { argument: { node: chain(depth) } });
  try {
    let count = 0;
    const { runtime } = stage;
    const load = runtime.load.bind(runtime);
    runtime.load = (target) => {
      count++;
      return load(target);
    };
    assert.equal(await stage.piece.get("words"), depth);
    assert.deepEqual(stage.errors, []);
    return count;
  } finally {
    await stage.close();
  }
}

for (const [name, form] of Object.entries(FORMS)) {
  Deno.test(`a pattern that calls itself with ${name} reads as much at each level`, async () => {
    const [few, more, many] = [
      await readsOf(form, 3),
      await readsOf(form, 6),
      await readsOf(form, 12),
    ];
    const message = `${few} reads at depth 3, ${more} at 6, ${many} at 12`;
    assert.ok(many - more <= 2.5 * (more - few), message);
  });
}

const WRITING = `
import { Cell, computed, handler, pattern, Stream, Writable } from "commonfabric";
type Any = any;
interface Line { n: number; deep: { x: number } }
interface PartOut { up: Stream<void>; deeper: Stream<void>; extra: Stream<void>; sum: number }
const inc = handler<void, { n: Cell<number> }>((_, { n }) => n.set(n.get() + 1));
const Part = pattern<{ props: { line: Line; extra: number } }, PartOut>(({ props }) => ({
  up: inc({ n: props.line.n }), deeper: inc({ n: props.line.deep.x }), extra: inc({ n: props.extra }),
  sum: computed(() => props.line.n + props.line.deep.x + props.extra),
}));
export default pattern<{}, { line: Line; called: PartOut; built: PartOut }>(() => {
  const line = new Writable<Line>({ n: 1, deep: { x: 10 } });
  return {
    line,
    called: computed((): Any => Part({ props: { line: line.get(), extra: 100 } })),
    built: Part({ props: { line, extra: 100 } as Any }),
  };
});`;

Deno.test("what a pattern was given in a literal is written where it was read", async () => {
  const stage = await openStage(WRITING);
  try {
    await stage.piece.send("called.up");
    await stage.piece.send("called.deeper");
    await stage.piece.send("built.up");
    assert.deepEqual(await stage.piece.get("line"), { n: 3, deep: { x: 11 } });
    assert.equal(await stage.piece.get("called.sum"), 114);
    assert.equal(await stage.piece.get("built.sum"), 114);
    for (const part of ["called", "built"]) {
      await assert.rejects(
        stage.piece.send(`${part}.extra`),
        /Cannot write .*props\/extra: it stands in a literal that holds references.*new Writable/,
      );
    }
  } finally {
    await stage.close();
  }
});
