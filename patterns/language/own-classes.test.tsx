/** Classes of the author's over cells and databases: their methods read, write and build. */
import {
  action,
  assert,
  computed,
  pattern,
  sqliteDatabase,
  SqliteDb,
  Stream,
  table,
  TESTS,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Row {
  id: number;
  name: string;
}
class Rows<T extends { id: number }> {
  constructor(protected readonly db: SqliteDb, readonly name: string) {}
  all(order = "id") {
    return this.db.query<T>(`select * from ${this.name} order by ${order}`, { reactOn: this.db });
  }
  add(name: string) {
    this.db.exec(`insert into ${this.name} (name) values (?)`, [name]);
  }
}
class NamedRows extends Rows<Row> {
  constructor(db: SqliteDb) {
    super(db, "notes");
  }
  names(order: string) {
    const rows = this.all(order);
    return computed(() => rows.result?.map(({ name }) => name) ?? []);
  }
}
class Counter {
  constructor(private readonly cell: Writable<number>, private readonly step = 1) {}
  get value() {
    return this.cell.get();
  }
  double() {
    return this.value * 2;
  }
  next() {
    this.cell.set(this.cell.get() + this.step);
  }
}
class Service {
  readonly log = new Writable<string[]>([]);
  constructor(readonly rows: NamedRows, readonly counter: Counter) {}
  add(name: string) {
    this.rows.add(name);
    this.counter.next();
    this.log.push(name);
  }
}
class Page {
  constructor(private readonly of: { db: SqliteDb; size: number }) {}
  first() {
    const { db, size } = this.of;
    return db.query<Row>("select * from notes order by id limit ?", {
      params: [size],
      reactOn: db,
    });
  }
}
// What takes values is computed from them.
class Point {
  readonly norm: number;
  constructor(readonly x: number, readonly y: number) {
    this.norm = Math.abs(x) + Math.abs(y);
  }
  plus(n: number) {
    return new Point(this.x + n, this.y + n);
  }
}
// So is what looks at a cell while it is made.
class Snapshot {
  readonly seen: number;
  constructor(cell: Writable<number>) {
    this.seen = cell.get() * 10;
  }
}
function serviceOf(db: SqliteDb, count: Writable<number>) {
  return new Service(new NamedRows(db), new Counter(count, 2));
}
interface Out {
  [UI]: VNode;
  count: number;
  twice: number;
  names: string[];
  sorted: string[];
  log: string[];
  first: string[];
  norm: number;
  moved: number;
  seen: number;
  add: Stream<string>;
  next: Stream<void>;
}
const Notes = pattern<Record<string, never>, Out>(() => {
  const db = sqliteDatabase({
    tables: { notes: table({ id: "integer primary key", name: "text" }) },
  });
  const count = new Writable(0);
  const rows = new NamedRows(db);
  const service = serviceOf(db, count);
  const counter = new Counter(count, 5);
  const all = rows.all();
  const first = new Page({ db, size: 1 }).first();
  const point = new Point(count.get(), -3);
  const snapshot = new Snapshot(count);
  return {
    [UI]: (
      <div>
        <b>{counter.value}</b>
        <i>{counter.double()}</i>
        {all.result?.map(({ name }) => <p>{name}</p>)}
      </div>
    ),
    count: counter.value,
    twice: computed(() => counter.double()),
    names: computed(() => all.result?.map(({ name }) => name) ?? []),
    sorted: rows.names("name"),
    log: service.log,
    first: computed(() => first.result?.map(({ name }) => name) ?? []),
    norm: point.norm,
    moved: computed(() => point.plus(1).norm),
    seen: snapshot.seen,
    add: action((name: string) => service.add(name)),
    next: action(() => counter.next()),
  };
});

const text = (node: unknown): string =>
  Array.isArray(node)
    ? node.map(text).join("")
    : typeof node === "object" && node !== null
    ? text((node as { children?: unknown }).children)
    : String(node ?? "");

export default pattern(() => {
  const notes = Notes({});
  return {
    [TESTS]: [
      { assertion: assert(() => notes.count === 0 && notes.twice === 0 && notes.norm === 3) },
      { action: notes.next },
      { assertion: assert(() => notes.count === 5 && notes.twice === 10) },
      { action: notes.add, event: "b" },
      { action: notes.add, event: "a" },
      { assertion: assert(() => notes.names.join() === "b,a" && notes.sorted.join() === "a,b") },
      { assertion: assert(() => notes.log.join() === "b,a" && notes.first.join() === "b") },
      { assertion: assert(() => notes.count === 9 && notes.norm === 12 && notes.moved === 12) },
      { assertion: assert(() => notes.seen === 90 && text(notes[UI]) === "918ba") },
    ],
  };
});
