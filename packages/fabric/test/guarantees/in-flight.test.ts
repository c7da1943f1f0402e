/** Events whose commits are on their way while others commit: what merges, and what runs again. */

import assert from "node:assert/strict";
import { type Actor, openStage } from "./stage.ts";

const PROGRAM = `import { action, Default, pattern, Stream, Writable } from "commonfabric";
interface Item { title: string }
interface Input { items: Writable<Item[] | Default<[]>>; n: Writable<number | Default<0>>; name: Writable<string | Default<"">> }
export default pattern<Input, any>(({ items, n, name }) => ({
  items, n, name,
  titles: items.map((item) => item.title.toUpperCase()),
  push: action((title: string) => { console.log("push"); items.push({ title }); }),
  increment: action(() => { console.log("increment"); n.increment(1); }),
  set: action((to: string) => { console.log("set"); name.set(to); }),
  remove: action((at: number) => { const item = items.get()[at]!; console.log("remove"); items.remove(item); }),
  replace: action((title: string) => { console.log("replace"); items.set([...items.get(), { title }]); }),
  read: action(() => { const read = n.get(); console.log("read"); n.set(read + 1); }),
}));`;

/**
 * Keeps an actor's commits until the returned function sends them. From then on each refusal comes
 * in a turn of its own, as over a network: what runs again does so before the next is known.
 */
function hold({ runtime }: Actor): () => void {
  const { connection } = runtime.replica(runtime.homeSpace);
  const take = connection.onFrame;
  let before = Promise.resolve();
  connection.onFrame = (frame) => {
    const { refusals, ...rest } = frame;
    const empty = { ...rest, snapshots: [], changes: [], queries: [], receipts: [] };
    take({ ...rest, refusals: refusals.slice(0, 1) });
    for (const refusal of refusals.slice(1)) {
      before = before.then(turn).then(() => take({ ...empty, refusals: [refusal] }));
    }
  };
  const send = connection.commit.bind(connection);
  const waiting: Parameters<typeof send>[0][] = [];
  connection.commit = (commit) => void waiting.push(commit);
  return () => {
    connection.commit = send;
    for (const commit of waiting) send(commit);
  };
}

/** Resolves when everything that is due now was done. */
function turn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(null);
  return promise;
}

Deno.test("what goes into an input by intent merges with what others put there meanwhile", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  await other.piece.send("push", "first");
  await other.piece.send("increment");
  await other.piece.send("set", "first");
  await stage.piece.get("");
  const release = hold(stage);
  const mine = [
    stage.piece.send("push", "mine"),
    stage.piece.send("increment"),
    stage.piece.send("set", "mine"),
    stage.piece.send("push", "mine too"),
  ];
  await other.piece.send("push", "theirs");
  await other.piece.send("increment");
  await other.piece.send("set", "theirs");
  await other.runtime.idle();
  release();
  await Promise.all(mine);
  assert.deepEqual(stage.printed, ["push", "increment", "set", "push"], "each ran once");
  await Promise.all([stage.runtime.idle(), other.runtime.idle()]);
  for (const { piece } of [stage, other]) {
    assert.deepEqual(await piece.get("titles"), ["FIRST", "THEIRS", "MINE", "MINE TOO"]);
    assert.equal(await piece.get("n"), 3);
    assert.equal(await piece.get("name"), "mine");
  }
  assert.deepEqual([...stage.errors, ...other.errors], []);
  await other.close();
  await stage.close();
});

Deno.test("events that saw one another's commits all take effect after somebody else's", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  await other.piece.send("push", "first");
  await stage.piece.get("");
  const titles = stage.watch("titles");
  const release = hold(stage);
  const mine = [1, 2, 3].map((n) => stage.piece.send("replace", `mine ${n}`));
  mine.push(...[1, 2, 3].map(() => stage.piece.send("read")));
  await other.piece.send("replace", "theirs");
  await other.piece.send("read");
  await other.runtime.idle();
  release();
  await Promise.all(mine);
  await Promise.all([stage.runtime.idle(), other.runtime.idle()]);
  for (const { piece } of [stage, other]) {
    const all = ["FIRST", "THEIRS", "MINE 1", "MINE 2", "MINE 3"];
    assert.deepEqual(await piece.get("titles"), all);
    assert.equal(await piece.get("n"), 4);
  }
  assert.equal(stage.printed.length, 12, "each ran again once");
  assert.deepEqual(titles.seen.at(-1), await other.piece.get("titles"));
  assert.deepEqual([...stage.errors, ...other.errors], []);
  titles.stop();
  await other.close();
  await stage.close();
});
