/** A message log: rows in a database of the pattern's own, read by a live query. */

import {
  action,
  computed,
  NAME,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Entry {
  id: number;
  body: string;
}

interface LogOutput {
  [NAME]: string;
  [UI]: VNode;
  count: number;
  bodies: string[];
  post: Stream<{ body: string }>;
}

export default pattern<Record<string, never>, LogOutput>(() => {
  const draft = new Writable.perSession("");
  const db = sqliteDatabase({
    tables: {
      entries: table({ id: "integer primary key", body: "text not null", at: "integer not null" }),
    },
  });
  const latest = db.query<Entry>("SELECT id, body FROM entries ORDER BY id DESC LIMIT 50", {
    reactOn: db,
  });
  const post = action(({ body }: { body: string }) => {
    if (body.trim() === "") return;
    db.exec("INSERT INTO entries (body, at) VALUES (?, ?)", [body, Date.now()]);
    draft.set("");
  });
  const count = computed(() => latest.result?.length ?? 0);
  return {
    [NAME]: computed(() => `Log (${count})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="2">
          {latest.result?.map((entry) => <cf-text>{entry.body}</cf-text>)}
          <cf-input
            $value={draft}
            placeholder="Say something"
            oncf-submit={() => post.send({ body: draft.get() })}
          />
          <cf-button onClick={() => post.send({ body: draft.get() })}>Post</cf-button>
        </cf-vstack>
      </cf-screen>
    ),
    count,
    bodies: computed(() => latest.result?.map((entry) => entry.body) ?? []),
    post,
  };
});
