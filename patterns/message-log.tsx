/**
 * A shared log of messages: the rows live in a database of the pattern's own, and the author of
 * each row is a link to a cell, so that a changed name shows on every message.
 */
import {
  action,
  cfLink,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Person {
  name: string;
}

interface LogInput {
  /** Who posts. */
  me: Writable<Person | Default<{ name: "anonymous" }>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface LogOutput {
  [NAME]: string;
  [UI]: VNode;
  count: number;
  bodies: string[];
  post: Stream<{ body: string }>;
}

export default pattern<LogInput, LogOutput>(({ me, draft }) => {
  const db = sqliteDatabase({
    tables: {
      entries: table({
        id: "integer primary key",
        author_cf_link: cfLink<Person>(),
        body: "text not null",
        at: "integer",
      }),
    },
  });
  const latest = db.query<{ id: number; body: string; author_cf_link: Writable<Person> }>(
    "SELECT id, body, author_cf_link FROM entries ORDER BY at DESC, id DESC LIMIT 20",
    { reactOn: db },
  );
  // A cell beside the rows: it and the row of a post become visible in the same frame.
  const count = new Writable(0);

  const post = action(({ body }: { body: string }) => {
    if (body.trim() === "") return;
    db.exec("INSERT INTO entries (author_cf_link, body, at) VALUES (?, ?, ?)", [
      me,
      body.trim(),
      Date.now(),
    ]);
    count.increment(1);
    draft?.set("");
  });

  return {
    [NAME]: computed(() => `Message log (${count.get()})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-hstack gap="2" align="end">
            <cf-field label="Your name">
              <cf-input $value={me.key("name")} />
            </cf-field>
            <cf-badge class="count">
              {count.get() === 1 ? "1 post" : `${count.get()} posts`}
            </cf-badge>
          </cf-hstack>
          <cf-hstack gap="2">
            <cf-input
              $value={draft}
              placeholder="Say something"
              aria-label="Message"
              oncf-submit={() => post.send({ body: draft!.get() })}
            />
            <cf-button
              variant="primary"
              onClick={() => post.send({ body: draft!.get() })}
            >
              Post
            </cf-button>
          </cf-hstack>
          {latest.error ? <cf-text variant="danger">{latest.error.message}</cf-text> : null}
          {latest.result === undefined
            ? <cf-loader />
            : latest.result.length === 0
            ? <cf-empty-state>Nobody said anything yet.</cf-empty-state>
            : (
              <cf-vstack gap="2">
                {latest.result.map((row) => (
                  <cf-card>
                    <div>
                      <b>{row.author_cf_link.get().name}</b>: {row.body}
                    </div>
                  </cf-card>
                ))}
              </cf-vstack>
            )}
        </cf-vstack>
      </cf-screen>
    ),
    count,
    bodies: computed(() => latest.result?.map((row) => row.body) ?? []),
    post,
  };
});
