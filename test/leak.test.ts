/**
 * Showing a piece and closing it again leaves memory where it was: ten thousand times for a small
 * one, and for one with everything in it, of which not a single object may stay.
 */

import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { compileFile, compileSource, openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { openPiece, viewHost } from "@cf/runner";

const MOUNTS = 10_000;
/** Between two measurements, so that weak tables are as large as a burst of this size makes them. */
const BURST = 2000;
/**
 * Growth per mount that would show a leak: the smallest object with the slot that holds it is
 * larger. What is left is the engine's own: code and shapes, a few kilobytes in some bursts.
 */
const BYTES_PER_MOUNT_MAX = 20;

Deno.test("ten thousand mounts and unmounts of a piece leave memory where it was", async () => {
  const collect = collector();
  const fabric = await openFabric({ store: ":memory:" });
  const file = new URL("../patterns/todo-list.tsx", import.meta.url).pathname;
  const piece = await fabric.runProgram(compileFile(file));
  await piece.send("add", { title: "one" });
  await piece.send("add", { title: "two" });
  piece.release();
  const { runtime } = fabric;

  const mount = async () => {
    const held = openPiece(runtime, piece.id);
    const tree = new TreeApplier();
    const view = render(held.reference(), { reactivity: viewHost(runtime), applier: tree });
    view.flush();
    assert.match(tree.toHtml(), /two/);
    view.dispose();
    held.release();
    // The piece stops after the turn in which nobody reads it any more.
    await Promise.resolve();
    await Promise.resolve();
  };
  const heapUsed = async () => {
    await fabric.idle();
    collect();
    return Deno.memoryUsage().heapUsed;
  };

  const burst = async () => {
    for (let i = 0; i < BURST; i++) await mount();
    return await heapUsed();
  };
  await burst();
  let before = await burst();
  const grown: number[] = [];
  for (let done = 0; done < MOUNTS; done += BURST) {
    const after = await burst();
    grown.push((after - before) / BURST);
    before = after;
  }
  // A leak grows in every burst.
  const typical = grown.toSorted((a, b) => a - b)[grown.length >> 1]!;
  assert.equal(runtime.pieces.count, 0, "no piece is left running");
  assert.ok(typical < BYTES_PER_MOUNT_MAX, `the heap grew by ${grown} bytes a mount`);
  await fabric.close();
});

function collector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
}

/** Resolves in a task of its own: nothing is waited for, but only timers begin one here. */
function anotherTask(): Promise<void> {
  // deno-lint-ignore cf/test-waiting
  return new Promise((resolve) => void setTimeout(resolve));
}

const EVERYTHING = `
import { action, computed, fetchJson, handler, ifElse, pattern, sqliteDatabase, Stream, table, UI, type VNode, Writable } from "commonfabric";
interface Item { title: string; done: boolean; tags: string[] }
const toggle = handler<void, { item: Writable<Item> }>((_event, { item }) => {
  item.key("done").set(!item.key("done").get());
});
const Row = pattern<{ item: Item }, { [UI]: VNode; label: string }>(({ item }) => {
  const open = new Writable(false);
  const label = computed(() => item.title.toUpperCase());
  return {
    label,
    [UI]: (
      <li class={item.done ? "done" : "open"} onClick={toggle({ item })}>
        <b>{label}</b>{open.get() ? <i>open</i> : null}<cf-input $value={item.title} />
      </li>
    ),
  };
});
interface Output {
  items: Item[]; add: Stream<string>; touch: Stream<void>; log: Stream<string>; open: number; [UI]: VNode;
}
export default pattern<{}, Output>(() => {
  const db = sqliteDatabase({ tables: { logs: table({ id: "integer primary key", body: "text" }) } });
  const rows = db.query<{ id: number; body: string }>("SELECT id, body FROM logs ORDER BY id LIMIT 10", { reactOn: db });
  const items = new Writable<Item[]>([]);
  const draft = new Writable.perSession<string>("");
  const found = fetchJson<{ n: number }>({ url: "https://example.com/n" });
  const open = computed(() => items.get().filter((item) => !item.done).length);
  return {
    items, open,
    add: action((title: string) => items.push({ title, done: false, tags: ["a"] })),
    touch: action(() => { items.key(0).key("done").set(!items.get()[0]!.done); draft.set(draft.get() === "" ? "x" : ""); }),
    log: action((body: string) => { db.exec("INSERT INTO logs (body) VALUES (?)", [body]); }),
    [UI]: (
      <div>
        {open} {found.result?.n}
        <ul>{items.map((item) => <Row item={item} />)}</ul>
        {items.filter((item) => !item.done).map((item) => <p>{item.tags.map((tag) => <i>{tag}</i>)}</p>)}
        {ifElse(open, <b>some</b>, <b>none</b>)}
        {rows.result?.map((row) => <em>{row.body}</em>)}
        <cf-input $value={draft} />
        <cf-button onClick={() => items.push({ title: draft.get(), done: true, tags: [] })}>Add</cf-button>
      </div>
    ),
  };
});`;

/** Enough that what each leaves is told from what the engine remembers. */
const WATCHED_MOUNTS = 200;

Deno.test("nothing of a mount with lists, sub-patterns, rows, requests and handlers stays", async () => {
  const collect = collector();
  const answer = () =>
    new Response('{"n": 5}', { headers: { "content-type": "application/json" } });
  const fabric = await openFabric({
    store: ":memory:",
    fetch: () => Promise.resolve(answer()),
  });
  const { runtime } = fabric;
  const program = compileSource({ main: "/all.tsx", files: { "/all.tsx": EVERYTHING } }, "all.tsx");
  const piece = await fabric.runProgram(program);
  for (const title of ["one", "two", "three"]) await piece.send("add", title);
  await piece.send("log", "first row");
  piece.release();
  const mounted: { name: string; part: WeakRef<object> }[] = [];
  const mount = async () => {
    const held = openPiece(runtime, piece.id);
    const tree = new TreeApplier();
    const view = render(held.reference(), { reactivity: viewHost(runtime), applier: tree });
    await fabric.idle({ builtins: true });
    view.flush();
    assert.match(tree.toHtml(), /5.*THREE.*first row/s);
    await held.send("touch");
    view.flush();
    const instance = runtime.pieces.instance(held.space, held.id);
    const parts = { tree, view, reference: held.reference(), instance, frame: instance.frame };
    for (const [name, part] of Object.entries(parts)) {
      mounted.push({ name, part: new WeakRef(part) });
    }
    view.dispose();
    held.release();
  };
  for (let i = 0; i < WATCHED_MOUNTS; i++) await mount();
  await fabric.idle();
  assert.equal(runtime.pieces.count, 0, "no piece is left running");
  assert.equal(runtime.openQueries.size, 0, "no query is left open");
  // A weak reference holds what it names until the task ends in which it was made; what one
  // collection finalizes, the next one frees.
  for (let round = 0; round < 3; round++) {
    await anotherTask();
    collect();
  }
  // The engine may remember one mount, such as the last; a leak is one of every mount.
  for (const name of new Set(mounted.map((one) => one.name))) {
    const kept = mounted.filter((one) => one.name === name && one.part.deref() !== undefined);
    assert.ok(kept.length <= 3, `${kept.length} of ${WATCHED_MOUNTS} are kept: ${name}`);
  }
  await fabric.close();
});
