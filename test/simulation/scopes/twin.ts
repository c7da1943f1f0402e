/**
 * What cells of a space, of users and of sessions mean, in plain JavaScript: objects in lists are
 * entities of the scope that they were written into, and go into wider scopes as copies.
 */

export type Scope = "space" | "user" | "session";

const WIDTH: Readonly<Record<Scope, number>> = { session: 0, user: 1, space: 2 };

/** Who runs a handler. */
export interface Person {
  readonly user: string;
  readonly session: string;
}

/** What is stored: entities stand for links to them. */
type Stored = string | number | null | Entity | readonly Stored[];

/** An object with an identity. */
class Entity {
  constructor(readonly scope: Scope, public fields: Readonly<Record<string, Stored>>) {}
}

const entities = new WeakMap<object, Entity>();

/** What a handler reads: a frozen object that knows which entity it showed. */
function shown(value: Stored | undefined): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(shown));
  if (!(value instanceof Entity)) return value;
  const view = {};
  entities.set(view, value);
  const { fields } = value;
  for (const [key, part] of Object.entries(fields)) {
    Object.defineProperty(view, key, { enumerable: true, get: () => shown(part) });
  }
  return Object.freeze(view);
}

/** Whether two values that a handler read are the same entity. */
export function equals(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  const first = entities.get(a);
  return first !== undefined && first === entities.get(b);
}

/** The copies that one handler run made, by what they are of and where they went. */
class Run {
  readonly #copies = new Map<Entity, Map<Scope, { copy: Entity; isDone: boolean }>>();

  store(value: unknown, scope: Scope, inArray: boolean): Stored {
    if (typeof value !== "object" || value === null) return value as Stored;
    const entity = entities.get(value);
    if (entity !== undefined) {
      return WIDTH[entity.scope] < WIDTH[scope] ? this.#copyOf(entity, scope) : entity;
    }
    if (Array.isArray(value)) return value.map((item) => this.store(item, scope, true));
    if (!inArray) throw new Error("the programs write no object that is no entity");
    const fields: Record<string, Stored> = {};
    for (const [key, part] of Object.entries(value)) {
      if (part !== undefined) fields[key] = this.store(part, scope, false);
    }
    return new Entity(scope, fields);
  }

  #copyOf(entity: Entity, scope: Scope): Entity {
    let copies = this.#copies.get(entity);
    if (copies === undefined) this.#copies.set(entity, copies = new Map());
    const known = copies.get(scope);
    if (known?.isDone === false) return known.copy;
    const made = { copy: new Entity(scope, {}), isDone: false };
    copies.set(scope, made);
    const fields: Record<string, Stored> = {};
    for (const [key, part] of Object.entries(entity.fields)) {
      fields[key] = this.#partOf(part, scope);
    }
    made.copy.fields = fields;
    made.isDone = true;
    if (known === undefined || !alike(known.copy.fields, fields)) return made.copy;
    copies.set(scope, known);
    return known.copy;
  }

  #partOf(part: Stored, scope: Scope): Stored {
    if (Array.isArray(part)) return part.map((item) => this.#partOf(item, scope));
    return part instanceof Entity && WIDTH[part.scope] < WIDTH[scope]
      ? this.#copyOf(part, scope)
      : part;
  }
}

function alike(a: unknown, b: unknown): boolean {
  if (a instanceof Entity || b instanceof Entity) return a === b;
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => alike((a as Record<string, unknown>)[key], (b as typeof a)[key as never]));
}

/** Where something is stored, with the scope of the document around it. */
interface Place {
  readonly scope: Scope;
  get(): Stored | undefined;
  put(value: Stored | undefined): void;
}

/** The place at `key` within what `place` holds; past an entity it is in that one's scope. */
function within(place: Place, key: string | number): Place {
  const held = place.get();
  if (held instanceof Entity) {
    return {
      scope: held.scope,
      get: () => held.fields[key],
      put(value) {
        const { [key]: _, ...rest } = held.fields;
        held.fields = value === undefined ? rest : { ...held.fields, [key]: value };
      },
    };
  }
  return {
    scope: place.scope,
    get: () => (place.get() as readonly Stored[])[key as number],
    put: (value) => place.put((place.get() as readonly Stored[]).with(key as number, value!)),
  };
}

/** A cell as a handler's text uses it. */
class Cell {
  constructor(readonly place: Place, readonly run: Run) {}

  get(): unknown {
    return shown(this.place.get());
  }

  key(key: string | number): Cell {
    return new Cell(within(this.place, key), this.run);
  }

  set(value: unknown): void {
    if (value === undefined) return this.place.put(undefined);
    this.place.put(this.run.store(value, this.place.scope, false));
  }

  push(...values: unknown[]): void {
    const added = values.map((value) => this.run.store(value, this.place.scope, true));
    this.place.put([...this.place.get() as readonly Stored[], ...added]);
  }

  remove(value: unknown): void {
    const list = this.place.get() as readonly Stored[];
    const at = list.findIndex((item) =>
      equals(shown(item), shown(entities.get(value as object))) ||
      item instanceof Entity && item === entities.get(value as object)
    );
    if (at >= 0) this.place.put(list.toSpliced(at, 1));
  }

  increment(by: number): void {
    this.place.put((this.place.get() as number) + by);
  }
}

/** All that is stored, by whose it is. */
export class Twin {
  readonly #stored = new Map<string, Stored>();

  constructor(readonly cells: Readonly<Record<string, { scope: Scope; initial: Stored }>>) {}

  /** Runs the text of a handler as a person. */
  handle(text: string, person: Person): void {
    const run = new Run();
    const names = Object.keys(this.cells);
    const cells = names.map((name) => new Cell(this.#place(name, person), run));
    new Function(...names, "equals", text)(...cells, equals);
  }

  /** What a cell shows to a person. */
  read(name: string, person: Person): unknown {
    return shown(this.#place(name, person).get());
  }

  #place(name: string, { user, session }: Person): Place {
    const { scope, initial } = this.cells[name]!;
    const owner = { space: "", user, session: `${user}/${session}` }[scope];
    const key = `${name} ${owner}`;
    return {
      scope,
      get: () => this.#stored.has(key) ? this.#stored.get(key) : initial,
      put: (value) => void this.#stored.set(key, value ?? null),
    };
  }
}
