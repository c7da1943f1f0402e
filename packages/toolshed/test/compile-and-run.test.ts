/** Programs that patterns make and run, where a piece runs on the server. */

import assert from "node:assert/strict";
import { createIdentity } from "@cf/protocol";
import { startServer } from "../mod.ts";
import { Caller } from "./caller.ts";

const PATTERN = `
import { compileAndRun, pattern, Writable } from "commonfabric";
export default pattern<{ code: Writable<string>; value: number }>(({ code, value }) => ({
  run: compileAndRun({ files: [{ name: "/main.tsx", contents: code }], main: "/main.tsx", input: { value } }),
  code,
}));
`;

const program = (expression: string, head = "") => `
import { computed, pattern } from "commonfabric";${head}
export default pattern<{ value: number }>(({ value }) => ({ twice: computed(() => ${expression}) }));
`;

Deno.test("compileAndRun() runs on the server, and tells there what is wrong", async () => {
  const identity = await createIdentity();
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {} });
  try {
    const owner = new Caller(server.url, identity);
    const { space } = (await owner.send("POST", "/api/spaces", {})).body;
    const made = await owner.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/main.tsx", files: { "/main.tsx": PATTERN } },
      argument: { code: program("value * 2"), value: 4 },
    });
    const at = `/api/spaces/${space}/pieces/${encodeURIComponent(made.body.piece)}`;
    const call = async (verb: string, body: object) =>
      (await owner.send("POST", `${at}/${verb}`, body)).body;
    const state = async () => (await call("get", { path: "run" })).value;
    const become = (code: string) => call("set", { path: "code", value: code });

    assert.deepEqual(await state(), { pending: false, result: { twice: 8 } });
    await become(program("value * 3 as unknown as string * 1"));
    assert.deepEqual((await state()).result, { twice: 12 }, "types keep nothing from running");
    await become("export default (");
    const syntax = await state();
    assert.deepEqual([syntax.result, syntax.errors[0].line], [undefined, 1]);
    await become(program("value * factor", `\nimport { factor } from "./factor.ts";`));
    const missing = await state();
    assert.match(JSON.stringify(missing.error), /main.tsx:3:24 Cannot find module/);
    assert.equal(missing.errors[0].line, 3);
  } finally {
    await server.close();
  }
});
