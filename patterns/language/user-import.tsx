/** Imports what a user wrote from a service, page by page, into a table of its own. */
import {
  action,
  computed,
  Default,
  fetchJson,
  fetchText,
  handler,
  ifElse,
  lift,
  NAME,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import {
  BASE,
  chunk,
  postsUrl,
  type RawPost,
  type RawUser,
  userUrl,
} from "./user-import/service.ts";

interface Settings {
  userId: number;
  page: number;
  auto: boolean;
}
export const DEFAULT_SETTINGS: Settings = { userId: 1, page: 1, auto: false };
interface Input {
  settings?: Writable<Settings | Default<typeof DEFAULT_SETTINGS>>;
  token?: string;
}
interface Imported {
  id: number;
  title: string;
  words: number;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  status: "idle" | "loading" | "error" | "ready";
  user: RawUser | undefined;
  posts: RawPost[];
  summary: string;
  saved: Imported[];
  error: string;
  readme: string;
  pairs: number;
  load: Stream<{ userId: number }>;
  nextPage: Stream<void>;
  save: Stream<void>;
  stop: Stream<void>;
  log: string[];
}
const saveAll = handler<
  void,
  { posts: RawPost[]; log: Writable<string[]>; exec: Stream<{ rows: Imported[] }> }
>((_, { posts, log, exec }) => {
  exec.send({
    rows: posts.map((p) => ({ id: p.id, title: p.title, words: p.body.split(" ").length })),
  });
  log.push(`saved ${posts.length}`);
});
const initials = lift(({ user }: { user?: RawUser }) =>
  user ? user.name.split(" ").map((p) => p[0]).join("") : "??"
);

export default pattern<Input, Output>(({ settings, token }) => {
  const active = Writable.of(false);
  const log = Writable.of<string[]>([]);
  const db = sqliteDatabase({
    tables: { imported: table({ id: "integer primary key", title: "text", words: "integer" }) },
  });
  const rows = db.query<Imported>("SELECT id, title, words FROM imported ORDER BY id", {
    reactOn: db,
  });
  const url = computed(() => active.get() ? userUrl(settings.get().userId) : "");
  const userRequest = fetchJson<RawUser>({
    url,
    options: { headers: { Authorization: computed(() => `Bearer ${token ?? "none"}`) } },
  });
  const { result: posts, pending, error: postError } = fetchJson<RawPost[]>({
    url: computed(() =>
      userRequest.result ? postsUrl(userRequest.result.id, settings.get().page) : undefined
    ),
  });
  const readme = fetchText({ url: `${BASE}/readme` });
  const status = computed(() =>
    !active.get()
      ? "idle" as const
      : userRequest.error || postError
      ? "error" as const
      : userRequest.pending || pending
      ? "loading" as const
      : "ready" as const
  );
  const summary = computed(() =>
    `${userRequest.result?.name ?? "nobody"} @ ${userRequest.result?.company?.name ?? "home"}: ${
      posts?.length ?? 0
    } posts`
  );
  const writeRows = action(({ rows }: { rows: Imported[] }) => {
    for (const r of rows) {
      db.exec(
        "INSERT INTO imported (id, title, words) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title",
        [r.id, r.title, r.words],
      );
    }
  });
  return {
    [NAME]: computed(() => `Importer (${status})`),
    [UI]: (
      <cf-vstack>
        <h3>{initials({ user: userRequest.result })}</h3>
        {ifElse(userRequest.pending, <cf-loader />, <b>{summary}</b>)}
        {userRequest.error ? <p class="error">{userRequest.error.message ?? "failed"}</p> : null}
        <ul>
          {posts?.map((p) => (
            <li>
              {p.title.toUpperCase()} <small>{p.body.length}</small>
            </li>
          ))}
        </ul>
        <pre>{readme.result}</pre>
        <table>
          {rows.result?.map((r) => (
            <tr>
              <td>{r.id}</td>
              <td>{r.title}</td>
              <td>{r.words}</td>
            </tr>
          ))}
        </table>
      </cf-vstack>
    ),
    status,
    user: userRequest.result,
    posts: computed(() => posts ?? []),
    summary,
    log,
    saved: computed(() => rows.result ?? []),
    error: computed(() => {
      const e = userRequest.error ?? postError;
      return e ? String((e as any).message ?? e) : "";
    }),
    readme: computed(() => readme.result ?? ""),
    pairs: computed(() => chunk(posts ?? [], 2).length),
    load: action(({ userId }: { userId: number }) => {
      settings.update({ userId, page: 1 });
      active.set(true);
      log.push(`load ${userId}`);
    }),
    nextPage: action(() => settings.key("page").set(settings.get().page + 1)),
    save: saveAll({ posts: computed(() => posts ?? []), log, exec: writeRows }),
    stop: action(() => active.set(false)),
  };
});
