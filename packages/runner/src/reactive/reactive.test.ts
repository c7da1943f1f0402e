import assert from "node:assert/strict";
import fc from "fast-check";
import { batch, Computed, effect, Signal, untracked } from "./mod.ts";

Deno.test("Computed runs only when read, and once per change", () => {
  let runs = 0;
  const a = new Signal(1);
  const b = new Computed(() => (runs++, a.get() + 1));
  assert.equal(runs, 0);
  assert.equal(b.get() + b.get(), 4);
  assert.equal(runs, 1);
  a.set(5);
  assert.equal(runs, 1);
  assert.equal(b.get(), 6);
  assert.equal(runs, 2);
});

Deno.test("effect() sees a diamond once, without a glitch", () => {
  const a = new Signal(1);
  const left = new Computed(() => a.get() * 2);
  const right = new Computed(() => a.get() * 3);
  const seen: number[] = [];
  effect(() => {
    seen.push(left.get() + right.get());
  });
  a.set(2);
  assert.deepEqual(seen, [5, 10]);
});

Deno.test("an effect that ends others runs before those it made, whatever became stale first", () => {
  const text = new Signal("a");
  const object = new Signal<{ readonly count: number } | undefined>({ count: 1 });
  const seen: string[] = [];
  let endInner: (() => void) | undefined;
  const endOuter = effect(() => {
    const isThere = object.get() !== undefined;
    untracked(() => {
      endInner?.();
      endInner = isThere
        ? effect(() => void seen.push(text.get() + object.get()!.count))
        : undefined;
    });
  });
  batch(() => {
    text.set("b");
    object.set(undefined);
  });
  assert.deepEqual(seen, ["a1"]);
  batch(() => {
    object.set({ count: 2 });
    text.set("c");
  });
  assert.deepEqual(seen, ["a1", "c2"]);
  endOuter();
  endInner?.();
});

Deno.test("a late effect runs after what may end it, the outer one first", () => {
  const shared = new Signal("a");
  const open = new Signal(true);
  const seen: string[] = [];
  const inner = effect(() => void seen.push(`inner ${shared.get()}`), { lateAt: 2 });
  const outer = effect(() => void seen.push(`outer ${shared.get()}`), { lateAt: 1 });
  const ends = effect(() => {
    if (!open.get()) inner();
  });
  shared.set("b");
  assert.deepEqual(seen.splice(0), ["inner a", "outer a", "outer b", "inner b"]);
  batch(() => {
    shared.set("c");
    open.set(false);
  });
  assert.deepEqual(seen, ["outer c"]);
  outer();
  ends();
});

Deno.test("an effect hears of changes below a computed that wrote elsewhere at its first run", () => {
  const made = new Signal(0);
  const input = new Signal("a");
  const inner = new Computed(() => input.get());
  const outer = new Computed(() => {
    const value = inner.get();
    made.set(made.peek() + 1);
    return value;
  });
  const above = new Computed(() => outer.get());
  const seen: string[] = [];
  effect(() => {
    seen.push(above.get());
  });
  input.set("b");
  input.set("c");
  assert.deepEqual(seen, ["a", "b", "c"]);
});

Deno.test("a computed that writes what it reads settles, and hears of later changes", () => {
  const wanted = new Signal(1);
  const reached = new Signal(0);
  const step = new Computed(() => {
    if (reached.get() < wanted.get()) reached.set(reached.get() + 1);
  });
  const end = effect(() => step.get());
  assert.equal(reached.peek(), 1);
  wanted.set(4);
  assert.equal(reached.peek(), 4);
  wanted.set(6);
  assert.equal(reached.peek(), 6);
  end();
  wanted.set(7);
  assert.equal(reached.peek(), 6);
});

Deno.test("a computed that never settles is stopped", () => {
  const open = new Signal(false);
  const count = new Signal(0);
  const grow = new Computed(() => {
    if (open.get()) count.set(count.get() + 1);
  });
  const end = effect(() => grow.get());
  assert.throws(() => open.set(true), /effects keep changing/);
  end();
});

Deno.test("an unchanged computed does not re-run its readers", () => {
  const a = new Signal(1);
  const parity = new Computed(() => a.get() % 2);
  let runs = 0;
  effect(() => {
    runs++;
    parity.get();
  });
  a.set(3);
  assert.equal(runs, 1);
  a.set(4);
  assert.equal(runs, 2);
});

Deno.test("batch() runs an effect once, after all writes", () => {
  const a = new Signal(1);
  const b = new Signal(1);
  const seen: number[] = [];
  effect(() => {
    seen.push(a.get() + b.get());
  });
  batch(() => {
    a.set(2);
    b.set(2);
  });
  assert.deepEqual(seen, [2, 4]);
});

Deno.test("a computed that throws shows the error to readers and recovers", () => {
  const a = new Signal(0);
  const b = new Computed(() => {
    if (a.get() === 0) throw new Error("zero");
    return a.get();
  });
  const c = new Computed(() => b.get() + 1);
  assert.throws(() => c.get(), /zero/);
  a.set(2);
  assert.equal(c.get(), 3);
});

Deno.test("a computed that depends on itself is refused", () => {
  const a: Computed<number> = new Computed(() => a.get() + 1);
  assert.throws(() => a.get(), /depends on itself/);
});

Deno.test("onLive reports the first and the last live observer", () => {
  const a = new Signal(1);
  const states: boolean[] = [];
  a.onLive = (live) => states.push(live);
  const b = new Computed(() => a.get());
  b.get();
  assert.deepEqual(states, []);
  const end = effect(() => {
    b.get();
  });
  const end2 = effect(() => {
    b.get();
  });
  end();
  assert.deepEqual(states, [true]);
  end2();
  assert.deepEqual(states, [true, false]);
});

Deno.test("a node that the condition no longer reaches is not computed", () => {
  const on = new Signal(true);
  const x = new Signal(1);
  let runs = 0;
  const heavy = new Computed(() => (runs++, x.get()));
  effect(() => {
    if (on.get()) heavy.get();
  });
  batch(() => {
    x.set(2);
    on.set(false);
  });
  assert.equal(runs, 1);
});

Deno.test("long chains update without exhausting the stack", () => {
  const a = new Signal(0);
  let last: Signal<number> | Computed<number> = a;
  for (let i = 0; i < 50_000; i++) {
    const before: Signal<number> | Computed<number> = last;
    const node: Computed<number> = new Computed(() => before.get() + 1);
    node.get();
    last = node;
  }
  a.set(1);
  assert.equal(last.get(), 50_001);
});

Deno.test("a chain that never ran is computed however long it is", () => {
  const a = new Signal(1);
  let last: { get(): number } = a;
  for (let i = 0; i < 20_000; i++) {
    const before = last;
    last = new Computed(() => before.get() + 1);
  }
  let seen = 0;
  const end = effect(() => {
    seen = last.get();
  });
  assert.equal(seen, 20_001);
  a.set(2);
  assert.equal(seen, 20_002);
  end();
});

Deno.test("a cycle that is longer than the stack allows is refused", () => {
  const nodes: Computed<number>[] = [];
  for (let i = 0; i < 500; i++) {
    nodes.push(new Computed(() => nodes[(i + 1) % 500]!.get() + 1));
  }
  assert.throws(() => nodes[0]!.get(), /depends on itself/);
});

Deno.test("random graphs agree with a naive re-evaluation, live and idle", () => {
  const node = fc.record({
    inputs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }),
    gate: fc.boolean(),
    /** Writes something that no node reads, as a body does that registers what it makes. */
    writes: fc.boolean(),
    /** Stands at the end of a chain that is longer than the stack of computations. */
    far: fc.boolean(),
    kind: fc.constantFrom("sum", "parity", "max"),
  });
  const step = fc.oneof(
    fc.record({ do: fc.constant("set" as const), at: fc.nat(1000), value: fc.nat(5) }),
    fc.record({ do: fc.constant("batch" as const), at: fc.nat(1000), value: fc.nat(5) }),
    fc.record({ do: fc.constant("watch" as const), at: fc.nat(1000), value: fc.nat(5) }),
    fc.record({ do: fc.constant("unwatch" as const), at: fc.nat(1000), value: fc.nat(5) }),
    fc.record({ do: fc.constant("read" as const), at: fc.nat(1000), value: fc.nat(5) }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }),
      fc.array(node, { minLength: 1, maxLength: 20 }),
      fc.array(step, { maxLength: 40 }),
      (initial, shapes, steps) => checkHistory(initial, shapes, steps),
    ),
    { numRuns: 300 },
  );
});

Deno.test("an effect that ends itself cleans up, and what it reads after that does not hold it", () => {
  const on = new Signal(true);
  const other = new Signal(1);
  const said: string[] = [];
  let end = () => {};
  other.onLive = (live) => said.push(live ? "live" : "idle");
  end = effect(() => {
    if (!on.get()) {
      end();
      other.get();
    }
    return () => said.push("cleaned");
  });
  on.set(false);
  assert.deepEqual(said, ["cleaned", "cleaned"]);
  other.set(2);
  on.set(true);
  assert.deepEqual(said, ["cleaned", "cleaned"]);
});

Deno.test("what an error leaves on the way to a node does not disturb later checks", () => {
  const a = new Signal(1);
  const broken = new Computed(() => {
    if (a.get() === 2) throw new RangeError("Cannot read: two");
    return a.get();
  });
  const middle = new Computed(() => broken.get() + 1);
  const seen: unknown[] = [];
  effect(() => {
    try {
      seen.push(middle.get());
    } catch (error) {
      seen.push(error);
    }
  });
  a.set(2);
  a.set(3);
  assert.equal(seen[0], 2);
  assert.ok(seen[1] instanceof RangeError);
  assert.equal(seen[2], 4);
});

interface Shape {
  inputs: number[];
  gate: boolean;
  writes: boolean;
  far: boolean;
  kind: string;
}

function checkHistory(
  initial: number[],
  shapes: Shape[],
  steps: { do: "set" | "batch" | "watch" | "unwatch" | "read"; at: number; value: number }[],
): void {
  const values = [...initial];
  const signals = initial.map((value) => new Signal(value));
  const elsewhere = new Signal(0);
  const nodes: { get(): number }[] = [...signals];
  const naive: (() => number)[] = signals.map((_, i) => () => values[i]!);
  for (const shape of shapes) {
    const inputs = shape.inputs.map((i) => i % nodes.length);
    const sources = inputs.map((i) => shape.far ? chained(nodes[i]!, 60) : nodes[i]!);
    const twins = inputs.map((i) => naive[i]!);
    nodes.push(
      new Computed(() => {
        const value = evaluate(shape, sources.map((s) => () => s.get()));
        if (shape.writes) elsewhere.set(elsewhere.peek() + 1);
        return value;
      }),
    );
    naive.push(() => evaluate(shape, twins));
  }
  const watched = new Map<number, { end: () => void; seen: number }>();
  for (const { do: verb, at, value } of steps) {
    const index = at % nodes.length;
    const input = at % signals.length;
    if (verb === "set") {
      values[input] = value;
      signals[input]!.set(value);
    } else if (verb === "batch") {
      batch(() => signals.forEach((signal, i) => signal.set(values[i] = (value + i) % 5)));
    } else if (verb === "watch" && !watched.has(index)) {
      const entry = { end: () => {}, seen: NaN };
      entry.end = effect(() => {
        entry.seen = nodes[index]!.get();
      });
      watched.set(index, entry);
    } else if (verb === "unwatch") {
      watched.get(index)?.end();
      watched.delete(index);
    } else if (verb === "read") {
      assert.equal(untracked(() => nodes[index]!.get()), naive[index]!());
    }
    for (const [i, { seen }] of watched) assert.equal(seen, naive[i]!());
  }
  nodes.forEach((n, i) => assert.equal(n.get(), naive[i]!()));
  for (const { end } of watched.values()) end();
}

function chained(source: { get(): number }, length: number): { get(): number } {
  let last = source;
  for (let i = 0; i < length; i++) {
    const before = last;
    last = new Computed(() => before.get());
  }
  return last;
}

function evaluate(shape: Shape, inputs: (() => number)[]): number {
  if (shape.gate && inputs[0]!() % 2 === 0) return inputs[0]!();
  const numbers = inputs.map((read) => read());
  if (shape.kind === "sum") return numbers.reduce((a, b) => a + b, 0) % 1000;
  if (shape.kind === "parity") return numbers.reduce((a, b) => a + b, 0) % 2;
  return Math.max(...numbers);
}
