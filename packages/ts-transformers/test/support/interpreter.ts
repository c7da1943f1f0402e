/**
 * A minimal interpreter of `docs/compiled-modules.md`: it evaluates everything anew on each read,
 * without a graph, so that tests see whether emitted code means what the author wrote.
 */

import assert from "node:assert/strict";

// deno-lint-ignore no-explicit-any
type Any = any;
type Thunk = () => Any;
type Mode = "body" | "computation";

const SITE = Symbol("site");
const VALUE = Symbol("value");
const PATTERN = Symbol("pattern");
const Fragment = Symbol("Fragment");

let mode: Mode = "computation";

function within<T>(next: Mode, fn: () => T): T {
  const before = mode;
  mode = next;
  try {
    return fn();
  } finally {
    mode = before;
  }
}

/** A cell: a place in an object, or a value of its own. */
export class TestCell {
  constructor(readonly read: Thunk, readonly write: (value: Any) => void) {}
  static of(value: Any): TestCell {
    let held = value;
    return new TestCell(() => held, (next) => void (held = next));
  }
  get() {
    assert.equal(mode, "computation", "a cell was read in a body");
    return deepRead(this.read());
  }
  sample() {
    return this.get();
  }
  set(value: Any) {
    this.write(value);
  }
  update(values: Any) {
    this.write({ ...this.read(), ...values });
  }
  push(...values: Any[]) {
    this.write([...this.read() ?? [], ...values]);
  }
  increment(by = 1) {
    this.write((this.read() ?? 0) + by);
  }
  send(value: Any) {
    this.write(value);
  }
  equals(other: Any) {
    return this === other;
  }
  key(name: string): Any {
    return new TestCell(() => this.read()?.[name], (value) => {
      this.write({ ...this.read(), [name]: value });
    });
  }
  for() {
    return this;
  }
  asScope() {
    return this;
  }
  map(fn: Any) {
    return listNode(() => this.read(), "map", fn);
  }
  filter(fn: Any) {
    return listNode(() => this.read(), "filter", fn);
  }
  flatMap(fn: Any) {
    return listNode(() => this.read(), "flatMap", fn);
  }
}

const cellMethods = new Set(Object.getOwnPropertyNames(TestCell.prototype));

function reference(thunk: Thunk): Any {
  return new Proxy(() => {}, {
    get(_target, name) {
      if (name === VALUE) return thunk;
      if (typeof name === "symbol") return reference(() => deref(thunk())?.[name]);
      if (["map", "filter", "flatMap"].includes(name)) {
        return (fn: Any) => listNode(() => contents(thunk()), name, fn);
      }
      if (cellMethods.has(name)) {
        return (...args: Any[]) => {
          const value = deref(thunk());
          const cell = value instanceof TestCell ? value : new TestCell(() => value, () => {
            throw new Error("cannot write a derived value");
          });
          return (cell as Any)[name](...args);
        };
      }
      return reference(() => {
        const value = deref(thunk());
        return (value instanceof TestCell ? deref(value.read()) : value)?.[name];
      });
    },
    apply() {
      throw new Error("a reference was called");
    },
    ownKeys() {
      throw new Error("a reference was enumerated");
    },
  });
}

function isReference(value: Any): boolean {
  return typeof value === "function" && value[VALUE] !== undefined;
}

function deref(value: Any): Any {
  return isReference(value) ? deref(value[VALUE]()) : value;
}

function contents(value: Any): Any {
  const known = deref(value);
  return known instanceof TestCell ? deref(known.read()) : known;
}

function deepRead(value: Any): Any {
  const known = deref(value);
  if (Array.isArray(known)) return Object.freeze(known.map(deepRead));
  if (
    known !== null && typeof known === "object" && Object.getPrototypeOf(known) === Object.prototype
  ) {
    const copy: Any = {};
    for (const [name, part] of Object.entries(known)) copy[name] = deepRead(part);
    return Object.freeze(copy);
  }
  return known;
}

function listNode(source: Thunk, method: string, fn: Any): Any {
  return reference(() => {
    const list: Any[] = contents(source()) ?? [];
    if (method === "filter") {
      return list.filter((item, i) =>
        within("computation", () => deepRead(fn(deepRead(item), i, list)))
      );
    }
    const results = list.map((item, i) =>
      within("body", () => fn(reference(() => item), reference(() => i), reference(() => list)))
    );
    return method === "map" ? results : results.map(deref).flat();
  });
}

function derive(fn: Thunk): Any {
  return mode === "body" ? reference(() => within("computation", fn)) : fn();
}

function lazily(test: Any, choose: (value: Any) => Any): Any {
  const evaluate = () => choose(deref(test));
  if (!isReference(test)) return evaluate();
  return mode === "body" ? reference(() => within("body", evaluate)) : within("body", evaluate);
}

let operands: [number, Any][] = [];
/** The operands that the last assertion recorded. */
export function recordedOperands(): readonly [number, Any][] {
  return operands;
}

let ticks = 0;
const marked = new WeakSet<object>();

const helpers = {
  site: (options: object) => ({ ...options, [SITE]: true }),
  derive,
  read: (value: Any) => mode === "body" ? value : deepRead(value),
  key: (value: Any, name: string) =>
    isReference(value)
      ? reference(() => {
        const known = deref(value);
        return (known instanceof TestCell ? deref(known.read()) : known)?.[name];
      })
      : value?.[name],
  cond: (test: Any, yes: Thunk, no: Thunk) => lazily(test, (value) => value ? yes() : no()),
  and: (test: Any, right: Thunk) => lazily(test, (value) => value ? right() : value),
  or: (test: Any, right: Thunk) => lazily(test, (value) => value ? value : right()),
  coalesce: (test: Any, right: Thunk) => lazily(test, (value) => value ?? right()),
  given: (holder: Any, key?: string) =>
    key !== undefined ? holder[key] : mode === "body" ? holder : deepRead(holder),
  held: (value: Any) => value instanceof TestCell ? value.get() : value,
  fn: (x: Any) => helpers.read(x),
  chain: (promise: Any, method: string, ...callbacks: Any[]) => promise[method](...callbacks),
  builder: (fn: Any) => (marked.add(fn), fn),
  call: (fn: Any, args: Any[], compute: Thunk, receiver?: Any) =>
    mode === "body" && marked.has(fn) ? fn.apply(receiver, args) : derive(compute),
  fallback: (value: Any, other: Thunk) =>
    isReference(value)
      ? reference(() => deref(value) === undefined ? within("body", other) : deref(value))
      : value === undefined
      ? other()
      : value,
  h: (name: Any, props: Any, ...children: Any[]) => {
    if (name === Fragment) return children;
    if (typeof name === "function") {
      const inputs = children.length === 0 ? { ...props } : { ...props, children };
      if (name[PATTERN]) return name(inputs);
      return name(inputs);
    }
    return { type: "vnode", name, props: props ?? {}, children };
  },
  Fragment,
  operand: (index: number, value: Any) => {
    operands.push([index, value]);
    return value;
  },
  running: (value: Any) => value,
  later: (value: unknown) => value,
  caught: () => {},
  absent: (name: string) => {
    throw new ReferenceError(name);
  },
  tick: () => {
    if (++ticks > 1_000_000) throw new Error("budget used up");
  },
};

/** The sites of all builder calls of a run, in order. */
export type Sites = { kind: string; site: Any }[];

function builders(sites: Sites): Any {
  const take = (kind: string, args: Any[]) => {
    const site = args.find((argument) => argument?.[SITE]);
    sites.push({ kind, site });
    return site;
  };
  const cellOf = (kind: string) =>
    function (value: Any, ...rest: Any[]) {
      take(kind, rest);
      return TestCell.of(value);
    };
  const Writable: Any = cellOf("Writable");
  Writable.of = cellOf("Writable.of");
  for (const scope of ["perSpace", "perUser", "perSession"]) Writable[scope] = cellOf(scope);
  Writable.equals = (a: Any, b: Any) => a === b;
  const request = (kind: string) => (input: Any, ...rest: Any[]) => {
    take(kind, rest);
    return reference(() => ({ pending: false, result: deepRead(input)?.answer }));
  };
  return {
    NAME: "$NAME",
    UI: "$UI",
    TESTS: "$TESTS",
    SELF: Symbol.for("SELF"),
    Writable,
    Cell: Writable,
    cell: (value: Any, ...rest: Any[]) => (take("cell", rest), TestCell.of(value)),
    pattern: (fn: Any, ...rest: Any[]) => {
      take("pattern", rest);
      const factory: Any = (inputs: Any, ...more: Any[]) => {
        take("instance", more);
        const output = within("body", () => fn(reference(() => inputs ?? {})));
        return reference(() => output);
      };
      factory[PATTERN] = true;
      factory.asScope = () => factory;
      factory.inSpace = () => factory;
      return factory;
    },
    handler: (fn: Any, ...rest: Any[]) => {
      take("handler", rest);
      const bind: Any = (state: Any, ...more: Any[]) => {
        take("instance", more);
        return stream((event) => fn(event, deepRead(state)));
      };
      bind.with = bind;
      return bind;
    },
    lift: (fn: Any, ...rest: Any[]) => {
      take("lift", rest);
      return (input: Any, ...more: Any[]) => {
        take("instance", more);
        return derive(() => fn(deepRead(input)));
      };
    },
    computed: (fn: Any, ...rest: Any[]) => (take("computed", rest), derive(fn)),
    action: (fn: Any, ...rest: Any[]) => (take("action", rest), stream(fn)),
    assert: (fn: Any, ...rest: Any[]) => {
      const site = take("assert", rest);
      return Object.assign(
        reference(() => {
          operands = [];
          return within("computation", fn);
        }),
        { site },
      );
    },
    ifElse: (c: Any, a: Any, b: Any) => helpers.cond(c, () => a, () => b),
    when: (c: Any, a: Any) => helpers.and(c, () => a),
    unless: (c: Any, a: Any) => helpers.or(c, () => a),
    str: (strings: Any, ...holes: Any[]) =>
      derive(() =>
        strings.map((s: string, i: number) => s + (i in holes ? deref(holes[i]) : "")).join("")
      ),
    wish: request("wish"),
    fetchJson: request("fetchJson"),
    generateObject: request("generateObject"),
    navigateTo: request("navigateTo"),
    sqliteDatabase: (declaration: Any, ...rest: Any[]) => {
      take("sqliteDatabase", rest);
      return {
        declaration,
        exec() {},
        query: (_sql: string, options: Any, ...more: Any[]) => {
          take("query", more);
          return reference(() => ({ pending: false, result: deepRead(options)?.answer ?? [] }));
        },
      };
    },
    sqliteQuery: request("sqliteQuery"),
    table: (...args: Any[]) => args,
    cfLink: (schema: Any) => ({ link: schema }),
    toSchema: (schema: Any) => schema,
    schema: (value: Any) => value,
    equals: (a: Any, b: Any) => a === b,
    valueEqual: (a: Any, b: Any) => JSON.stringify(a) === JSON.stringify(b),
    patternTool: (pattern: Any, extra: Any) => ({ pattern, extra }),
    dataFile: (path: string) => `text of ${path}`,
  };
}

function stream(handle: (event: Any) => Any): Any {
  return { send: (event?: Any) => within("computation", () => handle(event)), stream: true };
}

/** A program that was evaluated. */
export interface Evaluated {
  readonly exports: Any;
  readonly sites: Sites;
}

/** Evaluates compiled modules and gives the exports of the main one. */
export function evaluate(
  program: { main: string; modules: Readonly<Record<string, { code: string }>> },
): Evaluated {
  const sites: Sites = [];
  const library = builders(sites);
  const modules = new Map<string, Any>();
  ticks = 0;
  const run = (path: string): Any => {
    if (modules.has(path)) return modules.get(path).exports;
    const module: Any = { exports: {} };
    modules.set(path, module);
    const require = (specifier: string) => {
      if (specifier === "commonfabric/compiled") return helpers;
      if (specifier === "commonfabric") return library;
      const base = new URL(specifier, `file://${path}`).pathname;
      const found = ["", ".ts", ".tsx"].map((end) => base + end)
        .find((candidate) => candidate in program.modules);
      if (found === undefined) throw new Error(`no module ${specifier}`);
      return run(found);
    };
    const code = program.modules[path]!.code;
    new Function("require", "exports", "module", code)(require, module.exports, module);
    return module.exports;
  };
  return { exports: run(program.main), sites };
}

/** Runs a pattern factory and gives its output, as references. */
export function instantiate(factory: Any, argument: Any): Any {
  return within("body", () => factory(argument));
}

/** A reference read as a whole. */
export function valueOf(value: Any): Any {
  return within("computation", () => deepRead(value));
}

/** The text of a view: tags, attributes that are no functions, children. */
export function render(value: Any): string {
  const node = deref(value);
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(render).join("");
  if (node instanceof TestCell) return render(node.read());
  if (typeof node !== "object") return String(node);
  if (node.type !== "vnode") {
    if (node.$UI !== undefined) return render(node.$UI);
    throw new Error(`not a view: ${JSON.stringify(node)}`);
  }
  const attributes = Object.entries(node.props).map(([name, value]) => {
    const known = deref(value);
    if (typeof known === "function" || known?.stream) return "";
    if (known instanceof TestCell) return ` ${name}=<${JSON.stringify(known.read())}>`;
    return ` ${name}=${typeof known === "string" ? known : JSON.stringify(valueOf(known))}`;
  });
  return `<${node.name}${attributes.join("")}>${render(node.children)}</${node.name}>`;
}

/** Every event handler in a view, by attribute name, in document order. */
export function events(value: Any): ((event?: Any) => Any)[] {
  const node = deref(value);
  if (Array.isArray(node)) return node.flatMap(events);
  if (node === null || typeof node !== "object" || node instanceof TestCell) return [];
  if (node.type !== "vnode") return node.$UI === undefined ? [] : events(node.$UI);
  const own = Object.entries(node.props).filter(([name]) => name.startsWith("on")).map(
    ([, value]) => {
      const handle = deref(value) as Any;
      return (event?: Any) =>
        within(
          "computation",
          () => typeof handle === "function" ? handle(event) : handle.send(event),
        );
    },
  );
  return [...own, ...node.children.flatMap(events)];
}
