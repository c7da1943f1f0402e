/** Every example in the docstrings of `packages/api` is a program that compiles and runs. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { makeRuntime, sharedCompiler } from "@cf/fabric";
import { type CompiledProgram, type ErrorReport, runPattern } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import { type Example, examples } from "./examples/example.ts";

Deno.test("every example of packages/api compiles and runs", async (t) => {
  const all = examples();
  assert.ok(all.length > 140, "the examples are found");
  const main = all.map(({ path }, index) => `export * as example${index} from ".${path}";`).join(
    "\n",
  );
  const files = Object.fromEntries(all.map(({ path, module }) => [path, module]));
  const source = {
    main: "/main.tsx",
    files: { "/main.tsx": main, "/cities.csv": "Rome\nOslo\n", ...files },
  };
  const { program, diagnostics } = sharedCompiler().compile(source);
  assert.ok(program !== undefined, JSON.stringify(diagnostics));
  const host = SpaceHost.open(":memory:");
  const owner = (await createIdentity()).did;
  const space = host.create((await createIdentity()).did, owner);
  const errors: ErrorReport[] = [];
  const runtime = makeRuntime(
    space.connect({ principal: owner }),
    {
      onError: (report) => void errors.push(report),
      onConsole: () => {},
      fetch: () => Promise.resolve(Response.json({})),
    },
    () => sharedCompiler(),
  );
  const loaded = runtime.programs.load(program as CompiledProgram);
  const run = async (example: Example) => {
    const findings = diagnostics.filter(({ file }) => file === example.path);
    assert.deepEqual(
      findings.map(({ code, message, line }) => `${line}: ${code} ${message}`),
      [],
      `${example.place}\n${example.module}`,
    );
    const exported = loaded.exports[example.path]!;
    // A test of several users is started by its runner.
    if (example.code.includes("multiUserTest(")) return;
    const piece = runPattern(runtime, exported.default);
    await runtime.idle();
    await piece.get("");
    if (/const run = action/.test(example.module)) await piece.send("run");
    await runtime.idle();
    piece.release();
    assert.deepEqual(errors.splice(0).map(({ text }) => text), [], example.place);
  };
  for (const example of all) await t.step(example.place, () => run(example));
  await runtime.dispose();
  await host.close();
});
