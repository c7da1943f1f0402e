/** What is dropped arrives in a pattern's handler as the cell that its source was given. */

import assert from "node:assert/strict";
import { compileFile, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { viewHost } from "@cf/runner";

const BOARD = `
import { action, Default, equals, handler, NAME, pattern, UI, type VNode, Writable } from "commonfabric";

interface Card { title: string; moves: number }
interface Input { todo: Writable<Card[] | Default<[]>>; done: Writable<Card[] | Default<[]>> }
interface Dropped { detail: { sourceCell: Writable<Card>; type: string } }

const move = handler<Dropped, { from: Writable<Card[]>; to: Writable<Card[]> }>(
  ({ detail: { sourceCell } }, { from, to }) => {
    from.remove(sourceCell);
    to.push(sourceCell as unknown as Card);
    sourceCell.key("moves").increment(1);
  },
);
export default pattern<Input, { [NAME]: string; [UI]: VNode; todo: Card[]; done: Card[]; seen: string }>(
  ({ todo, done }) => {
    const seen = new Writable("");
    return {
      [NAME]: "Board",
      [UI]: (
        <div>
          {todo.map((card) => <cf-drag-source $cell={card} type="card">{card.title}</cf-drag-source>)}
          <cf-drop-zone accept="card" oncf-drop={move({ from: todo, to: done })}>Done</cf-drop-zone>
          <cf-drop-zone
            oncf-drop={({ detail }: { detail: { sourceCell: Writable<Card> } }) => {
              const at = todo.get().findIndex((card) => equals(card, detail.sourceCell));
              seen.set(\`\${detail.sourceCell.get().title} at \${at}\`);
            }}
          >Look</cf-drop-zone>
        </div>
      ),
      todo,
      done,
      seen,
    };
  },
);`;

Deno.test("a handler of a drop zone moves the very entity that was dragged", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/board.tsx`, BOARD.trimStart());
  const ready = compileFile(`${folder}/board.tsx`);
  const errors: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onError: ({ text }) => void errors.push(text),
  });
  try {
    const card = (title: string) => ({ title, moves: 0 });
    const argument = { todo: ["a", "b", "c"].map(card) };
    const piece = await fabric.runProgram(ready, { argument });
    const tree = new TreeApplier();
    const view = render(piece.reference("$UI"), {
      reactivity: viewHost(fabric.runtime),
      applier: tree,
    });
    tree.onEvent = (event) => view.handle(event);
    view.flush();
    await fabric.idle();
    view.flush();
    const drop = async (title: string, zone: string) => {
      const source = tree.findAll("cf-drag-source").find((one) => one.text === title)!;
      const target = tree.findAll("cf-drop-zone").find((one) => one.text === zone)!;
      const detail = { source: source.properties.get("source"), type: "card" };
      tree.dispatch(target, "cf-drop", { detail });
      await fabric.idle();
      view.flush();
    };
    await drop("b", "Look");
    assert.equal(await piece.get("seen"), "b at 1");
    await drop("b", "Done");
    assert.deepEqual(await piece.get("todo"), [card("a"), card("c")]);
    assert.deepEqual(await piece.get("done"), [{ title: "b", moves: 1 }]);
    // A number that no source has is only a number.
    const zone = tree.findAll("cf-drop-zone")[1]!;
    tree.dispatch(zone, "cf-drop", { detail: { source: 100_000 } });
    await fabric.idle();
    assert.equal(await piece.get("todo.length"), 2);
    assert.equal(errors.length, 1);
    view.dispose();
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
});
