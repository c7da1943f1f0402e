import assert from "node:assert/strict";
import { LoadError } from "../errors.ts";
import { loadProgram } from "./load-program.ts";

function reader(files: Record<string, string>) {
  return (path: string) => files[path];
}

Deno.test("loadProgram() collects relative imports and data files below the common folder", () => {
  const source = loadProgram(
    "/work-folder/patterns/main.tsx",
    reader({
      "/work-folder/patterns/main.tsx":
        'import { a } from "./parts/a.ts"; export * from "../shared/b"; const t = dataFile("./x.csv");',
      "/work-folder/patterns/parts/a.ts":
        'import type { B } from "../../shared/b.tsx"; dataFile(`y.txt`)',
      "/work-folder/shared/b.tsx": 'export const b = 1; import "commonfabric";',
      "/work-folder/patterns/x.csv": "1,2",
      "/work-folder/patterns/parts/y.txt": "why",
      "/work-folder/other.ts": "never",
    }),
  );
  assert.equal(source.main, "/patterns/main.tsx");
  assert.deepEqual(Object.keys(source.files), [
    "/patterns/main.tsx",
    "/patterns/parts/a.ts",
    "/patterns/parts/y.txt",
    "/patterns/x.csv",
    "/shared/b.tsx",
  ]);
});

Deno.test("loadProgram() finds index files, .js spellings, and survives cycles", () => {
  const source = loadProgram(
    "/p/main.ts",
    reader({
      "/p/main.ts": 'import "./lib"; import "./other.js";',
      "/p/lib/index.ts": 'import "../main.ts";',
      "/p/other.tsx": "",
    }),
  );
  assert.deepEqual(Object.keys(source.files), ["/lib/index.ts", "/main.ts", "/other.tsx"]);
});

Deno.test("loadProgram() follows every form of import and export", () => {
  const source = loadProgram(
    "/p/main.tsx",
    reader({
      "/p/main.tsx": `
import only, * as all from "./all.ts";
const view = <p>don't \` quote {only}</p>;
type T = import("./type.ts").T;
const later = () => import("./later.ts");
export * as Parts from "./parts.ts";
export type * as Kinds from "./kinds.ts";
export { default as Named, type Other } from "./named.tsx";
// export * from "./comment.ts";
const text = 'import "./text.ts"';
`,
      "/p/all.ts": "",
      "/p/type.ts": "",
      "/p/later.ts": "",
      "/p/parts.ts": "",
      "/p/kinds.ts": "",
      "/p/named.tsx": "",
      "/p/comment.ts": "",
      "/p/text.ts": "",
    }),
  );
  assert.deepEqual(Object.keys(source.files), [
    "/all.ts",
    "/kinds.ts",
    "/later.ts",
    "/main.tsx",
    "/named.tsx",
    "/parts.ts",
    "/type.ts",
  ]);
});

Deno.test("loadProgram() leaves an import that leads nowhere to the compiler", () => {
  const source = loadProgram("/p/main.ts", reader({ "/p/main.ts": 'import "./gone.ts";' }));
  assert.deepEqual(Object.keys(source.files), ["/main.ts"]);
});

Deno.test("loadProgram() of a missing main module names it", () => {
  assert.throws(
    () => loadProgram("/p/none.tsx", reader({})),
    (error: unknown) =>
      error instanceof LoadError && error.code === "load-failed" &&
      error.message.includes("/p/none.tsx"),
  );
});
