/** A personal journal in a shared space: each person has a database of their own. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  PerUser,
  sqliteDatabase,
  type SqliteDb,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

const MOODS = ["😀", "🙂", "😐", "🙁"] as const;
type Mood = (typeof MOODS)[number];

interface Entry {
  id: number;
  body: string;
  mood: Mood;
  day: string;
}

interface Input {
  draft?: PerSession<Writable<string | Default<"">>>;
  mood?: PerSession<Writable<Mood | Default<"🙂">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  entries: Entry[];
  moods: { mood: Mood; n: number }[];
  write: Stream<{ body: string; mood?: Mood }>;
  erase: Stream<{ id: number }>;
}

export default pattern<Input, Output>(({ draft, mood }) => {
  const db: PerUser<SqliteDb> = sqliteDatabase({
    tables: {
      entries: table(
        {
          id: "integer primary key",
          body: "text not null",
          mood: "text not null",
          at: "integer not null",
        },
        undefined,
        { strict: true },
      ),
    },
  });
  const list = db.query<Entry>(
    `SELECT id, body, mood, date(at / 1000, 'unixepoch') AS day FROM entries
     ORDER BY at DESC, id DESC LIMIT 100`,
    { reactOn: db },
  );
  const tally = db.query<{ mood: Mood; n: number }>(
    "SELECT mood, count(*) AS n FROM entries GROUP BY mood ORDER BY n DESC, mood",
    { reactOn: db },
  );
  const entries = computed(() => list.result ?? []);
  const moods = computed(() => tally.result ?? []);

  const write = action(({ body, mood: felt }: { body: string; mood?: Mood }) => {
    if (body.trim() === "") return;
    db.exec("INSERT INTO entries (body, mood, at) VALUES (?, ?, ?)", [
      body.trim(),
      felt ?? mood!.get(),
      Date.now(),
    ]);
    draft!.set("");
  });
  const erase = action(({ id }: { id: number }) => {
    db.exec("DELETE FROM entries WHERE id = ?", [id]);
  });

  return {
    [NAME]: computed(() => `Journal (${entries.length})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-textarea
            $value={draft}
            rows={3}
            autoResize
            label="What was today like?"
            oncf-submit={() => write.send({ body: draft!.get() })}
          />
          <cf-hstack justify="between" align="center">
            <cf-radio-group
              orientation="horizontal"
              label="Mood"
              $value={mood}
              items={[...MOODS]}
            />
            <cf-button variant="primary" onClick={() => write.send({ body: draft!.get() })}>
              Keep
            </cf-button>
          </cf-hstack>
          <cf-hstack gap="1">
            {moods.map((row) => <cf-badge>{row.mood} {row.n}</cf-badge>)}
          </cf-hstack>
          {entries.map((entry, index) => (
            <>
              {index === 0 || entries[index - 1].day !== entry.day
                ? <cf-separator label={entry.day} />
                : null}
              <cf-card>
                <cf-hstack gap="2" align="start">
                  <span>{entry.mood}</span>
                  <cf-markdown content={entry.body} />
                  <cf-spacer />
                  <cf-button
                    size="sm"
                    variant="ghost"
                    label="Erase"
                    onClick={() => erase.send({ id: entry.id })}
                  >
                    ✕
                  </cf-button>
                </cf-hstack>
              </cf-card>
            </>
          ))}
        </cf-vstack>
      </cf-screen>
    ),
    entries,
    moods,
    write,
    erase,
  };
});
