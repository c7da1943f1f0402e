/** Clippings in a table: tags, search, pages and pins are queries over the same rows. */
import {
  action,
  cfLink,
  computed,
  type Default,
  handler,
  NAME,
  pattern,
  sqliteDatabase,
  SqliteDb,
  type Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

export interface Clipping {
  id: number;
  title: string;
  body: string;
  tag: string | null;
  created_at: number;
  pinned: number;
}
interface Hit {
  id: number;
  title: string;
  rank: number;
}
interface TagCount {
  tag: string;
  n: number;
}
interface Person {
  name: string;
}

export interface Input {
  owner?: Writable<Person | Default<{ name: "me" }>>;
  query?: Writable<string | Default<"">>;
  pageSize?: number | Default<2>;
}
export interface Output {
  [NAME]: string;
  [UI]: VNode;
  clippings: Clipping[];
  page: Clipping[];
  hits: Hit[];
  tags: TagCount[];
  count: number;
  owners: string[];
  add: Stream<{ title: string; body: string; tag?: string }>;
  addMany: Stream<{ title: string; body: string; tag?: string }[]>;
  remove: Stream<{ id: number }>;
  pin: Stream<{ id: number }>;
  search: Stream<string>;
  next: Stream<void>;
  bad: Stream<void>;
  retag: Stream<{ from: string; to: string | null }>;
  selected: Writable<number>;
  detail: Clipping | undefined;
}

export default pattern<Input, Output>(({ owner, query, pageSize }) => {
  const offset = Writable.of(0);
  const selected = Writable.of(0);
  const db = sqliteDatabase({
    tables: {
      clippings: table({
        id: "integer primary key",
        title: "text not null",
        body: "text",
        tag: "text",
        owner_cf_link: cfLink<Person>(),
        created_at: "integer",
        pinned: "integer default 0",
      }),
    },
  });
  const clippings = db.query<Clipping>(
    "SELECT id, title, body, tag, created_at, pinned FROM clippings ORDER BY pinned DESC, id",
    { reactOn: db },
  );
  const page = db.query<Clipping>("SELECT * FROM clippings ORDER BY id LIMIT ? OFFSET ?", {
    params: [pageSize, offset],
    reactOn: db,
  });
  const tags = db.query<TagCount>(
    "SELECT tag, count(*) AS n FROM clippings WHERE tag IS NOT NULL GROUP BY tag ORDER BY n DESC, tag",
    { reactOn: db },
  );
  const detail = db.query<Clipping>("SELECT * FROM clippings WHERE id = ?", {
    params: [selected],
    reactOn: db,
  });
  const hits = db.query<Hit>(
    "SELECT id, title, 0 AS rank FROM clippings WHERE title LIKE '%' || ? || '%' OR body LIKE '%' || ? || '%' ORDER BY id",
    { params: [query, query], reactOn: db },
  );
  const owners = db.query<{ owner_cf_link: Writable<Person> }>(
    "SELECT owner_cf_link FROM clippings ORDER BY id",
    { reactOn: db },
  );
  const insert = (e: { title: string; body: string; tag?: string }) =>
    db.exec(
      "INSERT INTO clippings (title, body, tag, owner_cf_link, created_at) VALUES (?, ?, ?, ?, ?)",
      [e.title, e.body, e.tag ?? null, owner, Date.now()],
    );
  const add = action((e: { title: string; body: string; tag?: string }) => {
    if (!e.title.trim()) throw new Error("a clipping needs a title");
    insert(e);
  });
  const addMany = action((list: { title: string; body: string; tag?: string }[]) => {
    for (const e of list) insert(e);
  });
  const remove = action(({ id }: { id: number }) => {
    db.exec("DELETE FROM clippings WHERE id = ?", [id]);
    if (selected.get() === id) selected.set(0);
  });
  const pin = action(({ id }: { id: number }) => {
    db.exec("UPDATE clippings SET pinned = 1 - pinned WHERE id = :id", { id });
  });
  const retag = action(({ from, to }: { from: string; to: string | null }) => {
    db.exec("UPDATE clippings SET tag = ? WHERE tag = ?", [to, from]);
  });
  const bad = action(() => {
    db.exec("INSERT INTO clippings (title, body) VALUES (NULL, 'x')");
  });
  const count = computed(() => clippings.result?.length ?? 0);
  return {
    [NAME]: computed(() => `Clippings (${count})`),
    [UI]: (
      <cf-screen>
        <cf-input $value={query} placeholder="Search" />
        {clippings.pending ? <cf-loader /> : null}
        {clippings.error ? <p class="error">{String(clippings.error)}</p> : null}
        <ul>
          {(clippings.result ?? []).map((n) => (
            <li
              class={n.pinned ? "pinned" : ""}
              onClick={() => selected.set(n.id)}
            >
              {n.title}
              {n.tag ? ` #${n.tag}` : ""}
            </li>
          ))}
        </ul>
        <ol>{hits.result?.map((h) => <li>{h.title}</li>)}</ol>
        {detail.result?.[0]
          ? (
            <article>
              <h3>{detail.result[0].title}</h3>
              <p>{detail.result[0].body}</p>
            </article>
          )
          : <p>Pick one</p>}
      </cf-screen>
    ),
    clippings: computed(() => clippings.result ?? []),
    page: computed(() => page.result ?? []),
    hits: computed(() => hits.result ?? []),
    tags: computed(() => tags.result ?? []),
    owners: computed(() => (owners.result ?? []).map((r) => r.owner_cf_link.get().name)),
    count,
    add,
    addMany,
    remove,
    pin,
    retag,
    bad,
    search: action((q: string) => query.set(q)),
    next: action(() => offset.set(offset.get() + (pageSize ?? 2))),
    selected,
    detail: computed(() => detail.result?.[0]),
  };
});
