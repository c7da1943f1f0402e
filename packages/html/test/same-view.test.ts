/** One renderer, two holders: whatever a view is, a page and the headless tree show the same. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { TreeElement } from "../src/tree/tree-node.ts";
import { openPage } from "./page.ts";
import { type Described, joinTexts, type Spec, SpecCells } from "./random-view.ts";
import { mount } from "./view.ts";

/** What the page's entry puts on the global object. */
declare const showSpec: (spec: Spec, cells: readonly Spec[]) => void;
declare const setCell: (n: number, spec: Spec) => void;
declare const describePage: (
  expected: readonly (Described | string)[],
) => (Described | string)[];

const CELLS = 3;
const TAGS = ["div", "p", "ul", "li", "b", "cf-vstack", "cf-card", "cf-heading", "cf-unheard-of"];
const OTHERS = [
  ...[
    "cf-text",
    "cf-hstack",
    "cf-label",
    "cf-grid",
    "cf-chip",
    "cf-badge",
    "cf-field",
    "x-y",
    "nav",
  ],
  ...["script", "style", "object", "a", "cf-separator", "table", "svg", "section", "h2", "DIV"],
];

const text = fc.constantFrom(
  "a",
  "x < y",
  "&amp;",
  " ",
  "",
  "<b>no</b>",
  "日本",
  "long ".repeat(9),
);
const leaf: fc.Arbitrary<Spec> = fc.oneof(
  text,
  fc.constantFrom<Spec>(0, -0, 1.5, NaN, true, false, null),
);
const url = fc.constantFrom(
  ...["/here", "https://a.example/", "javascript:alert(1)", "JaVa\tscript:1", "#top", "data:,x"],
);
const style = fc.constantFrom<unknown>(
  ...["color: red", "color:red;background:url(javascript:1)", "", null, false],
  ...[{ color: "red", fontSize: 12, lineHeight: 2 }, { "--x": 1, color: null }, { width: 0 }],
);
const plain = fc.oneof(
  text,
  fc.constantFrom<unknown>(0, 7, true, false, null, undefined),
);
const props = fc.option(
  fc.dictionary(
    fc.constantFrom(
      ...["id", "title", "hidden", "data-row", "aria-label", "tabIndex", "draggable", "dir"],
      ...["onclick", "onClick", "innerHTML", "dangerouslySetInnerHTML", "ref", "key", "srcdoc"],
      ...["variant", "gap", "role", "contentEditable", "spellCheck", "lang"],
    ),
    plain,
    { maxKeys: 3 },
  ),
  { nil: null },
);
const styled = fc.record({
  style,
  href: url,
  class: fc.constantFrom<unknown>("a b", ["c", false, "d"], { e: true, f: false }, null),
}, { requiredKeys: [] });

/** A view whose references are to cells from `from` on. */
function viewFrom(from: number): fc.Arbitrary<Spec> {
  const reference = from < CELLS
    ? [fc.integer({ min: from, max: CELLS - 1 }).map((cell): Spec => ({ cell }))]
    : [];
  const { node } = fc.letrec<{ node: Spec; element: Spec; list: Spec }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      tie("element"),
      tie("list"),
      ...reference,
    ),
    list: fc.array(tie("node"), { maxLength: 4 }),
    element: fc.record({
      tag: fc.constantFrom(...TAGS, ...TAGS, ...OTHERS),
      props: fc.tuple(props, styled).map(([some, more]) =>
        some === null ? null : { ...some, ...more }
      ),
      children: fc.array(tie("node"), { maxLength: 4 }),
    }),
  }));
  return node;
}

const history = fc.record({
  view: viewFrom(0),
  cells: fc.tuple(...Array.from({ length: CELLS }, (_, n) => viewFrom(n + 1))),
  changes: fc.array(
    fc.nat(CELLS - 1).chain((n) => viewFrom(n + 1).map((spec) => ({ n, spec }))),
    { maxLength: 4 },
  ),
});

Deno.test("a page and the headless tree show the same, whatever a view is", async () => {
  const { browser, page, complaints } = await openPage();
  try {
    await fc.assert(
      fc.asyncProperty(history, async ({ view, cells, changes }) => {
        const own = new SpecCells();
        cells.forEach((spec, n) => own.set(n, spec));
        const { tree, view: rendered, errors } = mount(own.build(view));
        const compare = async () => {
          const expected = joinTexts(tree.root.children.map(describe));
          const found = await page.evaluate((like) => describePage(like), expected);
          assert.deepEqual(found, expected);
        };
        const sent: unknown = [view, cells];
        await page.evaluate((sent) => showSpec(...sent as [Spec, Spec[]]), sent);
        await compare();
        for (const { n, spec } of changes) {
          own.set(n, spec);
          rendered.flush();
          const sent: unknown = [n, spec];
          await page.evaluate((sent) => setCell(...sent as [number, Spec]), sent);
          await compare();
        }
        rendered.dispose();
        assert.equal(tree.nodeCount, 0);
        assert.deepEqual([errors, complaints], [[], []]);
      }),
      { numRuns: Number(Deno.env.get("CF_RUNS") ?? 150) },
    );
  } finally {
    await browser.close();
  }
});

function describe(node: TreeElement["children"][number]): Described | string {
  if (node.kind === "text") return node.text;
  return {
    tag: node.tag,
    attributes: Object.fromEntries(node.attributes),
    properties: Object.fromEntries(node.properties),
    children: joinTexts(node.children.map(describe)),
  };
}
