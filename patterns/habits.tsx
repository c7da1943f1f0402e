/** A habit tracker: a row per habit and day, and streaks that SQL finds by their islands. */
import {
  action,
  computed,
  Default,
  handler,
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

interface Habit {
  id: number;
  name: string;
  /** Days in the longest unbroken run. */
  best: number;
  /** How often in all. */
  days: number;
}

interface Input {
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  habits: Habit[];
  create: Stream<{ name: string }>;
  /** Marks a day, or takes the mark away; today if no day is said. */
  toggle: Stream<{ id: number; day?: string }>;
  remove: Stream<{ id: number }>;
}

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const submit = handler<
  { detail?: { value?: string } },
  { draft: Writable<string>; create: Stream<{ name: string }> }
>((_, { draft, create }) => {
  create.send({ name: draft.get() });
  draft.set("");
});

export default pattern<Input, Output>(({ draft }) => {
  const db = sqliteDatabase({
    tables: {
      habits: table({ id: "integer primary key", name: "text not null unique" }),
      marks: table(
        { habit: "integer not null", day: "text not null" },
        undefined,
        {
          unique: [["habit", "day"]],
          foreignKeys: [{
            columns: ["habit"],
            references: { table: "habits", columns: ["id"] },
            onDelete: "cascade",
          }],
        },
      ),
    },
  });
  const list = db.query<Habit>(
    `WITH numbered AS (
       SELECT habit, julianday(day) - row_number() OVER (PARTITION BY habit ORDER BY day) AS island
       FROM marks
     ), runs AS (SELECT habit, count(*) AS length FROM numbered GROUP BY habit, island)
     SELECT h.id, h.name, coalesce(max(r.length), 0) AS best, coalesce(sum(r.length), 0) AS days
     FROM habits h LEFT JOIN runs r ON r.habit = h.id GROUP BY h.id, h.name ORDER BY h.name`,
    { reactOn: db },
  );
  const byWeek = db.query<{ week: string; times: number }>(
    `SELECT strftime('%Y-%W', day) AS week, count(*) AS times FROM marks
     GROUP BY week ORDER BY week DESC LIMIT 8`,
    { reactOn: db },
  );
  const habits = computed(() => list.result ?? []);

  const create = action(({ name }: { name: string }) => {
    if (name.trim() === "") return;
    db.exec("INSERT INTO habits (name) VALUES (?) ON CONFLICT (name) DO NOTHING", [name.trim()]);
  });
  const toggle = action(({ id, day }: { id: number; day?: string }) => {
    const when = day ?? isoDay(Date.now());
    const marked = { id, when };
    db.exec(
      `INSERT INTO marks (habit, day) VALUES (:id, :when)
       ON CONFLICT (habit, day) DO UPDATE SET day = 'gone'`,
      marked,
    );
    db.exec("DELETE FROM marks WHERE habit = ? AND day = 'gone'", [id]);
  });
  const remove = action(({ id }: { id: number }) =>
    db.exec("DELETE FROM habits WHERE id = ?", [id])
  );

  return {
    [NAME]: computed(() => `Habits (${habits.length})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-hstack gap="2">
            <cf-input
              $value={draft}
              placeholder="Read ten pages"
              aria-label="New habit"
              oncf-submit={submit({ draft: draft!, create })}
            />
            <cf-button variant="primary" onClick={submit({ draft: draft!, create })}>
              Start
            </cf-button>
          </cf-hstack>
          {list.error && <cf-alert variant="destructive">{list.error.message}</cf-alert>}
          {habits.map((habit) => (
            <cf-card>
              <cf-hstack justify="between" align="center">
                <cf-vstack gap="0">
                  <cf-text weight="bold">{habit.name}</cf-text>
                  <cf-text variant="caption">
                    {habit.days} days, best run {habit.best}
                  </cf-text>
                </cf-vstack>
                <cf-hstack gap="1">
                  <cf-button
                    aria-label={`${habit.name}: today`}
                    onClick={() => toggle.send({ id: habit.id })}
                  >
                    Today
                  </cf-button>
                  <cf-button
                    variant="ghost"
                    aria-label={`Remove ${habit.name}`}
                    onClick={() => remove.send({ id: habit.id })}
                  >
                    ✕
                  </cf-button>
                </cf-hstack>
              </cf-hstack>
            </cf-card>
          ))}
          {(byWeek.result?.length ?? 0) > 1
            ? (
              <cf-chart
                type="bar"
                data={computed(() => (byWeek.result ?? []).toReversed())}
                x="week"
                y="times"
                label="Marks a week"
              />
            )
            : null}
        </cf-vstack>
      </cf-screen>
    ),
    habits,
    create,
    toggle,
    remove,
  };
});
