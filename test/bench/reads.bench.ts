/**
 * What a computation pays for reading a long list through cells: sorting it against sorting plain
 * objects, and looking through it twenty times against once. The list is shown as well, so that each
 * title has another reader.
 */

import { cpuUsage } from "node:process";
import { compiled, median, open, show } from "./stage.ts";

const ROWS = 2000;
const ROUNDS = 80;
const WARMING = 40;

const title = (i: number) => `item ${i * 7919 % ROWS}`;

/** A piece that computes `result` of `items` each time it gets a tick. */
function program(result: string): string {
  return `
import { action, computed, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
interface Item { title: string; done: boolean }
interface Output { shown: unknown; fill: Stream<string[]>; tick: Stream<void>; [UI]: VNode }
export default pattern<{}, Output>(() => {
  const items = new Writable<Item[]>([]);
  const ticks = new Writable(0);
  const fill = action((titles: string[]) => items.set(titles.map((title) => ({ title, done: false }))));
  const tick = action(() => ticks.increment(1));
  const shown = computed(() => [ticks.get(), ${result}]);
  return { shown, fill, tick, [UI]: <ul>{items.map((item) => <li>{item.title}</li>)}</ul> };
});`;
}

/** Milliseconds of the processor: a round is shorter than a turn of others. */
async function time(work: () => unknown): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

/** The times of `count` ticks of a piece that computes `result`. */
async function ticks(result: string, count: number): Promise<number[]> {
  const { runtime, piece, close } = await open(compiled(program(result)));
  await piece.send("fill", Array.from({ length: ROWS }, (_, i) => title(i)));
  const hide = show(runtime, piece);
  const end = piece.sink("shown", () => {});
  const times: number[] = [];
  for (let i = 0; i < WARMING; i++) await piece.send("tick");
  for (let i = 0; i < count; i++) times.push(await time(() => piece.send("tick")));
  end();
  hide();
  await close();
  return times;
}

const SORTED =
  `[...items.get()].sort((a, b) => a.title < b.title ? -1 : a.title > b.title ? 1 : 0)[0]?.title`;

/** The title stands near the end, so that nearly all of the list is looked through. */
const found = (times: number) =>
  `Array.from({ length: ${times} }, (_, i) =>
    items.get().findIndex((item) => item.title === "${title(ROWS - 1)}") + i).join()`;

async function plainSorts(): Promise<number[]> {
  const items = Array.from({ length: ROWS }, (_, i) => ({ title: title(i), done: false }));
  const compare = (a: { title: string }, b: { title: string }) =>
    a.title < b.title ? -1 : a.title > b.title ? 1 : 0;
  const sort = () => {
    for (let i = 0; i < 10; i++) [...items].sort(compare);
  };
  sort();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await time(sort) / 10);
  return times;
}

/** The figures of this bench. */
export async function figures(): Promise<Record<string, number>> {
  const sorts = await ticks(SORTED, ROUNDS);
  const once = await ticks(found(1), ROUNDS);
  const often = await ticks(found(20), ROUNDS);
  return {
    "reads.sort2000.vsPlain": median(sorts) / median(await plainSorts()),
    "reads.scan2000.20vs1": median(often) / median(once),
    "reads.sort2000.ms": median(sorts),
  };
}
