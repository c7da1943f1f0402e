/**
 * What `commonfabric` means over plain values: computed functions are called at once, cells hold
 * their value in an object. A body that runs with these shows what the runtime must show.
 */

/** Holds what every run of one body sees: the argument, and the cells that the body makes. */
export class Model {
  readonly argument: Record<string, unknown>;
  /** Contents of the cells of the body, in the order in which it makes them. */
  readonly locals: unknown[] = [];
  /** How many of them this run has made. */
  made = 0;

  constructor(argument: Readonly<Record<string, unknown>>) {
    this.argument = structuredClone(argument);
  }

  /** Writes one place of the argument; `undefined` takes it out. */
  write(path: readonly (string | number)[], value: unknown): void {
    new PlainCell(this.argument, path).set(value);
  }
}

/** A place in plain data that answers like a cell. */
export class PlainCell {
  constructor(readonly root: unknown, readonly path: readonly (string | number)[]) {}

  get(): unknown {
    return this.path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      this.root,
    );
  }

  set(value: unknown): void {
    const parents = this.path.slice(0, -1);
    const at = new PlainCell(this.root, parents).get() as Record<string, unknown>;
    const key = String(this.path.at(-1));
    if (value === undefined) delete at[key];
    else at[key] = structuredClone(value instanceof PlainCell ? value.get() : value);
  }

  key(...path: (string | number)[]): PlainCell {
    return new PlainCell(this.root, [...this.path, ...path]);
  }

  push(...values: unknown[]): void {
    this.set([...this.#list(), ...values]);
  }

  update(values: object): void {
    this.set({ ...this.get() as object, ...values });
  }

  increment(by = 1): void {
    this.set((this.get() as number | undefined ?? 0) + by);
  }

  map<R>(fn: (item: unknown, index: number) => R): R[] {
    return this.#list().map(fn);
  }

  toString(): string {
    return String(this.get());
  }

  #list(): unknown[] {
    return this.get() as unknown[] | undefined ?? [];
  }
}

type Fn = (...args: never[]) => unknown;

const stream = (fn: Fn) => Object.assign(fn, { send: fn });

const valueOf = (value: unknown) => value instanceof PlainCell ? value.get() : value;

/** The module that bodies import. */
export function plainLibrary(model: Model): Record<string, unknown> {
  class Writable extends PlainCell {
    constructor(value?: unknown) {
      const at = model.made++;
      if (!(at in model.locals)) model.locals[at] = structuredClone(value);
      super(model.locals, [at]);
    }
    static of(value?: unknown): Writable {
      return new Writable(value);
    }
  }
  return {
    UI: "$UI",
    Writable,
    Cell: Writable,
    pattern: (fn: Fn) => fn,
    computed: (fn: () => unknown) => fn(),
    lift: (fn: Fn) => fn,
    action: stream,
    handler: (fn: (event: unknown, state: unknown) => unknown) => (state: unknown) =>
      stream((event: unknown) => fn(event, state)),
    ifElse: (test: unknown, then: unknown, other: unknown) => valueOf(test) ? then : other,
    when: (test: unknown, value: unknown) => valueOf(test) && value,
    unless: (test: unknown, value: unknown) => valueOf(test) || value,
    str: String.raw,
  };
}
