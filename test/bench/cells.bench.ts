/**
 * What real cells cost: a chain of computations against the bare core, and lists of 1,000 rendered
 * rows against lists of 10. Each update goes the whole way: handler, commit to a space in memory,
 * frame, computations, view operations.
 */

import { cpuUsage } from "node:process";
import type { Piece } from "@cf/runner";
import { Computed, effect, Signal } from "../../packages/runner/src/reactive/mod.ts";
import { compiled, heapUsed, median, open, quartile, show, type Stage } from "./stage.ts";

const NODES = 1000;
const ROUNDS = 9;
const CHAIN_ROUNDS = 400;
/** More, because a round is short. */
const MEMORY_ROUNDS = 7;
const APPEND_ROUNDS = 31;

const CHAIN = `
const { pattern, Writable, computed, action } = require("commonfabric");
const { read, site } = require("commonfabric/compiled");
exports.default = pattern(() => {
  const input = new Writable(0, site({ name: "input" }));
  let last = computed(() => input.get(), site({ name: "first" }));
  for (let i = 0; i < ${NODES}; i++) {
    const before = last;
    last = computed(() => read(before) + 1, site({ name: "node", schema: { type: "number" } }));
  }
  return { last, set: action((value) => { input.set(value); }, site({ name: "set" })) };
}, site({ name: "chain" }));`;

const LIST = `
import { action, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
interface Item { title: string; done: boolean }
interface Output {
  items: Item[]; fill: Stream<number>; add: Stream<string>; edit: Stream<number>; drop: Stream<void>; [UI]: VNode;
}
export default pattern<{}, Output>(() => {
  const items = new Writable<Item[]>([]);
  const fill = action((count: number) => {
    for (let i = 0; i < count; i++) items.push({ title: \`item \${i}\`, done: false });
  });
  const add = action((title: string) => items.push({ title, done: true }));
  const drop = action(() => items.remove(items.key(items.get().length - 1)));
  const edit = action((value: number) => items.key(3).key("title").set(\`edited \${value}\`));
  const view = items.map((item) => (
    <li class={item.done ? "done" : "open"}><b>{item.title}</b> {item.done ? "yes" : "no"}</li>
  ));
  return { items, fill, add, edit, drop, [UI]: <ul>{view}</ul> };
});`;

async function chainRatio(): Promise<number> {
  const { piece } = await open({
    hash: "0".repeat(64),
    main: "/chain.js",
    modules: {
      "/chain.js": { code: CHAIN, map: '{"version":3,"mappings":"","sources":[],"names":[]}' },
    },
    data: {},
  });
  piece.sink("last", () => {});
  const input = new Signal(0);
  let last: { get(): number } = input;
  for (let i = 0; i < NODES; i++) {
    const before = last;
    last = new Computed(() => before.get() + 1);
  }
  effect(() => void last.get());
  let value = 1;
  const cells = async () => {
    const started = performance.now();
    for (let i = 0; i < 10; i++) await piece.send("set", value++);
    return performance.now() - started;
  };
  const core = () => {
    const started = performance.now();
    for (let i = 0; i < 10; i++) input.set(value++);
    return performance.now() - started;
  };
  for (let i = 0; i < 10; i++) await cells(), core();
  const times: [number, number][] = [];
  for (let round = 0; round < CHAIN_ROUNDS; round++) times.push([await cells(), core()]);
  // Rounds in which other programs had the processor are the long ones.
  return quartile(times.map(([ours]) => ours)) / quartile(times.map(([, theirs]) => theirs));
}

interface RenderedList {
  readonly piece: Piece;
  /** Milliseconds of the processor for `count` events: a round is shorter than a turn of others. */
  time(stream: "add" | "edit", count: number): Promise<number>;
  /** Takes out what was appended last, so that the list stays as long as it was. */
  shrink(count: number): Promise<void>;
}

/** Heap per item of a stored list of small objects. */
async function bytesPerItem(count: number): Promise<number> {
  const { piece, close } = await storedList();
  await piece.send("fill", 1);
  const before = await heapUsed();
  await piece.send("fill", count - 1);
  const bytes = (await heapUsed() - before) / (count - 1);
  await close();
  return bytes;
}

function storedList(): Promise<Stage> {
  return open(compiled(LIST));
}

async function renderedList(count: number): Promise<RenderedList> {
  const { runtime, piece } = await storedList();
  await piece.send("fill", count);
  show(runtime, piece);
  let value = 0;
  const time = async (stream: "add" | "edit", events: number) => {
    const before = cpuUsage();
    for (let i = 0; i < events; i++) {
      await piece.send(stream, stream === "add" ? `new ${value++}` : value++);
    }
    const { user, system } = cpuUsage(before);
    return (user + system) / 1000;
  };
  const shrink = async (events: number) => {
    for (let i = 0; i < events; i++) await piece.send("drop");
  };
  return { piece, time, shrink };
}

/** The figures of this bench. */
export async function figures(): Promise<Record<string, number>> {
  const chain = await chainRatio();
  const bytes: number[] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round++) bytes.push(await bytesPerItem(1000));
  const large = await renderedList(1000);
  const small = await renderedList(10);
  const appends: number[] = [];
  const updates: number[] = [];
  for (const list of [large, small]) {
    await list.time("edit", 60);
    await list.time("add", 30);
    await list.shrink(30);
  }
  for (let round = 0; round < ROUNDS; round++) {
    updates.push(await large.time("edit", 30) / await small.time("edit", 30));
  }
  for (let round = 0; round < APPEND_ROUNDS; round++) {
    // Few appends a round, so that the small list stays small.
    appends.push(await large.time("add", 3) / await small.time("add", 3));
    await large.shrink(3);
    await small.shrink(3);
  }
  return {
    "cells.chain.vsCore": chain,
    "list.append.1000vs10": median(appends),
    "list.updateOne.1000vs10": median(updates),
    "list.item.bytes": median(bytes),
  };
}
