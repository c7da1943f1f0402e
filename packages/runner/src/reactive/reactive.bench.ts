/** The reactive core against alien-signals, on graphs of 1,000 nodes, in turns within one process. */

import { computed, effect as alienEffect, signal } from "alien-signals";
import { Computed, effect, Signal } from "./mod.ts";

const NODES = 1000;
const UPDATES = 40;
const ROUNDS = 250;
const WARM_UP_ROUNDS = 10;

/** Sets the graph's input; everything that depends on it has run when it returns. */
type Update = (value: number) => void;

interface Shape {
  ours(): Update;
  theirs(): Update;
}

const chain: Shape = {
  ours() {
    const input = new Signal(0);
    let last: { get(): number } = input;
    for (let i = 0; i < NODES; i++) {
      const before = last;
      last = new Computed(() => before.get() + 1);
    }
    effect(() => void last.get());
    return (value) => input.set(value);
  },
  theirs() {
    const input = signal(0);
    let last: () => number = input;
    for (let i = 0; i < NODES; i++) {
      const before = last;
      last = computed(() => before() + 1);
    }
    alienEffect(() => void last());
    return (value) => void input(value);
  },
};

const fanout: Shape = {
  ours() {
    const input = new Signal(0);
    for (let i = 0; i < NODES; i++) {
      const node = new Computed(() => input.get() + i);
      effect(() => void node.get());
    }
    return (value) => input.set(value);
  },
  theirs() {
    const input = signal(0);
    for (let i = 0; i < NODES; i++) {
      const node = computed(() => input() + i);
      alienEffect(() => void node());
    }
    return (value) => void input(value);
  },
};

const diamond: Shape = {
  ours() {
    const input = new Signal(0);
    const nodes = Array.from({ length: NODES }, (_, i) => new Computed(() => input.get() + i));
    const sum = new Computed(() => nodes.reduce((total, node) => total + node.get(), 0));
    effect(() => void sum.get());
    return (value) => input.set(value);
  },
  theirs() {
    const input = signal(0);
    const nodes = Array.from({ length: NODES }, (_, i) => computed(() => input() + i));
    const sum = computed(() => nodes.reduce((total, node) => total + node(), 0));
    alienEffect(() => void sum());
    return (value) => void input(value);
  },
};

const dynamic: Shape = {
  ours() {
    const input = new Signal(0);
    const nodes = Array.from({ length: NODES }, (_, i) => new Computed(() => input.get() + i));
    for (let k = 0; k < NODES; k++) {
      effect(() => {
        const value = input.get();
        nodes[(value + k) % NODES]!.get();
        nodes[(value * 7 + k) % NODES]!.get();
      });
    }
    return (value) => input.set(value);
  },
  theirs() {
    const input = signal(0);
    const nodes = Array.from({ length: NODES }, (_, i) => computed(() => input() + i));
    for (let k = 0; k < NODES; k++) {
      alienEffect(() => {
        const value = input();
        nodes[(value + k) % NODES]!();
        nodes[(value * 7 + k) % NODES]!();
      });
    }
    return (value) => void input(value);
  },
};

/**
 * Our time for some updates over theirs, each the lower quartile of rounds in turns: a round is
 * shorter than the turn of another program, and those that met one are the long ones.
 */
function ratio(shape: Shape, updates: number): number {
  const ours = shape.ours();
  const theirs = shape.theirs();
  let next = 1;
  const time = (update: Update) => {
    const started = performance.now();
    for (let i = 0; i < updates; i++) update(next++);
    return performance.now() - started;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) time(ours), time(theirs);
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push({ ours: time(ours), theirs: time(theirs) });
  }
  return quartile(times.map((round) => round.ours)) / quartile(times.map((round) => round.theirs));
}

function quartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 2]!;
}

/** The figures of this bench. */
export function figures(): Promise<Record<string, number>> {
  return Promise.resolve({
    "reactive.chain.vsAlien": ratio(chain, UPDATES),
    "reactive.fanout.vsAlien": ratio(fanout, UPDATES),
    "reactive.diamond.vsAlien": ratio(diamond, UPDATES),
    "reactive.dynamic.vsAlien": ratio(dynamic, UPDATES / 4),
  });
}
