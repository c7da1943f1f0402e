/**
 * A program is edited while its view is open: the open view then shows what one opened anew would,
 * and does what the new code says.
 */

import assert from "node:assert/strict";
import { compileFile, type Fabric, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { runPattern, viewHost } from "@cf/runner";
import { sourceOf } from "@cf/ts-transformers/corpus";

interface Swap {
  readonly name: string;
  readonly prelude?: string;
  readonly input?: string;
  readonly argument?: Readonly<Record<string, unknown>>;
  /** Body and view, one after the other in the same piece. */
  readonly versions: readonly (readonly [body: string, ui: string])[];
}

const DATABASE = `const db = sqliteDatabase({ tables: {
  entries: table({ id: "integer primary key", body: "text" }),
} });
const add = action(() => db.exec("INSERT INTO entries (body) VALUES ('row')"));`;

const query = (sql: string) =>
  `${DATABASE} const latest = db.query<{ body: string }>("${sql}", { reactOn: db });`;
const ROWS = "SELECT body FROM entries ORDER BY id";
const button = "<button id='act' onClick={add}/>";

const SWAPS: readonly Swap[] = [
  {
    name: "rows of a query",
    versions: [
      [query(ROWS), `<p>{latest.result?.map((row) => <b>{row.body}</b>)}${button}</p>`],
      [query(ROWS), `<p>{latest.result?.map((row) => <b>{row.body}!</b>)}${button}</p>`],
      [
        query(`SELECT body FROM entries WHERE id > 2`),
        `<p>{latest.result?.map((row) => <b>{row.body}!</b>)}${button}</p>`,
      ],
      [query(ROWS), `<p>{latest.result?.map((row) => <i>{row.body}</i>)}${button}</p>`],
    ],
  },
  {
    name: "rows of a stored list",
    input: "items: Writable<{ name: string }[]>",
    argument: { items: [{ name: "x" }, { name: "y" }] },
    versions: [
      ["", "<p>{items.map((item) => <b>{item.name}</b>)}</p>"],
      ["", "<p>{items.map((item, i) => <b>{i}{item.name}</b>)}</p>"],
      ["", "<p>{items.filter((item) => item.name === 'x').map((item) => <b>{item.name}</b>)}</p>"],
      ["", "<p>{items.map((item) => <b title={item.name}>?</b>)}</p>"],
    ],
  },
  {
    name: "texts, attributes, conditions and computed views",
    input: "n: Writable<number>",
    argument: { n: 3 },
    versions: [
      [
        "const twice = computed(() => `${n.get() * 2}`);",
        "<p title={twice}>{twice}{n.get() > 2 ? <b>many</b> : 'few'}{computed(() => <i>{n.get()}</i>)}</p>",
      ],
      [
        "const twice = computed(() => `${n.get() * 20}`);",
        "<p title={twice}>{twice}{n.get() > 2 ? <b>lots</b> : 'few'}{computed(() => <i>{n.get()}.</i>)}</p>",
      ],
      [
        "const twice = computed((): number => { throw new Error('no'); });",
        "<p>{twice}{n.get() > 5 ? <b>lots</b> : 'few'}{computed(() => <u>{n.get()}.</u>)}</p>",
      ],
      [
        "const twice = computed(() => `${n.get() * 2}`);",
        "<p title={twice}>{twice}{n.get() > 2 ? <b>many</b> : 'few'}{computed(() => <i>{n.get()}</i>)}</p>",
      ],
    ],
  },
  {
    name: "handlers",
    input: "n: Writable<number>",
    argument: { n: 0 },
    versions: [
      ["const act = action(() => n.set(n.get() + 1));", "<p><b id='act' onClick={act}/>{n}</p>"],
      ["const act = action(() => n.set(n.get() + 10));", "<p><b id='act' onClick={act}/>{n}</p>"],
      ["", "<p><b id='act' onClick={() => n.set(n.get() + 100)}/>{n}</p>"],
      ["", "<p><b id='act' onClick={() => n.set(n.get() + 1000)}/>{n}</p>"],
    ],
  },
  {
    name: "pieces in the view",
    prelude: `const Part = pattern<{ label: string }>(({ label }) => ({ [UI]: <b>{label}</b> }));`,
    input: "n: Writable<number>",
    argument: { n: 1 },
    versions: [
      ["const part = Part({ label: 'one' });", "<p>{part}<Part label='in'/></p>"],
      ["const part = Part({ label: 'two' });", "<p>{part}<Part label='inside'/></p>"],
      ["const part = Part({ label: str`${n}.` });", "<p><Part label='inside'/>{part}</p>"],
    ],
  },
];

/** Mounts the view of a piece; `html` is what it shows once nothing is under way. */
function mount(fabric: Fabric, id: string) {
  const piece = fabric.piece(id);
  const tree = new TreeApplier();
  const host = { reactivity: viewHost(fabric.runtime), applier: tree };
  const view = render(piece.reference(), host);
  tree.onEvent = (event) => view.handle(event);
  const html = async () => {
    await fabric.idle();
    view.flush();
    return tree.toHtml();
  };
  const close = () => {
    view.dispose();
    piece.release();
  };
  return { tree, html, close };
}

async function runSwap(swap: Swap, folder: string): Promise<void> {
  const path = `${folder}/subject.tsx`;
  const fabric = await openFabric({ store: ":memory:", onError: () => {} });
  const { runtime } = fabric;
  try {
    let shown: ReturnType<typeof mount> | undefined;
    let id = "";
    for (const [body, ui] of swap.versions) {
      await Deno.writeTextFile(
        path,
        sourceOf({ ...swap, body: `${body}\nreturn { [UI]: ${ui} };` }),
      );
      if (shown === undefined) {
        const piece = await fabric.run(path, { argument: swap.argument ?? {} });
        id = piece.id;
        shown = mount(fabric, id);
      } else {
        const { program } = compileFile(path);
        const factory = runtime.programs.load(program).exports[program.main]!.default;
        runPattern(runtime, factory, { id }).release();
        runtime.pieces.restart(runtime.homeSpace, id);
      }
      const fresh = mount(fabric, id);
      const before = await shown.html();
      assert.equal(before, await fresh.html(), ui);
      const [control] = shown.tree.findAll("#act");
      if (control !== undefined) {
        shown.tree.dispatch(control, "click");
        const after = await shown.html();
        assert.notEqual(after, before, `nothing happened: ${ui}`);
        assert.equal(after, await fresh.html(), ui);
      }
      fresh.close();
    }
    shown?.close();
  } finally {
    await fabric.close();
  }
}

Deno.test("an open view turns to edited code", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "cf-swap-" });
  try {
    for (const swap of SWAPS) await t.step(swap.name, () => runSwap(swap, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
