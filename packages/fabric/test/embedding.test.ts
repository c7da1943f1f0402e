/** A host of its own, as the README shows it, and what it is told of what cannot be. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openFabric } from "@cf/fabric";
import { TiedProcess } from "@cf/utils";

const COUNTER = `import { action, Default, pattern, Writable } from "commonfabric";
interface Input { value: Writable<number | Default<0>> }
const Child = pattern<{ by: number }>(({ by }) => ({ by }));
export const named = pattern(() => ({ name: "named" }));
export const five = 5;
export default pattern<Input>(({ value }) => ({
  value,
  children: [Child({ by: value })],
  increment: action(({ amount }: { amount: number }) => value.increment(amount)),
}));
`;

const THROWS = `import { pattern } from "commonfabric";
const rate = Number("x");
if (Number.isNaN(rate)) throw new RangeError("no rate");
export default pattern(() => ({ rate }));
`;

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cf-host-" });
  try {
    await Deno.writeTextFile(`${folder}/counter.tsx`, COUNTER);
    await Deno.writeTextFile(`${folder}/throws.tsx`, THROWS);
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the README's example runs in a folder of its own", () =>
  inFolder(async (folder) => {
    const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
    const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
    await Deno.writeTextFile(`${folder}/host.ts`, example);
    const config = fileURLToPath(new URL("../../../deno.json", import.meta.url));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--config", config, "host.ts"],
      cwd: folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const tie = new TiedProcess(child.pid);
    const { code, stdout, stderr } = await child.output();
    await tie.release();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.deepEqual([code, text(stdout), text(stderr)], [0, "5\n", ""]);
  }));

Deno.test("a host is told what it gave wrongly, and where", () =>
  inFolder(async (folder) => {
    const untyped = openFabric as (options?: unknown) => Promise<unknown>;
    const needed = { name: "TypeError", message: /\{ store \} is needed/ };
    for (const options of [undefined, {}, { store: 5 }, { store: "" }]) {
      await assert.rejects(untyped(options), needed);
    }
    const fabric = await openFabric({ store: ":memory:" });
    try {
      const run = fabric.run as (path?: unknown, options?: object) => Promise<unknown>;
      await assert.rejects(run(), { name: "TypeError", message: /its path is needed/ });
      const counter = `${folder}/counter.tsx`;
      await assert.rejects(run(counter, { exportName: "five" }), {
        code: "not-a-pattern",
        message: "Cannot run 'five' of /counter.tsx: it is no pattern; export pattern(…)",
      });
      await assert.rejects(run(counter, { exportName: "six" }), {
        code: "missing-export",
        message: /it exports .*five/,
      });
      await assert.rejects(run(`${folder}/throws.tsx`), {
        code: "program-failed",
        message: /^Cannot run \/throws\.tsx: no rate\n {2}at \/throws\.tsx:3:\d+$/,
      });
      const piece = await fabric.run(counter, { exportName: "named" });
      const sink = piece.sink as (path: string, listener: unknown) => void;
      assert.throws(
        () => sink.call(piece, "name", 5),
        /a function that takes the values is needed/,
      );
      assert.equal((await fabric.pieces()).length, 1);
    } finally {
      await fabric.close();
    }
    await assert.rejects(fabric.pieces(), { code: "closed" });
  }));
