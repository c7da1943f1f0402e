/** A store room: articles in places, movements as rows, and an alert where stock runs low. */
import {
  action,
  cfSqlite,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  sqliteDatabase,
  sqliteQuery,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Article {
  id: number;
  name: string;
  shelf: string;
  minimum: number;
  stock: number;
}

interface Input {
  draft?: PerSession<Writable<{ name: string; shelf: string } | Default<{ name: ""; shelf: "" }>>>;
  onlyLow?: PerSession<Writable<boolean | Default<false>>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  articles: Article[];
  low: string[];
  create: Stream<{ name: string; shelf: string; minimum?: number }>;
  move: Stream<{ name: string; by: number }>;
  discard: Stream<{ name: string }>;
  deliver: Stream<{ items: { name: string; by: number }[] }>;
}

const { table } = cfSqlite;

export default pattern<Input, Output>(({ draft, onlyLow }) => {
  // Version 2 gave articles a minimum, so that a file of version 1 is brought here by its step.
  const db = sqliteDatabase({
    version: 2,
    migrations: { 2: ["ALTER TABLE articles ADD COLUMN minimum integer not null default 1"] },
    tables: {
      articles: table(
        {
          id: "integer primary key",
          name: "text not null",
          shelf: "text not null default ''",
          minimum: "integer not null default 1",
        },
        undefined,
        { unique: ["name"] },
      ),
      movements: table(
        {
          id: "integer primary key",
          article: "integer not null",
          amount: "integer not null",
          at: "integer not null",
        },
        undefined,
        {
          indexes: ["article"],
          check: "amount <> 0",
          foreignKeys: [{
            columns: ["article"],
            references: { table: "articles", columns: ["id"] },
            onDelete: "cascade",
          }],
        },
      ),
    },
  });
  const rows = sqliteQuery<Article>({
    db,
    sql: `SELECT a.id, a.name, a.shelf, a.minimum, coalesce(sum(m.amount), 0) AS stock
          FROM articles a LEFT JOIN movements m ON m.article = a.id
          GROUP BY a.id ORDER BY a.name COLLATE NOCASE`,
    reactOn: db,
  });
  const articles = computed(() => rows.result ?? []);
  const low = computed(() =>
    articles.filter((article) => article.stock < article.minimum).map((article) => article.name)
  );
  const shown = computed(() =>
    onlyLow!.get() ? articles.filter((article) => low.includes(article.name)) : articles
  );

  const create = action(
    ({ name, shelf, minimum }: { name: string; shelf: string; minimum?: number }) => {
      if (name.trim() === "") return;
      db.exec("INSERT OR IGNORE INTO articles (name, shelf, minimum) VALUES (?, ?, ?)", [
        name.trim(),
        shelf,
        minimum ?? 1,
      ]);
      draft!.set({ name: "", shelf: "" });
    },
  );
  const insert =
    "INSERT INTO movements (article, amount, at) SELECT id, ?, ? FROM articles WHERE name = ?";
  const move = action(({ name, by }: { name: string; by: number }) => {
    db.exec(insert, [by, Date.now(), name]);
  });
  const deliver = action(({ items }: { items: { name: string; by: number }[] }) => {
    db.execMany(insert, items.map(({ name, by }) => [by, Date.now(), name]));
  });
  const discard = action(({ name }: { name: string }) => {
    db.exec("DELETE FROM articles WHERE name = ?", [name]);
  });

  return {
    [NAME]: computed(() => low.length === 0 ? "Inventory" : `Inventory: ${low.length} low`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          {low.length > 0 && <cf-alert variant="warning">Running low: {low.join(", ")}</cf-alert>}
          <cf-switch $checked={onlyLow}>Only what runs low</cf-switch>
          {rows.pending ? <cf-loader label="Reading the store room" /> : null}
          {shown.map((article) => (
            <cf-card>
              <cf-hstack align="center" gap="2">
                <cf-vstack gap="0">
                  <cf-text weight="bold">{article.name}</cf-text>
                  <cf-text variant="caption">Shelf {article.shelf || "unknown"}</cf-text>
                </cf-vstack>
                <cf-spacer />
                <cf-badge variant={article.stock < article.minimum ? "destructive" : "success"}>
                  {article.stock} / {article.minimum}
                </cf-badge>
                <cf-button
                  size="sm"
                  aria-label={`Take one ${article.name}`}
                  disabled={article.stock <= 0}
                  onClick={() => move.send({ name: article.name, by: -1 })}
                >
                  −
                </cf-button>
                <cf-button
                  size="sm"
                  aria-label={`Put one ${article.name}`}
                  onClick={() => move.send({ name: article.name, by: 1 })}
                >
                  +
                </cf-button>
              </cf-hstack>
            </cf-card>
          ))}
          <cf-hstack gap="2" align="end">
            <cf-input label="Article" $value={draft!.key("name")} />
            <cf-input
              label="Shelf"
              $value={draft!.key("shelf")}
              oncf-submit={() => create.send(draft!.get())}
            />
            <cf-button variant="primary" onClick={() => create.send(draft!.get())}>Add</cf-button>
          </cf-hstack>
        </cf-vstack>
      </cf-screen>
    ),
    articles,
    low,
    create,
    move,
    discard,
    deliver,
  };
});
