/** The types of databases, for helpers that declare tables, fill them and ask. */
import {
  action,
  type CfSqlite,
  cfSqlite,
  type ColumnDeclaration,
  computed,
  type DatabaseDeclaration,
  type DatabaseSource,
  type LinkColumn,
  pattern,
  type QueryOptions,
  type QueryState,
  type RowRule,
  sqliteDatabase,
  type SqliteDb,
  type SqlParameters,
  Stream,
  type TableDeclaration,
  type TableOptions,
  Writable,
} from "commonfabric";

interface Owner {
  name: string;
}

interface Row {
  id: number;
  title: string;
  owner_cf_link: Writable<Owner>;
}

const sql: CfSqlite = cfSqlite;

const owner: LinkColumn<Owner> = sql.cfLink<Owner>();

/** Every table here has an id and says who owns a row. */
function owned(columns: Readonly<Record<string, ColumnDeclaration>>): TableDeclaration {
  const rule: RowRule = undefined;
  const options: TableOptions = { indexes: ["title"], unique: [["title", "owner_cf_link"]] };
  return sql.table({ id: "integer primary key", owner_cf_link: owner, ...columns }, rule, options);
}

const declaration: DatabaseDeclaration = { tables: { things: owned({ title: "text not null" }) } };

/** The rows of things by title; `like` may be a reference. */
function thingsLike(db: SqliteDb, like: string): QueryState<Row> {
  const options: QueryOptions = { params: [like], reactOn: db };
  return db.query<Row>(
    "SELECT id, title, owner_cf_link FROM things WHERE title LIKE ? ORDER BY title",
    options,
  );
}

interface Output {
  titles: string[];
  owners: string[];
  has: number;
  add: Stream<string[]>;
  search: Stream<string>;
}

export default pattern<{ source?: DatabaseSource }, Output>(() => {
  const db = sqliteDatabase(declaration);
  const me = new Writable<Owner>({ name: "Ada" });
  const like = new Writable("%");
  const things = thingsLike(db, computed(() => like.get()));
  const all = sql.sqliteQuery<{ n: number }>({
    db,
    sql: "SELECT count(*) AS n FROM things",
    reactOn: db,
  });
  return {
    titles: computed(() => things.result?.map(({ title }) => title) ?? []),
    owners: computed(() => things.result?.map((row) => row.owner_cf_link.get().name) ?? []),
    has: computed(() => all.result?.[0]?.n ?? 0),
    add: action((titles: string[]) => {
      const rows: SqlParameters[] = titles.map((title) => [title, me]);
      db.execMany("INSERT INTO things (title, owner_cf_link) VALUES (?, ?)", rows);
    }),
    search: action((part: string) => like.set(`%${part}%`)),
  };
});
