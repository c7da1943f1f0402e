import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { createCompiler } from "./compiler.ts";

const text = `import { action, computed, pattern, UI, type Writable } from "commonfabric";

export default pattern<{ xs: { n: number }[]; c: Writable<number> }>(({ xs, c }) => {
  const total = computed(() => {
    const first = xs[0]!;
    return first.n + MARK_1();
  });
  const set = action(() => {
    c.set(MARK_2());
  });
  return {
    [UI]: (
      <ul title={MARK_3(total)} onClick={set}>
        {xs.map((x) => (
          <li>
            {MARK_4(x.n)}
          </li>
        ))}
      </ul>
    ),
  };
});
declare function MARK_1(): number;
declare function MARK_2(): number;
declare function MARK_3(n: number): string;
declare function MARK_4(n: number): string;
`;

Deno.test("compile() maps emitted code to the author's lines", () => {
  const { program } = createCompiler().compile({ main: "/m.tsx", files: { "/m.tsx": text } });
  const { code, map } = program!.modules["/m.tsx"]!;
  const parsed = JSON.parse(map);
  assert.deepEqual(parsed.sources, ["/m.tsx"]);
  assert.doesNotMatch(code, /sourceMappingURL/);
  const sourceMap = new SourceMap(parsed);
  const authored = text.split("\n");
  const emitted = code.split("\n");
  for (const mark of ["MARK_1", "MARK_2", "MARK_3", "MARK_4"]) {
    const line = emitted.findIndex((each) => each.includes(mark));
    const entry = sourceMap.findEntry(line, emitted[line]!.indexOf(mark)) as {
      originalLine: number;
      originalColumn: number;
    };
    const expected = authored.findIndex((each) => each.includes(mark));
    assert.equal(entry.originalLine, expected, mark);
    assert.equal(entry.originalColumn, authored[expected]!.indexOf(mark), mark);
  }
});
