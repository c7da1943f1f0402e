/**
 * A program is edited while its piece has state: what is still there finds its own state again,
 * whatever was added before it.
 */

import assert from "node:assert/strict";
import { compileFile, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { runPattern, viewHost } from "@cf/runner";
import { sourceOf } from "@cf/ts-transformers/corpus";

interface Edit {
  readonly name: string;
  readonly prelude?: string;
  readonly input?: string;
  readonly argument?: Readonly<Record<string, unknown>>;
  /** The statements of the body, and the view it returns, before and after. */
  readonly before: readonly [body: string, ui: string];
  readonly after: readonly [body: string, ui: string];
  /** Clicked before the edit. */
  readonly clicks: readonly string[];
  readonly showed: string;
  readonly shows: string;
}

/** A piece with a count of its own. */
const COUNTER = `const Counter = pattern<{ label: string }>(({ label }) => {
  const count = new Writable(0);
  return { [UI]: <b id={label} onClick={() => count.increment()}>{label}{count}</b> };
});`;

/** A piece that counts in a cell it is given. */
const GIVEN = `const Given = pattern<{ label: string; count: Writable<number> }>(
  ({ label, count }) => ({
    [UI]: <b id={label} onClick={() => count.increment()}>{label}{count}</b>,
  }),
);`;

const EDITS: readonly Edit[] = [
  {
    name: "cells and pieces with names of their own",
    prelude: COUNTER,
    before: ["const b = Counter({ label: 'b' });", "<p>{b}</p>"],
    after: [
      "const a = Counter({ label: 'a' }); const b = Counter({ label: 'b' });",
      "<p><Counter label='c'/>{a}{b}</p>",
    ],
    clicks: ["#b"],
    showed: '<p><b id="b">b1</b></p>',
    shows: '<p><b id="c">c0</b><b id="a">a0</b><b id="b">b1</b></p>',
  },
  {
    name: "cells that are given to named pieces in place",
    prelude: GIVEN,
    before: [
      "const b = Given({ label: 'b', count: new Writable(0) });",
      "<p>{b}</p>",
    ],
    after: [
      `const a = Given({ label: 'a', count: new Writable(0) });
      const b = Given({ label: 'b', count: new Writable(0) });`,
      "<p>{a}{b}</p>",
    ],
    clicks: ["#b", "#b"],
    showed: '<p><b id="b">b2</b></p>',
    shows: '<p><b id="a">a0</b><b id="b">b2</b></p>',
  },
  {
    name: "cells that are given to components",
    prelude: `${GIVEN}
    const Other = pattern<{ start: Writable<number> }>(({ start }) => ({ [UI]: <i>{start}</i> }));`,
    before: ["", "<p><Given label='b' count={new Writable(0)}/></p>"],
    after: [
      "",
      "<p><Other start={new Writable(7)}/><Given label='b' count={new Writable(0)}/></p>",
    ],
    clicks: ["#b"],
    showed: '<p><b id="b">b1</b></p>',
    shows: '<p><i>7</i><b id="b">b1</b></p>',
  },
  {
    name: "components with a key",
    prelude: COUNTER,
    before: ["", "<p><Counter key='b' label='b'/></p>"],
    after: [
      "",
      "<p><Counter key='a' label='a'/><Counter label='c'/><Counter key='b' label='b'/></p>",
    ],
    clicks: ["#b"],
    showed: '<p><b id="b">b1</b></p>',
    shows: '<p><b id="a">a0</b><b id="c">c0</b><b id="b">b1</b></p>',
  },
  {
    name: "components in a branch",
    prelude: COUNTER,
    input: "on: boolean; n: number",
    argument: { on: true, n: 3 },
    before: ["", "<p>{on && <Counter label='b'/>}{n > 2 ? <Counter label='c'/> : null}</p>"],
    after: [
      "",
      `<p>{n ? <Counter label='a'/> : "none"}{n > 1 && <Counter label='d'/>}{on && <Counter label='b'/>}{n > 2 ? <Counter label='c'/> : null}</p>`,
    ],
    clicks: ["#b", "#c", "#c"],
    showed: '<p><b id="b">b1</b><b id="c">c2</b></p>',
    shows: '<p><b id="a">a0</b><b id="d">d0</b><b id="b">b1</b><b id="c">c2</b></p>',
  },
  {
    name: "components in ifElse, when and unless",
    prelude: COUNTER,
    input: "on: boolean; n: number",
    argument: { on: true, n: 0 },
    before: [
      "",
      "<p>{ifElse(on, <Counter label='b'/>, null)}{unless(n, <Counter label='c'/>)}</p>",
    ],
    after: [
      "",
      `<p>{ifElse(!on, null, <Counter label='a'/>)}{unless(n > 1, <Counter label='d'/>)}{ifElse(on, <Counter label='b'/>, null)}{unless(n, <Counter label='c'/>)}</p>`,
    ],
    clicks: ["#b", "#c"],
    showed: '<p><b id="b">b1</b><b id="c">c1</b></p>',
    shows: '<p><b id="a">a0</b><b id="d">d0</b><b id="b">b1</b><b id="c">c1</b></p>',
  },
  {
    name: "cells in the rows of a list",
    input: "tags: string[]; items: { name: string }[]",
    argument: { tags: ["t"], items: [{ name: "x" }, { name: "y" }] },
    before: [
      "",
      `<p>{items.map((item) => { const count = new Writable(0); return <b id={item.name} onClick={() => count.increment()}>{count}</b>; })}</p>`,
    ],
    after: [
      "",
      `<p>{tags.map((tag) => { const count = new Writable(5); return <i>{tag}{count}</i>; })}{items.map((item) => { const count = new Writable(0); return <b id={item.name} onClick={() => count.increment()}>{count}</b>; })}</p>`,
    ],
    clicks: ["#y"],
    showed: '<p><b id="x">0</b><b id="y">1</b></p>',
    shows: '<p><i>t5</i><b id="x">0</b><b id="y">1</b></p>',
  },
  {
    name: "components in the rows of a list, through a helper",
    prelude: COUNTER,
    input: "tags: { name: string }[]; items: { name: string }[]",
    argument: { tags: [{ name: "t" }], items: [{ name: "x" }] },
    before: [
      "const row = (item: { name: string }) => <Counter label={item.name}/>;",
      "<p>{items.map(row)}</p>",
    ],
    after: [
      "const row = (item: { name: string }) => <Counter label={item.name}/>;",
      "<p>{tags.map(row)}{items.map(row)}</p>",
    ],
    clicks: ["#x"],
    showed: '<p><b id="x">x1</b></p>',
    shows: '<p><b id="t">t0</b><b id="x">x1</b></p>',
  },
];

async function runEdit(edit: Edit, folder: string): Promise<void> {
  const path = `${folder}/subject.tsx`;
  const write = ([body, ui]: readonly [string, string]) =>
    Deno.writeTextFile(path, sourceOf({ ...edit, body: `${body}\nreturn { [UI]: ${ui} };` }));
  const errors: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onError: ({ error }) => void errors.push(String(error)),
  });
  const { runtime } = fabric;
  const show = async (piece: ReturnType<typeof fabric.piece>, clicks: readonly string[]) => {
    const tree = new TreeApplier();
    const host = { reactivity: viewHost(runtime), applier: tree };
    const view = render(piece.reference(), host);
    tree.onEvent = (event) => view.handle(event);
    await fabric.idle();
    view.flush();
    for (const selector of clicks) {
      tree.dispatch(tree.findAll(selector)[0]!, "click");
      await fabric.idle();
      view.flush();
    }
    const html = tree.toHtml();
    view.dispose();
    piece.release();
    await fabric.idle();
    return html;
  };
  try {
    await write(edit.before);
    const piece = await fabric.run(path, { argument: edit.argument ?? {} });
    assert.equal(await show(piece, edit.clicks), edit.showed);
    await write(edit.after);
    const { program } = compileFile(path);
    const factory = runtime.programs.load(program).exports[program.main]!.default;
    const again = runPattern(runtime, factory, { id: piece.id });
    assert.equal(await show(again, []), edit.shows);
    assert.deepEqual(errors, []);
  } finally {
    await fabric.close();
  }
}

Deno.test("what stays in an edited program keeps its state", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "cf-edits-" });
  try {
    for (const edit of EDITS) await t.step(edit.name, () => runEdit(edit, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
