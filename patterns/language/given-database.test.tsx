// A database that a pattern is given as the source of its own is that very database.

import {
  action,
  assert,
  pattern,
  sqliteDatabase,
  type SqliteDb,
  type Stream,
  table,
  TESTS,
} from "commonfabric";

const tables = { entries: table({ id: "integer primary key", body: "text not null" }) };

interface ReaderInput {
  db: SqliteDb;
}

interface ReaderOutput {
  bodies: string[];
  add: Stream<string>;
}

const Reader = pattern<ReaderInput, ReaderOutput>(({ db }) => {
  const given = sqliteDatabase({ tables }, db);
  const rows = given.query<{ body: string }>("SELECT body FROM entries ORDER BY id", {
    reactOn: given,
  });
  const add = action((body: string) => given.exec("INSERT INTO entries (body) VALUES (?)", [body]));
  return { bodies: rows.result?.map(({ body }) => body) ?? [], add };
});

export default pattern(() => {
  const db = sqliteDatabase({ tables });
  const rows = db.query<{ body: string }>("SELECT body FROM entries ORDER BY id", { reactOn: db });
  const reader = Reader({ db });

  return {
    [TESTS]: [
      { action: action(() => db.exec("INSERT INTO entries (body) VALUES (?)", ["one"])) },
      { assertion: assert(() => reader.bodies.join() === "one") },
      { action: reader.add, event: "two" },
      { assertion: assert(() => rows.result?.map(({ body }) => body).join() === "one,two") },
    ],
  };
});
