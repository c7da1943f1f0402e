/**
 * What a document holds of another kind than the reader's type says reads as undefined, at its own
 * place only, and the runtime says why. It happens when code changes its types, and past casts.
 */

import assert from "node:assert/strict";
import { viewHost } from "@cf/runner";
import { openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, Default, handler, lift, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
type Any = any;
interface Part { deep: number; word?: string }
interface Row { id: string; n: number; tag: string | number; done: boolean; part: Part; list: number[]; kind: "a" | "b"; open: Any }
interface Input {
  n: Writable<number | Default<3>>;
  rows: Writable<Row[] | Default<[]>>;
  record: Writable<Record<string, number> | Default<{}>>;
  either: Writable<string | Part | Default<"">>;
  whole: Writable<Part[] | Default<[]>>;
  none: Writable<null>;
}
interface Output { seen: string; lifted: string; names: string[]; [UI]: VNode; spoil: Stream<void>; mend: Stream<void>; look: Stream<void> }
const text = (value: unknown) => value === undefined ? "-" : JSON.stringify(value);
const row = (r: Row) => [r.n, r.tag, r.done, r.part?.deep, r.part?.word, text(r.list?.length), r.list?.[1], r.kind, r.open].map(text).join(" ");
const lifted = lift(({ n, rows }: { n: number; rows: Row[] }) => text(n) + rows.map((r) => text(r.n)).join(""));
const reports = (i: { n: Any; rows: Any; record: Any; either: Any; whole: Any; none: Any }) =>
  [text(i.n.get()), ...i.rows.get().map(row), text(i.record.get()), text(i.either.get()), text(i.whole.get()), text(i.none.get())].join(" | ");
const look = handler<void, { n: Writable<number>; rows: Writable<Row[]>; record: Writable<Record<string, number>>; either: Writable<string | Part>; whole: Writable<Part[]>; none: Writable<null> }>(
  (_event, state) => console.log(reports(state)));
export default pattern<Input, Output>(({ n, rows, record, either, whole, none }) => {
  const all = { n, rows, record, either, whole, none };
  return {
    seen: computed(() => reports({ n, rows, record, either, whole, none })),
    lifted: lifted({ n, rows }),
    names: rows.map((r) => r.kind),
    [UI]: <div>{n}</div>,
    look: look(all),
    spoil: action(() => {
      const cells: Record<string, Any> = { n, rows, record, either, whole, none };
      cells.n.set("x");
      cells.rows.set([
        { id: "1", n: "x", tag: true, done: 1, part: { deep: "no", word: 7 }, list: [1, "2"], kind: 5, open: "y" },
        { id: "2", n: 1, tag: 2, done: true, part: "none", list: { 1: 1 }, kind: "other", open: [1] },
      ]);
      cells.record.set({ a: 1, b: "two" });
      cells.either.set({ deep: [1] });
      cells.whole.set("no list");
      cells.none.set("something");
    }),
    mend: action(() => {
      n.set(8);
      rows.key(0).key("n").set(9);
    }),
  };
});`;

const ROWS = `- - - - - "2" - - "y" | 1 2 true - - "-" - "other" [1]`;
const REST = `{"a":1} | {} | - | "something"`;

async function onStage(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM, { twice: true });
  try {
    await stage.piece.send("spoil");
    await body(stage);
    assert.deepEqual([...stage.errors, ...stage.differences], []);
  } finally {
    await stage.close();
  }
}

Deno.test("values of another kind than declared read as undefined, and say why", () =>
  onStage(async (stage) => {
    assert.equal(await stage.piece.get("seen"), `- | ${ROWS} | ${REST}`);
    assert.equal(await stage.piece.get("lifted"), "--1");
    assert.deepEqual(await stage.piece.get("names"), [null, "other"]);
    const why = "reads as undefined: it holds a string, and its type says a number";
    assert.ok(
      stage.explained.some((line) => line.endsWith(`/n ${why}`)),
      stage.explained.join("\n"),
    );
  }));

Deno.test("a handler reads values of another kind as computations do, and so does who joins later", () =>
  onStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    for (const { piece } of [stage, other]) await piece.send("look");
    const text = `- | ${ROWS} | ${REST}`;
    assert.deepEqual([...stage.since(), ...other.since()], [text, text]);
    assert.equal(await other.piece.get("seen"), text);
    await other.close();
  }));

Deno.test("who read undefined of another kind hears when it is mended", () =>
  onStage(async (stage) => {
    const { seen, stop } = stage.watch("lifted");
    await stage.piece.send("mend");
    await stage.runtime.idle();
    assert.deepEqual(seen, ["--1", "891"]);
    stop();
  }));

const FIELDS = `
import { computed, pattern, UI, type VNode, Writable } from "commonfabric";
interface Output { seen: string; [UI]: VNode }
export default pattern<{ n?: Writable<number | undefined>; word?: Writable<string>; any?: Writable<any>; both?: Writable<number | string> }, Output>(
  ({ n, word, any, both }) => ({
    seen: computed(() => [n, word, any, both].map((cell) => JSON.stringify(cell?.get()) ?? "-").join(" ")),
    [UI]: <div><input $value={n} /><input $value={word} /><input $value={any} /><input $value={both} /></div>,
  }));`;

Deno.test("what is typed into the field of a number that is not there yet is a number", async () => {
  const stage = await openStage(FIELDS);
  const host = viewHost(stage.runtime);
  const resolved = (value: unknown): unknown => {
    const next = host.resolve(value);
    return next === value || host.isCell(value) ? value : resolved(next);
  };
  try {
    const fields = await stage.runtime.whenReady(() =>
      (resolved(stage.piece.reference("$UI")) as View).children.map(({ props }) => props.$value)
    );
    for (
      const [text, seen] of [["5", `5 "5" "5" "5"`], ["-", `5 "-" "-" "-"`], ["", `5 "" "" ""`]]
    ) {
      for (const field of fields) await host.setCell(field, text);
      await stage.runtime.idle();
      assert.equal(await stage.piece.get("seen"), seen);
    }
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

interface View {
  readonly children: { readonly props: { readonly $value: unknown } }[];
}
