/** A forum: boards, threads, posts, reactions, unread counts, moderation and search. */
import {
  action,
  computed,
  Default,
  handler,
  lift,
  NAME,
  pattern,
  PerSession,
  PerUser,
  sqliteDatabase,
  SqliteDb,
  str,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import type { Action, Note, Order, Profile, ThreadRow, View } from "./forum/model.ts";
import { forumTables } from "./forum/schema.ts";
import { ellipsis, matchQuery, plain, validateThread } from "./forum/text.ts";
import { Inbox, type InboxOutput } from "./forum/inbox.tsx";
import { Thread, type ThreadOutput } from "./forum/thread.tsx";

const ANONYMOUS: Profile = {
  name: "anonymous",
  role: "member",
  joined: 0,
  settings: { notify: ["mention", "reply"], perPage: 3 },
};
const START: View = { board: null, order: "latest", page: 0, query: "" };
interface Input {
  boards?: Writable<string[] | Default<["general", "help"]>>;
  notes?: Writable<Note[] | Default<[]>>;
  banned?: Writable<string[] | Default<[]>>;
  me?: PerUser<Writable<Profile | Default<typeof ANONYMOUS>>>;
  drafts?: PerSession<Writable<Record<string, string> | Default<{}>>>;
  view?: PerSession<Writable<View | Default<typeof START>>>;
  current?: PerSession<Writable<number | null | Default<null>>>;
}
interface Hit {
  thread: number;
  title: string;
  snippet: string;
  rank: number;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  boards: string[];
  threads: (ThreadRow & { unread: number })[];
  lines: string[];
  pages: number;
  total: number;
  thread: ThreadOutput | undefined;
  hits: Hit[];
  top: { author: string; posts: number; received: number; rank: number }[];
  activity: { day: string; n: number; change: number | null }[];
  audit: string[];
  inbox: InboxOutput;
  me: Profile;
  errors: Record<string, string>;
  drafts: Record<string, string>;
  unreadTotal: number;
  latest: string;
  login: Stream<{ name: string; role?: Profile["role"] }>;
  create: Stream<{ board: string; title: string; body: string; at: number }>;
  open: Stream<{ thread: number | null }>;
  order: Stream<Order>;
  board: Stream<string | null>;
  page: Stream<number>;
  search: Stream<string>;
  moderate: Stream<Action & { at?: number }>;
  addBoard: Stream<string>;
  prefer: Stream<Partial<Profile["settings"]>>;
  seed: Stream<{ threads: number; posts: number }>;
}
const ORDERS: Record<Order, string> = {
  latest: "pinned desc, coalesce(last_at, created) desc, id desc",
  newest: "pinned desc, created desc, id desc",
  top: "score desc, posts desc, id",
};
const moderate = handler<
  Action & { at?: number },
  { db: SqliteDb; me: Writable<Profile>; banned: Writable<string[]> }
>((event, { db, me, banned }) => {
  const { name, role } = me.get();
  if (role !== "moderator") throw new Error(`${name} is no moderator`);
  const log = (target: string | number) =>
    db.exec("insert into audit (moderator, action, target, at) values (?, ?, ?, ?)", [
      name,
      event.type,
      String(target),
      event.at ?? 0,
    ]);
  switch (event.type) {
    case "pin":
    case "unpin":
      db.exec("update threads set pinned = ? where id = ?", [
        event.type === "pin" ? 1 : 0,
        event.thread,
      ]);
      return log(event.thread);
    case "lock":
    case "unlock":
      db.exec("update threads set locked = ? where id = ?", [event.type === "lock", event.thread]);
      return log(event.thread);
    case "hide":
      db.exec("update posts set hidden = ? where id = ?", [event.reason, event.post]);
      return log(event.post);
    case "restore":
      db.exec("update posts set hidden = null where id = ?", [event.post]);
      return log(event.post);
    case "move":
      db.exec("update threads set board = ? where id = ?", [event.board, event.thread]);
      return log(`${event.thread}→${event.board}`);
    case "ban":
      banned.addUnique(event.name);
      db.exec("update posts set hidden = 'banned' where author = ? and hidden is null", [
        event.name,
      ]);
      return log(event.name);
    case "unban":
      banned.removeByValue(event.name);
      db.exec("update posts set hidden = null where author = ? and hidden = 'banned'", [
        event.name,
      ]);
      return log(event.name);
  }
});
const create = handler<
  { board: string; title: string; body: string; at: number },
  {
    db: SqliteDb;
    me: Writable<Profile>;
    errors: Writable<Record<string, string>>;
    banned: string[];
  }
>(({ board, title, body, at }, { db, me, errors, banned }) => {
  const checked = validateThread({ title, body });
  if (!checked.valid) {
    errors.set({ ...checked.errors } as Record<string, string>);
    return;
  }
  errors.set({});
  const { name } = me.get();
  if (banned.includes(name)) throw new Error(`${name} is banned`);
  db.exec("insert into threads (title, board, author, created) values (?, ?, ?, ?)", [
    checked.value.title,
    board,
    name,
    at,
  ]);
  db.exec("insert into posts (thread_id, author, body, at) values (last_insert_rowid(), ?, ?, ?)", [
    name,
    checked.value.body,
    at,
  ]);
  db.exec(
    "insert into reads (thread_id, reader, upto) select thread_id, author, id from posts where id = last_insert_rowid()",
  );
});
const summarize = lift((rows: (ThreadRow & { unread: number })[]) =>
  rows.map((t) =>
    `${t.pinned ? "^" : ""}${t.title} [${t.posts}${t.unread ? `, ${t.unread} new` : ""}]`
  )
);

export default pattern<Input, Output>(({ boards, notes, banned, me, drafts, view, current }) => {
  const db = sqliteDatabase({ tables: forumTables });
  const errors = new Writable.perUser<Record<string, string>>({});
  const title = new Writable.perSession("");
  const body = new Writable.perSession("");
  const name = computed(() => me.get().name);
  const perPage = computed(() => me.get().settings.perPage);
  const sql = computed(() =>
    `with stats as (
       select t.*, count(p.id) posts, max(p.at) last_at,
         (select coalesce(sum(r.weight), 0) from reactions r join posts q on q.id = r.post_id where q.thread_id = t.id) score,
         count(p.id) filter (where p.id > coalesce((select upto from reads where thread_id = t.id and reader = :name), 0) and p.author <> :name) unread
       from threads t left join posts p on p.thread_id = t.id and p.hidden is null
       where (:board is null or t.board = :board) group by t.id)
     select * from stats order by ${ORDERS[view.get().order]} limit :size offset :start`
  );
  const rows = db.query<ThreadRow & { unread: number }>(sql, {
    params: {
      name,
      board: computed(() => view.get().board),
      size: perPage,
      start: computed(() => view.get().page * perPage),
    },
    reactOn: db,
  });
  const totals = db.query<{ n: number }>(
    "select count(*) n from threads where (?1 is null or board = ?1)",
    { params: [computed(() => view.get().board)], reactOn: db },
  );
  const unread = db.query<{ n: number }>(
    `select count(*) n from posts p left join reads r on r.thread_id = p.thread_id and r.reader = ?1
     where p.hidden is null and p.author <> ?1 and p.id > coalesce(r.upto, 0)`,
    { params: [name], reactOn: db },
  );
  const hits = db.query<Hit>(
    `select p.thread_id thread, t.title, snippet(posts_fts, 0, '[', ']', '…', 5) snippet, round(bm25(posts_fts), 3) rank
     from posts_fts join posts p on p.id = posts_fts.rowid join threads t on t.id = p.thread_id
     where posts_fts match ? and p.hidden is null order by bm25(posts_fts), p.id limit 10`,
    { params: [computed(() => matchQuery(view.get().query) || '""')], reactOn: db },
  );
  const top = db.query<{ author: string; posts: number; received: number; rank: number }>(
    `select author, count(*) posts, sum(likes) received, rank() over (order by sum(likes) desc, count(*) desc) rank
     from (select p.id, p.author, (select coalesce(sum(weight), 0) from reactions where post_id = p.id) likes from posts p where p.hidden is null)
     group by author order by rank, author limit 5`,
    { reactOn: db },
  );
  const activity = db.query<{ day: string; n: number; change: number | null }>(
    `select day, n, n - lag(n) over (order by day) change from (select date(at, 'unixepoch') day, count(*) n from posts group by 1) order by day`,
    { reactOn: db },
  );
  const newest = db.query<{ author: string; body: string }>(
    "select author, body from posts where hidden is null order by id desc limit 1",
    { reactOn: db },
  );
  const auditRows = db.query<{ moderator: string; action: string; target: string }>(
    "select * from audit order by _cf_id",
    { reactOn: db },
  );
  const threads = computed(() => [...(rows.result ?? [])]);
  const total = computed(() => totals.result?.[0]?.n ?? 0);
  const pages = computed(() => Math.max(1, Math.ceil(total / perPage)));
  const id = computed(() => current.get());
  const thread = id !== null ? Thread({ db, id, me, notes, drafts }) : undefined;
  const open = action(({ thread: to }: { thread: number | null }) => current.set(to));
  const post = create({ db, me, errors, banned });
  const publish = action(() => {
    const given = { title: title.get(), body: body.get() };
    post.send({
      board: view.get().board ?? boards.get()[0],
      ...given,
      at: Math.floor(Date.now() / 1000),
    });
    if (!validateThread(given).valid) return;
    title.set("");
    body.set("");
  });
  const inbox = Inbox({ notes, me, go: open });
  return {
    [NAME]: str`Forum of ${name} (${total})`,
    [UI]: (
      <cf-screen>
        <cf-hstack>
          {boards.map((b) => (
            <cf-chip onClick={() => view.update({ board: b, page: 0 })}>
              {b}
              {view.get().board === b ? " ✓" : ""}
            </cf-chip>
          ))}
        </cf-hstack>
        <cf-hstack>
          <cf-input $value={me.key("name")} aria-label="Your name" />
          <cf-input $value={view.key("query")} placeholder="Search" />
        </cf-hstack>
        {inbox.unread > 0 ? inbox[UI] : null}
        {view.get().query
          ? (
            <ol>
              {hits.result?.map((h) => (
                <li onClick={() => open.send({ thread: h.thread })}>{h.title}: {h.snippet}</li>
              ))}
            </ol>
          )
          : (
            <ul>
              {threads.map((t) => (
                <li onClick={() => open.send({ thread: t.id })}>
                  {t.pinned ? "📌 " : ""}
                  {t.title} <small>{t.posts} posts</small>{" "}
                  {t.unread > 0 && <cf-badge>{t.unread}</cf-badge>}
                </li>
              ))}
            </ul>
          )}
        <cf-card>
          <cf-input $value={title} placeholder="Title of a new thread" />
          <cf-textarea $value={body} placeholder="What is it about?" />
          {Object.entries(errors.get()).map(([field, why]) => <small>{field}: {why}.</small>)}
          <cf-button onClick={publish}>Start a thread</cf-button>
        </cf-card>
        {thread ? thread[UI] : <i>Choose a thread</i>}
        <footer>{top.result?.map((a) => <span>{a.rank}. {a.author}</span>)}</footer>
      </cf-screen>
    ),
    boards,
    threads,
    lines: summarize(threads),
    pages,
    total,
    thread,
    hits: computed(() => [...(hits.result ?? [])]),
    top: computed(() => [...(top.result ?? [])]),
    activity: computed(() => [...(activity.result ?? [])]),
    audit: computed(() =>
      auditRows.result?.map((a) => `${a.moderator} ${a.action} ${a.target}`) ?? []
    ),
    inbox,
    me,
    errors,
    drafts,
    unreadTotal: computed(() => unread.result?.[0]?.n ?? 0),
    latest: computed(() => {
      const post = newest.result?.[0];
      return post ? `${post.author}: ${ellipsis(plain(post.body), 12)}` : "";
    }),
    login: action(({ name, role }: { name: string; role?: Profile["role"] }) =>
      me.set({ ...me.get(), name, role: role ?? "member" })
    ),
    create: post,
    open,
    order: action((order: Order) => view.update({ order, page: 0 })),
    board: action((board: string | null) => view.update({ board, page: 0 })),
    page: action((page: number) => view.key("page").set(Math.max(0, Math.min(page, pages - 1)))),
    search: action((query: string) => view.key("query").set(query)),
    moderate: moderate({ db, me, banned }),
    addBoard: action((board: string) => boards.addUnique(board)),
    prefer: action((change: Partial<Profile["settings"]>) => me.key("settings").update(change)),
    // Many rows at once, as an import from another forum would bring them.
    seed: action(({ threads: count, posts }: { threads: number; posts: number }) => {
      db.execMany(
        "insert into threads (id, title, board, author, created) values (?, ?, 'general', 'seed', ?)",
        Array.from({ length: count }, (_, i) => [1000 + i, `Seed thread ${i}`, i]),
      );
      db.execMany(
        "insert into posts (thread_id, author, body, at) values (?, ?, ?, ?)",
        Array.from(
          { length: count * posts },
          (
            _,
            i,
          ) => [1000 + (i % count), `user${i % 7}`, `message number ${i} about topic${i % 13}`, i],
        ),
      );
    }),
  };
});
