/** A blog: drafts are their author's until they are published, which copies them for all. */
import {
  action,
  computed,
  Default,
  equals,
  handler,
  lift,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Block {
  kind: "p" | "list";
  text: string;
  items: { label: string; done: boolean }[];
}
interface Post {
  title: string;
  blocks: Block[];
  tags: string[];
  author: string;
  likes: string[];
  revisionOf?: Post;
}
interface Out {
  [NAME]: string;
  [UI]: VNode;
  drafts: Post[];
  posts: Post[];
  selected: Post | undefined;
  titles: string[];
  draftTitles: string[];
  todo: number;
  log: string[];
  me: string;
  login: Stream<string>;
  start: Stream<{ title: string }>;
  addBlock: Stream<{ text: string; items?: string[] }>;
  publish: Stream<{ index: number }>;
  select: Stream<{ index: number }>;
  tick: Stream<{ block: number; item: number }>;
  like: Stream<{ index: number }>;
  revise: Stream<{ index: number }>;
  retitle: Stream<{ title: string }>;
  up: Stream<{ index: number }>;
  discard: Stream<void>;
  likesOf: string[];
  republish: Stream<void>;
}
const open = lift((posts: Post[]) =>
  posts.flatMap((p) => p.blocks).flatMap((b) => b.items).filter((i) => !i.done).length
);
const tickItem = handler<{ block: number; item: number }, { post: Writable<Post | undefined> }>(
  ({ block, item }, { post }) => {
    const cell = post.key("blocks").key(block).key("items").key(item).key("done");
    cell.set(!cell.get());
  },
);
export default pattern<{ posts?: Writable<Post[] | Default<[]>> }, Out>(({ posts }) => {
  const me = new Writable.perUser<string>("nobody");
  const drafts = new Writable.perUser<Post[]>([]);
  const selected = new Writable.perSession<Post | undefined>(undefined);
  const log = new Writable.perUser<string[]>([]);
  const latest = computed(() => drafts.get().at(-1));
  return {
    [NAME]: computed(() =>
      `${me.get()}'s blog (${drafts.get().length} drafts, ${posts.get().length} posts)`
    ),
    [UI]: (
      <cf-vstack>
        {drafts.map((d, i) => (
          <cf-card>
            <cf-input $value={d.title} />
            {d.blocks.map((b) => (
              <div>
                <p>{b.text}</p>
                {b.items.map((it) => <cf-checkbox $checked={it.done}>{it.label}</cf-checkbox>)}
              </div>
            ))}
            <cf-button
              onClick={() => {
                posts.push(d);
                drafts.remove(d);
              }}
            >
              Publish {i}
            </cf-button>
          </cf-card>
        ))}
        {posts.map((p) => (
          <article onClick={() => selected.set(p)}>
            <h2>{p.title}</h2> by {p.author}, {p.likes.length} likes
          </article>
        ))}
        {latest ? <p>Newest draft: {latest.title}</p> : <p>No drafts</p>}
      </cf-vstack>
    ),
    drafts,
    posts,
    selected,
    me,
    log,
    titles: posts.map((p) => p.title),
    draftTitles: computed(() => drafts.get().map((d) => d.title)),
    todo: open(posts),
    likesOf: posts.map((p) => `${p.title}:${p.likes.join("+")}`),
    login: action((name: string) => me.set(name)),
    start: action(({ title }: { title: string }) =>
      drafts.push({ title, blocks: [], tags: [], author: me.get(), likes: [] })
    ),
    addBlock: action(({ text, items }: { text: string; items?: string[] }) => {
      const i = drafts.get().length - 1;
      drafts.key(i).key("blocks").push({
        kind: items ? "list" : "p",
        text,
        items: (items ?? []).map((label) => ({ label, done: false })),
      });
    }),
    publish: action(({ index }: { index: number }) => {
      const draft = drafts.get()[index];
      posts.push(draft);
      drafts.remove(draft);
      log.push(`published ${draft.title}`);
    }),
    select: action(({ index }: { index: number }) => selected.set(posts.get()[index])),
    tick: tickItem({ post: selected }),
    like: action(({ index }: { index: number }) =>
      posts.key(index).key("likes").addUnique(me.get())
    ),
    revise: action(({ index }: { index: number }) => {
      const post = posts.get()[index];
      drafts.push({ ...post, title: post.title + " (rev)", likes: [], revisionOf: post });
    }),
    retitle: action(({ title }: { title: string }) => {
      drafts.key(drafts.get().length - 1).key("title").set(title);
    }),
    up: action(({ index }: { index: number }) => {
      const all = [...drafts.get()];
      const [d] = all.splice(index, 1);
      all.splice(index - 1, 0, d);
      drafts.set(all);
    }),
    discard: action(() => drafts.set([])),
    republish: action(() => {
      const at = posts.get().findIndex((p) => equals(p, selected.get()));
      log.push(`at ${at}`);
      if (at >= 0) posts.set([posts.get()[at], ...posts.get().filter((_, i) => i !== at)]);
    }),
  };
});
