/** What errors of pattern code say: they name what the author wrote, and where. */

import assert from "node:assert/strict";
import { type Fabric, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { viewHost } from "@cf/runner";

interface Stage {
  readonly fabric: Fabric;
  /** The written program, run with this argument. */
  readonly run: (argument: Record<string, unknown>) => ReturnType<Fabric["run"]>;
  /** What was reported so far. */
  readonly errors: string[];
}

/** Writes `source` into `program.tsx` of a folder of its own. */
async function withProgram(source: string, body: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cf-error-words-" });
  const errors: string[] = [];
  const onError = ({ text }: { text: string }) => void errors.push(text);
  const fabric = await openFabric({ store: ":memory:", onError });
  try {
    const path = `${folder}/program.tsx`;
    await Deno.writeTextFile(path, source);
    await body({ fabric, errors, run: (argument) => fabric.run(path, { argument }) });
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a function that nobody gave says how one can be given, where it is called", () =>
  withProgram(
    `import { computed, pattern } from "commonfabric";
export default pattern<{ n: number; format: (n: number) => string }>(({ n, format }) => ({
  text: computed(() => format(n)),
}));
`,
    async ({ errors, fabric, run }) => {
      const piece = await run({ n: 1 });
      await assert.rejects(() => piece.get("text"), /Cannot call 'format': it is undefined/);
      await fabric.idle();
      assert.match(errors.join("\n"), /a function reaches a pattern that a body calls with it/);
      assert.match(errors.join("\n"), /program\.tsx:3:24/);
    },
  ));

Deno.test("a click on what needs a stream that nobody gave says which, and of which part", () =>
  withProgram(
    `import { pattern, Stream, UI, type VNode } from "commonfabric";
interface Input { press: Stream<void>; save: Stream<number>; maybe?: Stream<void> }
const Buttons = pattern<Input, { [UI]: VNode }>(({ press, save, maybe }) => ({
  [UI]: (
    <p><b id="press" onClick={press}>a</b><b id="save" onClick={() => save.send(1)}>b</b>
      <b id="maybe" onClick={maybe}>c</b></p>
  ),
}));
export default pattern(() => ({ [UI]: <div>{Buttons({} as any)}</div> }));
`,
    async ({ errors, fabric, run }) => {
      const piece = await run({});
      const tree = new TreeApplier();
      const view = render(piece.reference(), {
        reactivity: viewHost(fabric.runtime),
        applier: tree,
        onError: (error) => void errors.push(String(error)),
      });
      tree.onEvent = (event) => view.handle(event);
      await fabric.idle();
      view.flush();
      for (const id of ["press", "save", "maybe"]) {
        tree.dispatch(tree.find(`#${id}`)!, "click");
        await fabric.idle();
      }
      assert.equal(errors.length, 2, errors.join("\n"));
      assert.match(errors[0]!, /Cannot send to Buttons\/press: nobody gave a stream there/);
      assert.match(errors[1]!, /Cannot send to Buttons\/save: nobody gave a stream there/);
      view.dispose();
    },
  ));

Deno.test("the engine's words about what is no function or no list name what the author wrote", () =>
  withProgram(
    `import { computed, pattern } from "commonfabric";
interface Input { n: number; item: any }
export default pattern<Input>(({ n, item }) => ({
  called: computed(() => n + item.price()),
  spread: computed(() => [n, ...item]),
  looped: computed(() => { for (const each of item) return each; }),
  taken: computed(() => { const { price } = item.missing; return price + n; }),
  made: computed(() => new item(n)),
  caught: computed(() => { try { return item(); } catch (error) { return (error as Error).message; } }),
}));
`,
    async ({ run }) => {
      const piece = await run({ n: 1, item: { name: "x" } });
      const told = {
        called: /^item\.price is not a function$/,
        spread: /^item is not iterable$/,
        looped: /^item is not iterable$/,
        taken: /^Cannot destructure property 'price' of 'item\.missing' as it is undefined/,
        made: /^item is not a constructor$/,
      };
      for (const [key, message] of Object.entries(told)) {
        await assert.rejects(() => piece.get(key), { message });
      }
      assert.equal(await piece.get("caught"), "item is not a function");
    },
  ));
