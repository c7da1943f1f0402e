/**
 * What moving, removing and sorting cost in a rendered list of 1,000 against one of 10. A handler
 * that rewrites a list touches every element, so a sort is told per element. And what the rows of
 * a list leave behind when they are replaced while the list stays shown.
 */

import { cpuUsage } from "node:process";
import type { Piece } from "@cf/runner";
import { compiled, heapUsed, median, open, show } from "./stage.ts";

const LARGE = 1000;
const SMALL = 10;
const ROUNDS = 15;
/** Rows that are appended and removed again, to see what they leave. */
const REPLACED = 2000;

const LIST = `
import { action, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
interface Item { title: string; done: boolean }
interface Output {
  items: Item[]; fill: Stream<number>; add: Stream<void>; move: Stream<void>; remove: Stream<void>; sort: Stream<void>; [UI]: VNode;
}
export default pattern<{}, Output>(() => {
  const items = new Writable<Item[]>([]);
  const fill = action((count: number) => {
    for (let i = 0; i < count; i++) items.push({ title: \`item \${i * 7919 % count}\`, done: false });
  });
  const add = action(() => items.push({ title: "new", done: true }));
  const move = action(() => { const all = items.get(); items.set([...all.slice(3), ...all.slice(0, 3)]); });
  const remove = action(() => items.remove(items.key(0)));
  const sort = action(() => {
    const all = items.get();
    const turn = all[0].title < all[all.length - 1].title ? -1 : 1;
    items.set(all.toSorted((a, b) => a.title < b.title ? -turn : turn));
  });
  const view = items.map((item) => <li class={item.done ? "done" : "open"}><b>{item.title}</b></li>);
  return { items, fill, add, move, remove, sort, [UI]: <ul>{view}</ul> };
});`;

async function rendered(count: number): Promise<Piece> {
  const { runtime, piece } = await open(compiled(LIST));
  await piece.send("fill", count);
  show(runtime, piece);
  return piece;
}

/** Milliseconds of the processor: a round is shorter than a turn of others. */
async function time(fn: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await fn();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

async function times(piece: Piece, stream: string, count: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += await time(() => piece.send(stream));
    // The list stays as long as it was.
    if (stream === "remove") await piece.send("add");
  }
  return sum;
}

/** The median over rounds of an edit's time in the large list over that in the small one. */
async function ratio(large: Piece, small: Piece, stream: string): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ratios.push(await times(large, stream, 3) / await times(small, stream, 3));
  }
  return median(ratios.slice(3));
}

/** Heap per row that came and went, while the list is shown. */
async function bytesPerReplaced(): Promise<number> {
  const { runtime, piece, close } = await open(compiled(LIST));
  await piece.send("fill", SMALL);
  const hide = show(runtime, piece);
  const replace = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await piece.send("add");
      await piece.send("remove");
    }
    return await heapUsed();
  };
  const before = await replace(REPLACED / 4);
  const bytes = (await replace(REPLACED) - before) / REPLACED;
  hide();
  await close();
  return bytes;
}

/** The figures of this bench. */
export async function figures(): Promise<Record<string, number>> {
  const replaced = await bytesPerReplaced();
  const large = await rendered(LARGE);
  const small = await rendered(SMALL);
  return {
    "list.move.1000vs10": await ratio(large, small, "move"),
    "list.remove.1000vs10": await ratio(large, small, "remove"),
    "list.sortPerItem.1000vs10": await ratio(large, small, "sort") * SMALL / LARGE,
    "list.replaced.bytes": replaced,
  };
}
