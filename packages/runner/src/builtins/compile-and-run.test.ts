import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openFabric } from "@cf/fabric";
import type { Json } from "@cf/utils";
import type { HostServices } from "./host.ts";

const program = (expression: string) => `
import { action, computed, pattern, Writable } from "commonfabric";
export default pattern<{ value: number }>(({ value }) => {
  const count = new Writable(0);
  const more = action(() => count.increment(1));
  return { shown: computed(() => ${expression}), count, more };
});
`;

/** Runs the fixture with a compiler that waits for the test before each program. */
async function withRunner(
  test: (at: {
    get: (path: string) => Promise<Json | undefined>;
    set: (path: string, value: Json) => Promise<void>;
    send: (path: string) => Promise<unknown>;
    compiled: () => Promise<void>;
    states: Json[];
  }) => Promise<void>,
) {
  const gates: PromiseWithResolvers<void>[] = [];
  let asked = Promise.withResolvers<void>();
  const plain = await openFabric({ store: ":memory:" });
  const { compile } = plain.runtime.builtins.host;
  const waiting: NonNullable<HostServices["compile"]> = async (source) => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    asked.resolve();
    await gate.promise;
    return await compile!(source);
  };
  const fabric = await openFabric({ store: ":memory:", compile: waiting });
  try {
    const path = fileURLToPath(new URL("test/fixtures/run-code.tsx", import.meta.url));
    const piece = await fabric.run(path, { argument: { code: program("value * 2"), value: 3 } });
    const states: Json[] = [];
    piece.sink("state", (state) => void states.push(state ?? null));
    await test({
      get: (at) => piece.get(at),
      set: (at, value) => piece.setArgument(at, value),
      send: (at) => piece.send(at),
      compiled: async () => {
        while (gates.length === 0) await asked.promise;
        asked = Promise.withResolvers();
        gates.shift()!.resolve();
        await fabric.runtime.idle({ builtins: true });
      },
      states,
    });
  } finally {
    await fabric.close();
    await plain.close();
  }
}

Deno.test("compileAndRun() shows the former program until the next is compiled", async () => {
  await withRunner(async ({ compiled, get, set, send, states }) => {
    assert.deepEqual(states.at(-1), { pending: true, shown: null, errors: null });
    await compiled();
    assert.deepEqual(states.at(-1), { pending: false, shown: 6, errors: null });
    await set("value", 5);
    assert.equal(await get("run.result.shown"), 10);
    await send("run.result.more");
    assert.equal(await get("run.result.count"), 1);

    await set("code", program("value * 100"));
    assert.deepEqual(states.at(-1), { pending: true, shown: 10, errors: null });
    await set("value", 6);
    assert.deepEqual(states.at(-1), { pending: true, shown: 12, errors: null });
    await compiled();
    assert.deepEqual(states.at(-1), { pending: false, shown: 600, errors: null });
    assert.equal(await get("run.result.count"), 0);

    await set("code", program("value * 2"));
    assert.deepEqual(states.at(-1), { pending: false, shown: 12, errors: null });
    assert.equal(await get("run.result.count"), 1, "its cells are found again");
  });
});

Deno.test("compileAndRun() tells mistakes by file, line and column, and ends what ran", async () => {
  await withRunner(async ({ compiled, get, set, states }) => {
    await compiled();
    await set("code", "import { pattern } from 'commonfabric';\nexport default pattern((;\n");
    await compiled();
    const { shown, errors } = states.at(-1) as Record<string, Json>;
    assert.equal(shown, null);
    const [first] = errors as Record<string, Json>[];
    assert.deepEqual([first!.file, first!.line, first!.column], ["/main.tsx", 2, 25]);
    assert.equal(await get("run.result"), undefined);
    await set("code", "export default 1;\n");
    await compiled();
    assert.match(
      JSON.stringify(await get("run.error")),
      /main.tsx: its default export is no pattern/,
    );
  });
});

Deno.test("compileAndRun() asks for nothing while its text is empty, and tells what a module throws", async () => {
  await withRunner(async ({ compiled, get, set, states }) => {
    await compiled();
    await set("code", " \n");
    assert.deepEqual(states.at(-1), { pending: false, shown: null, errors: null });
    assert.equal(await get("run.error"), undefined);
    await set("code", "throw new Error('at once');\nexport default 1;\n");
    await compiled();
    const code = await get("run.error.code");
    const message = await get("run.error.message");
    assert.deepEqual([code, message], ["program-failed", "Cannot run /main.tsx: at once"]);
  });
});

Deno.test("compileAndRun() gives its result as the declared type says", async () => {
  await withRunner(async ({ compiled, get, send }) => {
    await compiled();
    await send("raise");
    assert.equal(await get("run.result.count"), 10);
  });
});

Deno.test("compileAndRun() follows an input that is computed with the rest of its request", async () => {
  await withRunner(async ({ compiled, get, set }) => {
    await compiled();
    assert.equal(await get("whole"), 6);
    await set("value", 4);
    assert.equal(await get("whole"), 8);
  });
});

Deno.test("compileAndRun() says with its line what a program that cannot be run lacks", async () => {
  await withRunner(async ({ get, set, compiled }) => {
    await compiled();
    await set("code", `import { factor } from "./factor.ts";\n${program("value * factor")}`);
    await compiled();
    const state = await get("run") as { error: { error: string }; errors: { line: number }[] };
    assert.match(state.error.error, /\n {2}\/main\.tsx:1:24 Cannot find module '\.\/factor\.ts'/);
    assert.deepEqual(state.errors.map(({ line }) => line), [1]);
  });
});
