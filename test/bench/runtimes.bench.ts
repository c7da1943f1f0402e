/**
 * How long after a handler began to run another runtime of the same space shows what it wrote,
 * against how long the handler's own caller waits; and what a mounted piece costs in memory.
 */

import { openPiece, runPattern } from "@cf/runner";
import { compiled, heapUsed, median, open, show } from "./stage.ts";

const EVENTS = 400;
const ROUNDS = 9;
const MOUNTED = 200;

const COUNTER = `
import { action, computed, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
interface Output { value: number; double: number; add: Stream<void>; [UI]: VNode }
export default pattern<{}, Output>(() => {
  const value = new Writable(0);
  const double = computed(() => value.get() * 2);
  const add = action(() => value.set(value.get() + 1));
  return { value, double, add, [UI]: <div><b>{double}</b><cf-button onClick={add}>Add</cf-button></div> };
});`;

/** Milliseconds per event until its caller knows, and until the other runtime shows it. */
async function latency(): Promise<{ own: number; other: number }> {
  const { piece, join, close } = await open(compiled(COUNTER));
  const watcher = openPiece(join("watcher"), piece.id);
  let shown = Promise.withResolvers<void>();
  let expected = 0;
  watcher.sink("double", (double) => {
    if (double === expected) shown.resolve();
  });
  await shown.promise;
  const owns: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let [own, other] = [0, 0];
    for (let i = 0; i < EVENTS; i++) {
      expected += 2;
      shown = Promise.withResolvers();
      const started = performance.now();
      const sent = piece.send("add").then(() => own += performance.now() - started);
      const seen = shown.promise.then(() => other += performance.now() - started);
      await Promise.all([sent, seen]);
    }
    owns.push(own / EVENTS);
    others.push(other / EVENTS);
  }
  await close();
  return { own: median(owns), other: median(others) };
}

/** Heap per piece that is open and rendered, beyond what is stored of it. */
async function bytesPerMounted(): Promise<number> {
  const program = compiled(COUNTER);
  const { runtime, piece, close } = await open(program);
  const factory = runtime.programs.load(program).exports[program.main]!.default;
  const ids = [piece.id];
  for (let i = 0; i < MOUNTED; i++) {
    const made = runPattern(runtime, factory, { argument: {} });
    ids.push(made.id);
    made.release();
  }
  await runtime.idle();
  const mount = (id: string) => show(runtime, openPiece(runtime, id));
  mount(ids[0]!);
  const before = await heapUsed();
  const hides = ids.slice(1).map(mount);
  const bytes = (await heapUsed() - before) / MOUNTED;
  for (const hide of hides) hide();
  await close();
  return bytes;
}

/** The figures of this bench. */
export async function figures(): Promise<Record<string, number>> {
  const mounted = await bytesPerMounted();
  const { own, other } = await latency();
  return {
    "runtime.seenByOther.vsOwn": other / own,
    "runtime.seenByOther.us": other * 1000,
    "runtime.mounted.bytes": mounted,
  };
}
