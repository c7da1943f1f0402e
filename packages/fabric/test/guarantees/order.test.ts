/** What a session's handlers do is done in the order of its events, whatever had to run again. */

import assert from "node:assert/strict";
import { viewHost } from "@cf/runner";
import { openStage } from "./stage.ts";

const PROGRAM =
  `import { action, Default, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Input { list: Writable<string[] | Default<[]>>; log: Writable<string[] | Default<[]>> }
interface Output {
  list: string[]; log: string[]; rows: string[];
  clear: Stream<void>; add: Stream<string>; note: Stream<string>; insert: Stream<string>;
}
export default pattern<Input, Output>(({ list, log }) => {
  const db = sqliteDatabase({ tables: { entries: table({ id: "integer primary key", body: "text" }) } });
  const entries = db.query<{ body: string }>("select body from entries order by id", { reactOn: db });
  const clear = action(() => {
    console.log("clears " + list.get().join());
    list.set([]);
    log.push("clear");
  });
  const add = action((text: string) => { list.push(text); log.push("add " + text); });
  const note = action((text: string) => { log.push(text); });
  const insert = action((text: string) => {
    log.push("insert " + text);
    db.exec("insert into entries (body) values (?)", [text]);
  });
  const rows = entries.result?.map(({ body }) => body) ?? [];
  return { list, log, rows, clear, add, note, insert };
});`;

interface Cell {
  key(...path: (string | number)[]): Cell;
  push(...values: unknown[]): void;
}

Deno.test("events that were sent after one that had to run again are handled after it", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  await Promise.all([stage.piece.get(""), other.piece.get("")]);
  await stage.piece.send("add", "old");
  await other.runtime.idle();
  const rival = other.piece.reference("list") as Cell;
  stage.onPrint = () => {
    stage.onPrint = undefined;
    other.runtime.transact("rival", () => rival.push("theirs"));
  };
  await Promise.all([
    stage.piece.send("clear"),
    stage.piece.send("note", "first"),
    stage.piece.send("add", "new"),
    stage.piece.send("insert", "row"),
    stage.piece.send("note", "last"),
  ]);
  await other.runtime.idle();
  assert.deepEqual(stage.since(), ["clears old", "clears old,theirs"]);
  assert.deepEqual(await other.piece.get("list"), ["new"]);
  assert.deepEqual(await other.piece.get("rows"), ["row"]);
  const log = ["add old", "clear", "first", "add new", "insert row", "last"];
  assert.deepEqual(await other.piece.get("log"), log);
  assert.deepEqual(await stage.piece.get(""), await other.piece.get(""));
  assert.deepEqual([...stage.errors, ...other.errors], []);
  await other.close();
  await stage.close();
});

const COMPOSER =
  `import { action, Default, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Input { draft: Writable<string | Default<"">>; posts: Writable<string[] | Default<[]>> }
interface Output { draft: string; posts: string[]; post: Stream<void>; store: Stream<void> }
export default pattern<Input, Output>(({ draft, posts }) => {
  const db = sqliteDatabase({ tables: { entries: table({ id: "integer primary key", body: "text" }) } });
  const entries = db.query<{ n: number }>("select count(*) as n from entries");
  const post = action(() => {
    console.log("posts " + draft.get());
    posts.push(posts.get().length + " " + draft.get());
    draft.set("");
  });
  const store = action(() => {
    posts.push(entries.result![0]!.n + " " + draft.get());
    draft.set("");
  });
  return { draft, posts, post, store };
});`;

Deno.test("what is typed after an event that had to run again stays", async () => {
  const stage = await openStage(COMPOSER);
  const other = await stage.join({ user: "other" });
  await Promise.all([stage.piece.get(""), other.piece.get("")]);
  const rival = other.piece.reference("posts") as Cell;
  const view = viewHost(stage.runtime);
  const draft = stage.piece.reference("draft");
  view.setCell(draft, "hello");
  await stage.runtime.idle();
  stage.onPrint = () => {
    stage.onPrint = undefined;
    other.runtime.transact("rival", () => rival.push("theirs"));
  };
  view.send(stage.piece.reference("post"), undefined);
  view.setCell(draft, "next");
  assert.equal(view.resolve(draft), "next");
  for (const { runtime } of [stage, other, stage, other]) await runtime.idle();
  assert.deepEqual(stage.since(), ["posts hello", "posts hello"]);
  for (const { piece } of [stage, other]) {
    assert.equal(await piece.get("draft"), "next");
    assert.deepEqual(await piece.get("posts"), ["theirs", "1 hello"]);
  }
  await other.close();
  await stage.close();
});

Deno.test("what is typed while an event waits for rows is not part of it", async () => {
  const stage = await openStage(COMPOSER);
  const view = viewHost(stage.runtime);
  const draft = stage.piece.reference("draft");
  view.setCell(draft, "hello");
  view.send(stage.piece.reference("store"), undefined);
  const typed = view.setCell(draft, "next");
  assert(typed instanceof Promise);
  await typed;
  await stage.runtime.idle();
  assert.equal(await stage.piece.get("draft"), "next");
  assert.deepEqual(await stage.piece.get("posts"), ["0 hello"]);
  assert.deepEqual(stage.errors, []);
  await stage.close();
});
