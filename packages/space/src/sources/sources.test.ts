/** Files that the operator lends: what is accepted, reading, changes from outside, vanishing. */

import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { QueryLimits, QueryUpdate } from "@cf/protocol";
import { SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";
import { openSession, OWNER, SPACE } from "../testing/test-space.ts";

/** A store, a folder of the operator's with one file in it, and a space that may use it. */
class Lending implements AsyncDisposable {
  readonly folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-lent-" }));
  readonly lent = join(this.folder, "lent");
  readonly path = join(this.lent, "people.db");
  readonly host: SpaceHost;
  readonly space: Space;

  constructor(inMemory: boolean) {
    Deno.mkdirSync(this.lent);
    this.write("CREATE TABLE people (name TEXT PRIMARY KEY, age INT); CREATE TABLE bare (x)");
    this.write("INSERT INTO people VALUES ('ada', 36)");
    this.host = SpaceHost.open(inMemory ? ":memory:" : join(this.folder, "store"), {
      synchronous: "off",
      sourceFolders: [this.lent],
    });
    this.space = this.host.create(SPACE, OWNER);
  }

  /** Changes the file as another program would. */
  write(sql: string): void {
    const database = new DatabaseSync(this.path);
    database.exec(sql);
    database.close();
  }

  /** Links the file and watches a query on it. */
  async watch(sql: string, limits: QueryLimits = {}): Promise<Watched> {
    const { id, value } = await this.space.operator.lendFile(this.path);
    const session = openSession(this.space);
    session.commit({ operations: [{ op: "set", id, value }] });
    const watched = new Watched();
    session.connection.onFrame = ({ queries }) => {
      for (const { update } of queries) watched.take(update);
    };
    session.connection.watchQuery(1, {
      handle: { id, scope: "space" },
      sql,
      live: true,
      limits,
    });
    return watched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** The rows of a query, and a way to wait until they are what they should be. */
class Watched {
  rows: unknown[][] = [];
  #error = "";
  #waiting: (() => void)[] = [];

  take(update: QueryUpdate): void {
    if (update.kind === "rows") this.rows = update.result.rows.map((row) => [...row]);
    if (update.kind === "diff") {
      for (const { at, remove, add } of update.splices) {
        this.rows.splice(at, remove, ...add.map((row) => [...row]));
      }
    }
    if (update.kind !== "pending") {
      this.#error = update.kind === "error" ? update.error.message : "";
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async until(state: unknown[][] | RegExp): Promise<void> {
    const holds = () =>
      state instanceof RegExp
        ? state.test(this.#error)
        : this.#error === "" && JSON.stringify(this.rows) === JSON.stringify(state);
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

for (const where of ["in memory", "on disk"]) {
  Deno.test(`a lent file is read, and followed when others change it, ${where}`, async () => {
    await using lending = new Lending(where === "in memory");
    const people = await lending.watch("SELECT name, age FROM people ORDER BY name");
    await people.until([["ada", 36]]);
    lending.write("INSERT INTO people VALUES ('bob', 41)");
    await people.until([["ada", 36], ["bob", 41]]);
  });

  Deno.test(`a lent file that vanishes is a clear error, and recovers, ${where}`, async () => {
    await using lending = new Lending(where === "in memory");
    const people = await lending.watch("SELECT name FROM people");
    await people.until([["ada"]]);
    Deno.renameSync(lending.path, `${lending.path}.away`);
    await people.until(/people\.db/);
    Deno.renameSync(`${lending.path}.away`, lending.path);
    await people.until([["ada"]]);
    lending.write("ALTER TABLE people ADD COLUMN city TEXT");
    lending.write("UPDATE people SET name = 'eva'");
    await people.until([["eva"]]);
  });
}

Deno.test("a table without a key can be read, with star too", async () => {
  await using lending = new Lending(false);
  lending.write("INSERT INTO bare VALUES (1)");
  await (await lending.watch("SELECT * FROM bare")).until([[1]]);
});

Deno.test("a lent file's views are visible, whatever their names, and a new one is noticed", async () => {
  await using lending = new Lending(true);
  lending.write(`CREATE TABLE "my table" ("the name" VARYING CHARACTER(9), n);
    INSERT INTO "my table" VALUES ('x', 1);
    CREATE VIEW adults AS SELECT name, length(name) AS size FROM people WHERE age >= 18`);
  await (await lending.watch("SELECT * FROM adults")).until([["ada", 3]]);
  await (await lending.watch(`SELECT "the name", n FROM "my table"`)).until([["x", 1]]);
  const late = await lending.watch("SELECT name FROM late");
  await late.until(/no such table/);
  lending.write("CREATE VIEW late AS SELECT upper(name) AS name FROM people");
  await late.until([["ADA"]]);
});

for (
  const [sql, reason] of [
    ["SELECT * FROM sqlite_master", /sqlite_master/],
    ["SELECT * FROM _cf_source_watermark", /_cf_source_watermark/],
    ["SELECT load_extension('x') FROM people", /load_extension/],
    ["PRAGMA table_list", /pragma/i],
    ["DELETE FROM people", /people/],
    ["SELECT * FROM people; SELECT 1", /second statement/],
  ] as const
) {
  Deno.test(`the guard stands before a lent file: ${sql}`, async () => {
    await using lending = new Lending(false);
    lending.write("CREATE TABLE _cf_source_watermark (x)");
    await (await lending.watch(sql)).until(reason);
  });
}

Deno.test("a query of a lent file is killed at its deadline, for a space in memory too", async () => {
  await using lending = new Lending(true);
  const forever = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) " +
    "SELECT count(*) FROM c";
  await (await lending.watch(forever, { deadlineMs: 100 })).until(/took longer|deadline|100/);
  await (await lending.watch("SELECT name FROM people")).until([["ada"]]);
});

Deno.test("a file that is taken back is read and written no more", async () => {
  await using lending = new Lending(false);
  const people = await lending.watch("SELECT name FROM people");
  await people.until([["ada"]]);
  const { id } = lending.space.operator.lentFiles()[0]!;
  lending.space.operator.takeBackFile(id);
  await people.until(/not lent to this space/);
  const session = openSession(lending.space);
  const statements = [{ sql: "DELETE FROM people" }];
  session.commit({ sqlite: { handle: { id, scope: "space" }, statements } });
  await session.connection.settled();
  equal(session.frames[0]!.refusals[0]!.error.code, "bad-source");
  throws(() => lending.space.operator.takeBackFile(id), { code: "bad-source" });
});

Deno.test("linking a file twice gives one handle, and another space does not reach it", async () => {
  await using lending = new Lending(false);
  const { operator } = lending.space;
  const { id } = await operator.lendFile(lending.path);
  equal((await operator.lendFile(lending.path)).id, id);
  const other = lending.host.create("did:key:zOtherSpace", OWNER);
  deepEqual(other.operator.lentFiles(), []);
});

Deno.test("writing to a lent file is refused", async () => {
  await using lending = new Lending(false);
  const { id, value } = await lending.space.operator.lendFile(lending.path);
  const session = openSession(lending.space);
  session.commit({
    operations: [{ op: "set", id, value }],
    sqlite: { handle: { id, scope: "space" }, statements: [{ sql: "DELETE FROM people" }] },
  });
  await session.connection.settled();
  equal(session.frames[0]!.refusals[0]!.error.code, "bad-source");
});

Deno.test("lendFile() refuses what an operator did not mean to lend", async () => {
  await using lending = new Lending(false);
  const { folder, lent, path } = lending;
  Deno.symlinkSync(path, join(lent, "link.db"));
  Deno.writeTextFileSync(join(lent, "text.db"), "no database");
  Deno.copyFileSync(path, join(folder, "outside.db"));
  const refusals: Record<string, RegExp> = {
    "people.db": /must be absolute/,
    [join(lent, "none.db")]: /no such file/,
    [join(lent, "link.db")]: /own path is .*people\.db/,
    [join(lent, "..", "lent", "people.db").replace("/lent/", "/lent/../lent/")]: /own path/,
    [join(lent, "text.db")]: /not an SQLite file/,
    [join(folder, "outside.db")]: /none of the operator's folders/,
    [lent]: /not a file/,
  };
  for (const [candidate, reason] of Object.entries(refusals)) {
    await rejects(() => lending.space.operator.lendFile(candidate), reason);
  }
});
