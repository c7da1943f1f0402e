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
type Stored = string | number | null | Entity | readonly Stored[] | Fields;

interface Fields {
  readonly [key: string]: Stored;
}

/** The fields that each has for oneself, with what they are before anything was written. */
const OWN: Readonly<Record<string, { scope: Scope; initial: Stored }>> = {
  mark: { scope: "user", initial: 0 },
  spot: { scope: "session", initial: "" },
};

/** An object with an identity. */
class Entity {
  /** Fields with a scope of their own, by whose they are. */
  readonly own = new Map<string, Stored>();

  constructor(readonly scope: Scope, public fields: Fields) {}
}

function ownerOf(scope: Scope, { user, session }: Person): string {
  return { space: "", user, session: `${user}/${session}` }[scope];
}

function ownField({ own }: Entity, key: string, person: Person): Stored {
  const { scope, initial } = OWN[key]!;
  return own.get(`${key} ${ownerOf(scope, person)}`) ?? initial;
}

function setOwnField({ own }: Entity, [key, value]: readonly [string, Stored], person: Person) {
  own.set(`${key} ${ownerOf(OWN[key]!.scope, person)}`, value);
}

const entities = new WeakMap<object, Entity>();

/** What a handler reads: a frozen object that knows which entity it showed. */
function shown(value: Stored | undefined, person: Person): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => shown(item, person)));
  const view = {};
  const show = (key: string, get: () => unknown) =>
    Object.defineProperty(view, key, { enumerable: true, get });
  const fields = value instanceof Entity ? value.fields : value as Fields;
  for (const [key, part] of Object.entries(fields)) show(key, () => shown(part, person));
  if (value instanceof Entity) {
    entities.set(view, value);
    for (const key of Object.keys(OWN)) show(key, () => ownField(value, key, person));
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
  constructor(readonly person: Person) {}

  /** `as` is what was copied, once it is. */
  readonly #copies = new Map<Entity, Map<Scope, { copy: Entity; as?: Fields }>>();

  store(value: unknown, scope: Scope, inArray: boolean): Stored {
    if (typeof value !== "object" || value === null) return value as Stored;
    const entity = entities.get(value);
    if (entity !== undefined) {
      return WIDTH[entity.scope] < WIDTH[scope] ? this.#copyOf(entity, scope) : entity;
    }
    if (Array.isArray(value)) return value.map((item) => this.store(item, scope, true));
    const fields: Record<string, Stored> = {};
    for (const [key, part] of Object.entries(value)) {
      if (part !== undefined && !(key in OWN)) fields[key] = this.store(part, scope, false);
    }
    if (!inArray) return fields;
    const made = new Entity(scope, fields);
    for (const each of Object.entries(value)) {
      if (each[0] in OWN) setOwnField(made, each, this.person);
    }
    return made;
  }

  #copyOf(entity: Entity, scope: Scope): Entity {
    let copies = this.#copies.get(entity);
    if (copies === undefined) this.#copies.set(entity, copies = new Map());
    const known = copies.get(scope);
    if (known !== undefined && known.as === undefined) return known.copy;
    const copy = new Entity(scope, {});
    copies.set(scope, { copy });
    const fields: Record<string, Stored> = {};
    for (const [key, part] of Object.entries(entity.fields)) {
      fields[key] = this.#partOf(part, scope);
    }
    const own = Object.keys(OWN).filter((key) => WIDTH[OWN[key]!.scope] >= WIDTH[scope])
      .map((key) => [key, ownField(entity, key, this.person)] as const);
    const as = { ...fields, ...Object.fromEntries(own) };
    if (known !== undefined && alike(known.as, as)) {
      copies.set(scope, known);
      return known.copy;
    }
    copies.set(scope, { copy, as });
    copy.fields = fields;
    for (const each of own) setOwnField(copy, each, this.person);
    return copy;
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
function within(place: Place, key: string | number, person: Person): Place {
  const held = place.get();
  if (held instanceof Entity && key in OWN) {
    return {
      scope: OWN[key]!.scope,
      get: () => ownField(held, key as string, person),
      put: (value) => setOwnField(held, [key as string, value!], person),
    };
  }
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
  if (!Array.isArray(held)) {
    return {
      scope: place.scope,
      get: () => (place.get() as Fields)[key],
      put: (value) => place.put({ ...place.get() as Fields, [key]: value! }),
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
    return shown(this.place.get(), this.run.person);
  }

  key(key: string | number): Cell {
    return new Cell(within(this.place, key, this.run.person), this.run);
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
    const at = list.indexOf(entities.get(value as object)!);
    if (at >= 0) this.place.put(list.toSpliced(at, 1));
  }

  update(values: object): void {
    for (const [key, value] of Object.entries(values)) this.key(key).set(value);
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
    const run = new Run(person);
    const names = Object.keys(this.cells);
    const cells = names.map((name) => new Cell(this.#place(name, person), run));
    new Function(...names, "equals", text)(...cells, equals);
  }

  /** What a cell shows to a person. */
  read(name: string, person: Person): unknown {
    return shown(this.#place(name, person).get(), person);
  }

  #place(name: string, person: Person): Place {
    const { scope, initial } = this.cells[name]!;
    const key = `${name} ${ownerOf(scope, person)}`;
    return {
      scope,
      get: () => this.#stored.has(key) ? this.#stored.get(key) : initial,
      put: (value) => void this.#stored.set(key, value ?? null),
    };
  }
}
