/** What an editor shows where an author points: types by the names that authors know, and elements. */

import assert from "node:assert/strict";
import ts from "typescript";
import { AUTOMATIC } from "./type-check.ts";

const FILE = "/author/main.tsx";
const SOURCE =
  `import { action, Default, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
interface Item { title: string; tags: string[]; parent?: Item }
interface Input { items: Writable<Item[] | Default<[]>> }
interface Output { items: Item[]; add: Stream<Item>; [UI]: VNode }
export default pattern<Input, Output>(({ items }) => {
  const title = new Writable("");
  const add = action((item: Item) => {
    items.push(item);
    title.set("");
    items.addUnique(item);
  });
  add.send({ title: "a", tags: [] });
  return { items, add, [UI]: <cf-input $value={title} /> };
});
`;

const service = ts.createLanguageService({
  getCompilationSettings: () => AUTOMATIC,
  getScriptFileNames: () => [FILE],
  getScriptVersion: () => "1",
  getScriptSnapshot: (file) => {
    const text = file === FILE ? SOURCE : ts.sys.readFile(file);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => "/author",
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  fileExists: (file) => file === FILE || ts.sys.fileExists(file),
  readFile: ts.sys.readFile,
});

/** What is shown at the last place of `text`, in one line. */
function shownAt(text: string): string {
  const info = service.getQuickInfoAtPosition(FILE, SOURCE.lastIndexOf(text));
  return ts.displayPartsToString(info?.displayParts).replace(/\s+/g, " ");
}

Deno.test("an editor shows what may be given by the names of the author's types", () => {
  assert.deepEqual([...service.getSemanticDiagnostics(FILE)], []);
  assert.equal(
    shownAt("set("),
    "(method) Settable<string>.set(value: string | CellOf<string>): void",
  );
  assert.equal(
    shownAt("addUnique("),
    "(method) Settable<Item[]>.addUnique(...values: (Item | Parts<Item> | CellOf<Item>)[]): void",
  );
  assert.equal(
    shownAt("send("),
    "(method) Stream<Item, void>.send(event: Parts<Item> | CellOf<Item>): void",
  );
  assert.equal(
    shownAt("pattern<Input"),
    "(alias) pattern<Input, Output>(body: (input: BodyInput<Input, Output>) => Output | " +
      "NoInfer<Parts<Output> | CellOf<Output>>): PatternFactory<Input, Output> (+7 overloads) " +
      "import pattern",
  );
});

Deno.test("an editor completes the attributes of an element", () => {
  const at = SOURCE.indexOf("$value");
  const { entries = [] } = service.getCompletionsAtPosition(FILE, at, {}) ?? {};
  const names = new Set(entries.map(({ name }) => name));
  const missing = ["placeholder", "disabled", "label"].filter((name) => !names.has(name));
  assert.deepEqual(missing, []);
});
