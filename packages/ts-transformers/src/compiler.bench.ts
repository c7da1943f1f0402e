/**
 * What compiling costs. Cold parses the libraries too, as the first compilation of a process does;
 * warm finds the same 500 lines in the cache folder; edit compiles them again after a change, with
 * the libraries and the previous program at hand, as the figures in milliseconds do.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCompiler } from "./compiler.ts";
import type { SourceProgram } from "./program/source-program.ts";

const COUNTER = `import { action, computed, NAME, pattern, UI, type Writable } from "commonfabric";

export default pattern<{ value: Writable<number> }>(({ value }) => {
  const up = action(() => value.set(value.get() + 1));
  return {
    [NAME]: computed(() => \`Counter \${value.get()}\`),
    [UI]: <cf-button onClick={up}>{value}{value.get() > 9 ? <b>many</b> : null}</cf-button>,
    value,
    up,
  };
});
`;

/** A program of about 500 lines: records, handlers and views that differ in their names. */
function longProgram(): string {
  const parts = [
    'import { computed, handler, NAME, pattern, UI, type Writable } from "commonfabric";',
  ];
  for (let i = 0; i < 20; i++) {
    parts.push(`
interface Item${i} { title: string; done: boolean; tags: string[]; price: number }
interface Input${i} { items: Writable<Item${i}[]>; query: Writable<string> }
const add${i} = handler<{ title: string }, { items: Writable<Item${i}[]> }>(({ title }, { items }) => {
  if (title.trim() === "") return;
  items.push({ title, done: false, tags: [], price: ${i} });
});
export const Part${i} = pattern<Input${i}>(({ items, query }) => {
  const shown = computed(() => items.get().filter((item) => item.title.includes(query.get())));
  const total = computed(() => shown.reduce((sum, item) => sum + item.price, 0));
  return {
    [NAME]: \`Part ${i}: \${total}\`,
    [UI]: (
      <cf-vstack gap="2">
        <cf-input $value={query} placeholder="Search" />
        {shown.length === 0 ? <p>Nothing</p> : <p>{shown.length} found, {total * 2}</p>}
        {items.map((item, index) => (
          <li class={item.done ? "done" : ""}>{index + 1}. {item.title} {item.tags.join(", ")}</li>
        ))}
      </cf-vstack>
    ),
    add: add${i}({ items }),
  };
});`);
  }
  return parts.join("\n") + "\nexport default Part0;\n";
}

const program = (text: string): SourceProgram => ({ main: "/m.tsx", files: { "/m.tsx": text } });

/** The median of `rounds` timings, in milliseconds. */
function median(rounds: number, run: (round: number) => void): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    run(round);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

/** The figures of this module. */
export function figures(): Promise<Record<string, number>> {
  const long = longProgram();
  const apiFolder = dirname(fileURLToPath(import.meta.resolve("@cf/api")));
  const cacheFolder = mkdtempSync(join(tmpdir(), "cf-bench-"));
  const cold = median(3, (round) => {
    // Another spelling of the folder has its own library, so that nothing is parsed already.
    const isolated = createCompiler({ apiFolder: apiFolder + "/.".repeat(round + 1) });
    isolated.compile(program(long));
  });
  const compiler = createCompiler({ cacheFolder });
  compiler.compile(program(long));
  const edited = (text: string) => (round: number) => {
    compiler.compile(program(text.replace("many", `many ${round}`) + `// ${round}\n`));
  };
  const edit = median(7, edited(long));
  const warm = median(7, () => void createCompiler({ cacheFolder }).compile(program(long)));
  rmSync(cacheFolder, { recursive: true });
  return Promise.resolve({
    "compile.warm.vsCold": warm / cold,
    "compile.edit.vsCold": edit / cold,
    "compile.counter.ms": median(15, edited(COUNTER)),
    "compile.500lines.ms": edit,
  });
}
