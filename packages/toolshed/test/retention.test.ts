/**
 * A runtime lets go of documents that nobody reads, and nobody notices: random edits of a list, by
 * a runtime that lets go of all it can after each step and by one that keeps everything, while
 * both show the list and hide it again.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileSource } from "@cf/fabric";
import { openPiece, type Piece, runPattern, Runtime } from "@cf/runner";
import fc from "fast-check";
import { type World, type WorldKind, WORLDS } from "./worlds.ts";

const ROWS = new URL("../../fabric/src/test/fixtures/rows.tsx", import.meta.url);
const MARKED = readFileSync(ROWS, "utf8").replace(
  "return {\n    rows,",
  (found) =>
    `const seen = new Writable(0);\n  ${found}
    look: action(() => { items.get().map((item) => item.name); seen.increment(1); }),`,
);
const { program } = compileSource(
  { main: "/rows.tsx", files: { "/rows.tsx": MARKED } },
  "rows.tsx",
);

const KINDS = ["append", "insert", "move", "remove", "replace", "rename", "sort", "bump"] as const;

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly to: number;
  /** Which of the two makes the edit, and which shows the list or hides it before. */
  readonly by: 0 | 1;
  readonly turns: 0 | 1 | undefined;
  /** Whether the network fails after the edit, where there is one. */
  readonly cut: boolean;
}

/** One of the two runtimes, and its view of the list. */
class Reader {
  readonly runtime: Runtime;
  piece: Piece | undefined;
  #hide: (() => void) | undefined;

  constructor(world: World, label: string, readonly letsGo: boolean) {
    this.runtime = new Runtime({ connection: world.connect(world.owner, label) });
    this.runtime.programs.load(program);
  }

  get documents(): number {
    return this.runtime.replica(this.runtime.homeSpace).size;
  }

  turn(): void {
    if (this.#hide === undefined) this.#hide = this.piece!.sink("rows", () => {});
    else this.hide();
  }

  hide(): void {
    this.#hide?.();
    this.#hide = undefined;
  }

  async letGo(): Promise<void> {
    // What was asked for before is answered before this commit is.
    await this.piece!.send("look");
    if (!this.letsGo) return;
    const replica = this.runtime.replica(this.runtime.homeSpace);
    for (let look = 0; look < 2; look++) replica.letGo();
  }

  /** The rows as of everything that was committed before: this runtime's commit comes after it. */
  async rows(): Promise<unknown> {
    await this.piece!.send("look");
    const rows = await this.piece!.get("rows") as unknown as { label: string; count: number }[];
    return rows.map(({ label, count }) => ({ label, count }));
  }
}

/** Two runtimes with one piece, whose list is empty. */
async function open(
  kind: WorldKind,
  graceMs = 0,
): Promise<{ world: World; readers: [Reader, Reader] }> {
  const world = await kind.open(":memory:", { graceMs });
  const readers: [Reader, Reader] = [
    new Reader(world, "lets go", true),
    new Reader(world, "keeps", false),
  ];
  const [{ runtime }] = readers;
  const factory = runtime.programs.load(program).exports[program.main]!.default;
  const made = runPattern(runtime, factory, { argument: { items: [] } });
  await runtime.idle();
  for (const reader of readers) reader.piece = openPiece(reader.runtime, made.id);
  return { world, readers };
}

async function close({ world, readers }: Awaited<ReturnType<typeof open>>): Promise<void> {
  for (const { runtime } of readers) await runtime.dispose();
  await world.close();
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    at: fc.nat(100),
    to: fc.nat(100),
    by: fc.constantFrom(0 as const, 1 as const),
    turns: fc.constantFrom(0 as const, 1 as const, undefined),
    cut: fc.boolean(),
  }),
  { minLength: 1, maxLength: 15 },
);

type Model = { name: string; count: number }[];

/** The event of a step, after the same was done to the model; none where there is no such row. */
function eventOf(model: Model, { kind, at, to }: Step, name: string): object | undefined {
  const index = at % Math.max(model.length, 1);
  const row = model[index];
  if (kind === "append") model.push({ name, count: 0 });
  else if (kind === "insert") model.splice(index, 0, { name, count: 0 });
  else if (row === undefined) return undefined;
  else if (kind === "move") model.splice(to % model.length, 0, model.splice(index, 1)[0]!);
  else if (kind === "remove") model.splice(index, 1);
  else if (kind === "replace") model[index] = { name, count: 0 };
  else if (kind === "rename") row.name = name;
  else if (kind === "sort") model.sort((a, b) => a.name < b.name ? -1 : 1);
  else row.count++;
  return kind === "move" ? { from: index, to: to % model.length } : { at: index, name };
}

async function checkHistory(kind: WorldKind, history: readonly Step[]): Promise<void> {
  // A channel that is resumed in one half, and one that is declared anew in the other.
  const opened = await open(kind, history.length % 2 * 60_000);
  const { readers } = opened;
  const model: Model = [];
  for (const [number, step] of history.entries()) {
    if (step.turns !== undefined) readers[step.turns].turn();
    const event = eventOf(model, step, `${step.to % 7}-${number}`);
    if (event !== undefined) await readers[step.by].piece!.send(step.kind, event);
    if (step.cut) opened.world.cut();
    const expected = model.map(({ name, count }, i) => ({ label: `${i}:${name}`, count }));
    for (const reader of readers) {
      await reader.letGo();
      assert.deepEqual(await reader.rows(), expected, `after step ${number}, ${step.kind}`);
    }
  }
  await close(opened);
}

for (const kind of WORLDS) {
  Deno.test(`a runtime ${kind.name} that lets go of documents sees what one that keeps all sees`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, (history) => checkHistory(kind, history)),
      { numRuns: kind.hasNetwork ? 8 : 25 },
    );
  });

  Deno.test(`the documents of removed elements go while a list is shown (${kind.name})`, async () => {
    const opened = await open(kind);
    const [reader] = opened.readers;
    reader.turn();
    const fill = async (count: number) => {
      for (let i = 0; i < count; i++) await reader.piece!.send("append", { name: `row ${i}` });
      await reader.letGo();
      return reader.documents;
    };
    const few = await fill(3);
    assert.ok(await fill(30) >= few + 30, "what is shown stays");
    for (let i = 0; i < 30; i++) await reader.piece!.send("remove", { at: 0 });
    await reader.letGo();
    await reader.letGo();
    assert.ok(reader.documents <= few + 2, `${reader.documents} are kept, of ${few}`);
    assert.equal(((await reader.rows()) as unknown[]).length, 3);
    await close(opened);
  });
}
