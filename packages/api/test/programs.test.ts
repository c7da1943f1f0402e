/**
 * Programs of authors, checked against these types. Those in `ok` must have no finding; those in
 * `bad` exactly the marked ones: a comment `// expect: TS2345` stands on the line above each.
 */

import assert from "node:assert/strict";
import { AUTOMATIC, CLASSIC, type Finding, typeCheck } from "./type-check.ts";

const FIXTURES = new URL("fixtures/", import.meta.url).pathname;
const JSX_GLOBAL = new URL("../jsx-global.ts", import.meta.url).pathname;

function programs(folder: string): string[] {
  return [...Deno.readDirSync(FIXTURES + folder)]
    .map((entry) => `${FIXTURES}${folder}/${entry.name}`)
    .filter((file) => /\.tsx?$/.test(file))
    .sort();
}

function describe(findings: readonly Finding[]): string {
  return findings.map(({ line, code, text }) => `line ${line}: TS${code} ${text}`).join("\n");
}

/** The findings that the comments of a program announce, as `line:code`. */
function announced(file: string): string[] {
  const lines = Deno.readTextFileSync(file).split("\n");
  return lines.flatMap((line, index) => {
    const codes = line.match(/\{?\/[/*] expect: (TS\d+(?:, TS\d+)*)/)?.[1];
    return codes === undefined ? [] : codes.split(", ").map((code) => `${index + 2}:${code}`);
  });
}

Deno.test("programs in ok have no finding under the automatic JSX runtime", async (t) => {
  const findings = typeCheck(programs("ok"), AUTOMATIC);
  for (const [file, found] of findings) {
    await t.step(file.slice(FIXTURES.length) || "options", () => assert.equal(describe(found), ""));
  }
});

Deno.test("programs in ok have no finding under the classic JSX runtime with global h", () => {
  const findings = typeCheck([...programs("ok"), JSX_GLOBAL], {
    ...CLASSIC,
    jsxFragmentFactory: "h.fragment",
  });
  for (const [file, found] of findings) {
    const text = describe(found);
    assert.equal(text && `${file}\n${text}`, "");
  }
});

Deno.test("programs in bad have exactly the findings their comments announce", async (t) => {
  const findings = typeCheck(programs("bad"), AUTOMATIC);
  for (const [file, found] of findings) {
    await t.step(file.slice(FIXTURES.length) || "options", () => {
      const actual = found.map(({ line, code }) => `${line}:TS${code}`).sort();
      assert.deepEqual(actual, announced(file).sort(), describe(found));
      assert.ok(actual.length > 0, "a program in bad announces at least one finding");
    });
  }
});
