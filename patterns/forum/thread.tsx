/** One thread: its posts as a tree, with reactions, and a box to reply. */
import {
  computed,
  handler,
  NAME,
  pattern,
  SqliteDb,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import type { Note, PostRow, Profile, ReactionRow, Segment, ThreadRow, Tree } from "./model.ts";
import { mentions, tree } from "./text.ts";
import { Composer, type ComposerOutput } from "./composer.tsx";

const SegmentView = ({ segment }: { segment: Segment }): VNode => {
  switch (segment.type) {
    case "mention":
      return <b class="mention">@{segment.name}</b>;
    case "link":
      return <a href={segment.href}>{segment.label}</a>;
    case "code":
      return <code>{segment.code}</code>;
    case "strong":
      return <strong>{segment.text}</strong>;
    default:
      return <span>{segment.text}</span>;
  }
};
interface ThreadInput {
  db: SqliteDb;
  id: number;
  me: Writable<Profile>;
  notes: Writable<Note[]>;
  drafts: Writable<Record<string, string>>;
}
export interface ThreadOutput {
  [NAME]: string;
  [UI]: VNode;
  outline: string[];
  reactions: string[];
  locked: boolean;
  participants: { author: string; n: number }[];
  composer: ComposerOutput;
  reply: Stream<{ body: string; parent?: number | null; at?: number }>;
  edit: Stream<{ post: number; body: string; at: number }>;
  react: Stream<{ post: number; emoji: string }>;
  remove: Stream<{ post: number }>;
  markRead: Stream<void>;
}
const reply = handler<
  { body: string; parent?: number | null; at?: number },
  {
    db: SqliteDb;
    id: number;
    me: Writable<Profile>;
    notes: Writable<Note[]>;
    posts: PostRow[];
    locked: boolean;
  }
>(({ body, parent = null, at = 0 }, { db, id, me, notes, posts, locked }) => {
  const { name, role } = me.get();
  if (role === "banned") throw new Error(`${name} may not write`);
  if (locked && role !== "moderator") throw new Error("the thread is locked");
  db.exec("insert into posts (thread_id, parent_id, author, body, at) values (?, ?, ?, ?, ?)", [
    id,
    parent,
    name,
    body,
    at,
  ]);
  db.exec(
    "insert into reads (thread_id, reader, upto) values (:id, :name, last_insert_rowid()) on conflict do update set upto = max(upto, excluded.upto)",
    { id, name },
  );
  const next = Math.max(0, ...posts.map((p) => p.id)) + 1;
  const told = new Set<string>([name.toLowerCase()]);
  const tell = (to: string, kind: Note["kind"]) => {
    if (told.has(to.toLowerCase())) return;
    told.add(to.toLowerCase());
    notes.push({
      id: `${id}/${posts.length}/${to}`,
      kind,
      from: name,
      to: to.toLowerCase(),
      thread: id,
      post: next,
      read: false,
    });
  };
  mentions(body).forEach((m) => tell(m, "mention"));
  const answered = posts.find((p) => p.id === parent);
  if (answered) tell(answered.author, "reply");
});
const edit = handler<
  { post: number; body: string; at: number },
  { db: SqliteDb; me: Writable<Profile>; posts: PostRow[] }
>(({ post, body, at }, { db, me, posts }) => {
  const found = posts.find(({ id }) => id === post);
  if (found?.author !== me.get().name) throw new Error("only authors edit");
  db.exec("update posts set body = ?, edited = ? where id = ? and author = ?", [
    body,
    at,
    post,
    me.get().name,
  ]);
});
const react = handler<{ post: number; emoji: string }, { db: SqliteDb; me: Writable<Profile> }>(
  ({ post, emoji }, { db, me }) => {
    const { name } = me.key("name").get() ? me.get() : { name: "?" };
    db.exec(
      `insert into reactions (post_id, author, emoji) values (?, ?, ?)
     on conflict (post_id, author, emoji) do update set weight = 1 - weight`,
      [post, name, emoji],
    );
  },
);
export const Thread = pattern<ThreadInput, ThreadOutput>(({ db, id, me, notes, drafts }) => {
  const name = computed(() => me.get().name);
  const head = db.query<ThreadRow>("select * from threads where id = ?", {
    params: [id],
    reactOn: db,
  });
  const postRows = db.query<PostRow>("select * from posts where thread_id = ? order by at, id", {
    params: [id],
    reactOn: db,
  });
  const reactionRows = db.query<ReactionRow>(
    `select r.post_id, emoji, sum(weight) n, max(case when r.author = :name then weight else 0 end) mine
     from reactions r join posts p on p.id = r.post_id where p.thread_id = :id group by r.post_id, emoji having sum(weight) > 0 order by n desc, emoji`,
    { params: { id, name }, reactOn: db },
  );
  const people = db.query<{ author: string; n: number }>(
    "select author, count(*) n from posts where thread_id = ? group by author order by n desc, author",
    { params: [id], reactOn: db },
  );
  const posts = computed(() => [...(postRows.result ?? [])]);
  const locked = computed(() => Boolean(head.result?.[0]?.locked));
  const nodes = computed((): Tree[] => tree(posts, reactionRows.result ?? []));
  const send = reply({ db, id, me, notes, posts, locked });
  const toggle = react({ db, me });
  const composer = Composer({
    drafts,
    slot: `thread-${id}`,
    submit: send,
    hint: computed(() => `Reply as ${me.get().name}`),
    disabled: locked,
  });
  return {
    [NAME]: computed(() => head.result?.[0]?.title ?? "…"),
    [UI]: (
      <article>
        <h2>{head.result?.[0]?.title}</h2>
        {nodes.map((node) => (
          <div style={{ marginLeft: `${node.depth * 16}px` }}>
            <b>{node.post.author}</b>
            <p>{node.segments.map((segment) => <SegmentView segment={segment} />)}</p>
            {node.reactions.map((r) => (
              <cf-button
                variant={r.mine ? "primary" : "ghost"}
                onClick={() => toggle.send({ post: r.post_id, emoji: r.emoji })}
              >
                {r.emoji} {r.n}
              </cf-button>
            ))}
            {node.post.edited !== null ? <small>edited</small> : null}
          </div>
        ))}
        {composer}
      </article>
    ),
    outline: computed(() =>
      nodes.map((n) =>
        `${"-".repeat(n.depth)}${n.post.author}:${
          n.post.hidden === null ? n.post.body : "(hidden)"
        }`
      )
    ),
    reactions: computed(() =>
      nodes.map((n) => n.reactions.map((r) => `${r.emoji}${r.n}${r.mine ? "*" : ""}`).join(" "))
    ),
    locked,
    participants: computed(() => [...(people.result ?? [])]),
    composer,
    reply: send,
    edit: edit({ db, me, posts }),
    react: toggle,
    remove: remove({ db, me, posts }),
    markRead: markRead({ db, id, me }),
  };
});
const remove = handler<{ post: number }, { db: SqliteDb; me: Writable<Profile>; posts: PostRow[] }>(
  ({ post }, { db, me, posts }) => {
    const { name, role } = me.get();
    const found = posts.find((p) => p.id === post);
    if (!found) return;
    if (found.author !== name && role !== "moderator") {
      throw new Error(`${name} may not remove ${post}`);
    }
    db.exec("delete from posts where id = ?", [post]);
  },
);
const markRead = handler<void, { db: SqliteDb; id: number; me: Writable<Profile> }>(
  (_, { db, id, me }) => {
    db.exec(
      `insert into reads (thread_id, reader, upto) select ?1, ?2, coalesce(max(id), 0) from posts where thread_id = ?1
     on conflict (thread_id, reader) do update set upto = excluded.upto where excluded.upto > upto`,
      [id, me.get().name],
    );
  },
);
