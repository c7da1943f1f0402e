import assert from "node:assert/strict";
import { compileSource } from "./compile.ts";
import type { ServerApi } from "./server-api.ts";

const finding = {
  code: "TS2322",
  severity: "error",
  message: "Type 'string' is not assignable to type 'number'.",
  file: "/main.tsx",
  line: 3,
  column: 7,
};
const found = {
  message: finding.message,
  type: "TS2322",
  line: 3,
  column: 7,
  file: "/main.tsx",
};
const program = { hash: "h", main: "/main.tsx", modules: {}, data: {} };

function compiled(answer: object) {
  const api = { request: () => Promise.resolve(answer) } as unknown as ServerApi;
  return compileSource(api, { main: "/main.tsx", files: { "/main.tsx": "" } });
}

Deno.test("compileSource() gives a program that runs, whatever its types", async () => {
  assert.deepEqual(await compiled({ program, runs: true, diagnostics: [finding] }), {
    program,
    findings: [found],
  });
});

Deno.test("compileSource() gives no program that must not run", async () => {
  const refused = { errors: [found] };
  assert.deepEqual(await compiled({ program, runs: false, diagnostics: [finding] }), refused);
  assert.deepEqual(await compiled({ runs: false, diagnostics: [finding] }), refused);
});
