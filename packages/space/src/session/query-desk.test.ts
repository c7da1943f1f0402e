/** Watched queries: the first answer, one frame per commit, errors, and files that come back. */

import { deepEqual, equal } from "node:assert/strict";
import type { Frame, QueryUpdate } from "@cf/protocol";
import {
  HANDLE,
  memorySpace,
  openSession,
  type RecordedSession,
  TABLES,
  TestStore,
} from "../testing/test-space.ts";
import type { LocalConnection } from "./local-connection.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;

/** Keeps the rows of one query as a client does, and tells when they are settled. */
class QueryView {
  rows: unknown[][] | undefined;
  updates: QueryUpdate[] = [];

  constructor(readonly session: RecordedSession, readonly query: number, sql: string) {
    const onFrame = session.connection.onFrame;
    session.connection.onFrame = (frame) => {
      onFrame(frame);
      for (const change of frame.queries) if (change.query === query) this.#apply(change.update);
    };
    const spec = { handle: HANDLE, sql, live: true, declaration: { tables: TABLES } };
    session.connection.watchQuery(query, spec);
  }

  #apply(update: QueryUpdate): void {
    this.updates.push(update);
    if (update.kind === "rows") this.rows = update.result.rows.map((row) => [...row]);
    if (update.kind !== "diff") return;
    for (const { at, remove, add } of update.splices) {
      this.rows!.splice(at, remove, ...add.map((row) => [...row]));
    }
  }

  get settled(): Promise<void> {
    return this.session.connection.settled();
  }

  get errors(): string[] {
    return this.updates.flatMap((update) => update.kind === "error" ? [update.error.code] : []);
  }
}

function frameOf(frames: readonly Frame[], local: number): Frame | undefined {
  return frames.find((frame) => frame.receipts.some((receipt) => receipt.local === local));
}

Deno.test("a reader starts when a database is declared, and when a session opens where one is", async () => {
  await using store = new TestStore();
  const readers = () => store.host.reads?.readers ?? 0;
  const session = openSession(store.open());
  session.commit({ operations: [{ op: "set", id: "of:b", value: { tables: "none" } }] });
  await session.connection.settled();
  equal(readers(), 0);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  equal(readers(), 1);
  await store.close();
  const again = store.open();
  equal(readers(), 0);
  openSession(again);
  equal(readers(), 1);
  equal(store.host.reads?.queries, 0);
});

Deno.test("a query of a database never written answers with no rows, then with each commit's", async () => {
  const { host, space } = memorySpace();
  const writer = openSession(space);
  const view = new QueryView(openSession(space), 7, "SELECT body FROM entries ORDER BY id");
  await view.settled;
  deepEqual(view.rows, []);
  writer.exec({ sql: INSERT, params: ["one", 1] });
  await writer.connection.settled();
  await view.settled;
  deepEqual(view.rows, [["one"]]);
  writer.exec({ sql: INSERT, params: ["two", 2] });
  await writer.connection.settled();
  deepEqual(view.rows, [["one"], ["two"]]);
  await host.close();
});

Deno.test("what is no database is neither read nor written, and the errors say so", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  const updates: QueryUpdate[] = [];
  session.connection.onFrame = ({ queries, refusals }) => {
    updates.push(...queries.map(({ update }) => update));
    for (const { error } of refusals) updates.push({ kind: "error", seq: 0, error });
  };
  const handle = { id: "of:nowhere", scope: "space" } as const;
  session.connection.watchQuery(1, { handle, sql: "SELECT 1", live: true });
  session.commit({ sqlite: { handle, statements: [{ sql: "DELETE FROM entries" }] } });
  await session.connection.settled();
  deepEqual(updates.map((update) => update.kind === "error" && update.error.code), [
    "no-database",
    "no-database",
  ]);
  await host.close();
});

Deno.test("a query watched in the turn of a commit gets its result before the difference", async () => {
  const { host, space } = memorySpace();
  const writer = openSession(space);
  const session = openSession(space);
  writer.exec({ sql: INSERT, params: ["one", 1] });
  const view = new QueryView(session, 1, "SELECT body FROM entries ORDER BY at, id");
  await writer.connection.settled();
  await view.settled;
  equal(view.updates[0]?.kind, "rows");
  deepEqual(view.rows, [["one"]]);
  await host.close();
});

Deno.test("in memory the row, the cell and the receipt of a commit are in one frame", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  const view = new QueryView(session, 1, "SELECT body FROM entries ORDER BY id");
  session.connection.watch([{ id: "of:count", scope: "space" }]);
  await view.settled;
  const local = session.commit({
    operations: [{ op: "set", id: "of:count", value: 2 }],
    sqlite: { handle: HANDLE, statements: [{ sql: INSERT, params: ["two", 2] }] },
  });
  await session.connection.settled();
  const frame = frameOf(session.frames, local)!;
  equal(frame.queries.length, 1);
  deepEqual(frame.changes.map(({ id, own }) => [id, own]), [["of:count", local], [
    HANDLE.id,
    undefined,
  ]]);
  deepEqual(view.rows, [["one"], ["two"]]);
  await host.close();
});

Deno.test("on disk a query follows the commits through the reading processes", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  const view = new QueryView(session, 1, "SELECT body FROM entries ORDER BY id");
  await view.settled;
  deepEqual(view.rows, []);
  for (const body of ["one", "two", "three"]) session.exec({ sql: INSERT, params: [body, 1] });
  await view.settled;
  deepEqual(view.rows, [["one"], ["two"], ["three"]]);
});

Deno.test("on disk a query that runs again travels in the frame of its commit", async () => {
  await using store = new TestStore({ frameDeadlineMs: Infinity });
  const space = store.open();
  const writer = openSession(space);
  const session = openSession(space);
  const view = new QueryView(
    session,
    1,
    "SELECT upper(body) FROM (SELECT body FROM entries) ORDER BY upper(body)",
  );
  session.connection.watch([{ id: "of:count", scope: "space" }]);
  await view.settled;
  for (const count of [1, 2, 3]) {
    writer.commit({
      operations: [
        { op: "set", id: "of:count", value: count },
        { op: "set", id: HANDLE.id, value: { id: HANDLE.id, tables: TABLES, rev: 0 } },
      ],
      sqlite: { handle: HANDLE, statements: [{ sql: INSERT, params: [`b${count}`, count] }] },
    });
    await writer.connection.settled();
    await view.settled;
    const last = session.frames.at(-1)!;
    deepEqual(last.changes.map(({ id }) => id), ["of:count"]);
    deepEqual(last.queries.map(({ update }) => update.kind), ["diff"]);
    equal(view.rows!.length, count);
  }
  equal(view.updates.some(({ kind }) => kind === "pending"), false);
});

Deno.test("commits in the middle of a run join its frame, and one more run is enough", async () => {
  await using store = new TestStore({ frameDeadlineMs: Infinity });
  const session = openSession(store.open());
  session.exec({ sql: INSERT, params: ["b0", 0] });
  await session.connection.settled();
  const view = new QueryView(
    session,
    1,
    "SELECT upper(body) FROM (SELECT body FROM entries) ORDER BY upper(body)",
  );
  await view.settled;
  const before = session.frames.length;
  const locals = [1, 2, 3, 4, 5].map((at) => session.exec({ sql: INSERT, params: [`b${at}`, at] }));
  await session.connection.settled();
  deepEqual(view.rows!.length, 6);
  const receipts = session.frames.slice(before).flatMap((frame) => frame.receipts);
  deepEqual(receipts.map(({ local }) => local), locals);
  equal(view.updates.some(({ kind }) => kind === "pending"), false);
});

Deno.test("without time for it a frame goes ahead of a query that runs again", async () => {
  await using store = new TestStore({ frameDeadlineMs: 0 });
  const session = openSession(store.open());
  session.exec({ sql: INSERT, params: ["one", 0] });
  await session.connection.settled();
  const view = new QueryView(
    session,
    1,
    "SELECT upper(body) FROM (SELECT body FROM entries) ORDER BY upper(body)",
  );
  await view.settled;
  const local = session.exec({ sql: INSERT, params: ["two", 1] });
  await session.connection.settled();
  deepEqual(frameOf(session.frames, local)!.queries.map(({ update }) => update.kind), ["pending"]);
  deepEqual(view.rows, [["ONE"], ["TWO"]]);
});

Deno.test("a frame that waits for a query goes when its session watches it no more", async () => {
  await using store = new TestStore({ frameDeadlineMs: Infinity });
  const space = store.open();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 0] });
  await session.connection.settled();
  const other = openSession(space).connection;
  other.watch([HANDLE]);
  other.onFrame = () => session.connection.unwatchQuery(1);
  const view = new QueryView(session, 1, "SELECT upper(body) FROM (SELECT body FROM entries)");
  await view.settled;
  const receipts: number[] = [];
  const onFrame = session.connection.onFrame;
  const sent = Promise.withResolvers<void>();
  session.connection.onFrame = (frame) => {
    onFrame(frame);
    receipts.push(...frame.receipts.map(({ local }) => local));
    sent.resolve();
  };
  const local = session.exec({ sql: INSERT, params: ["two", 1] });
  await sent.promise;
  deepEqual(receipts, [local]);
});

Deno.test("an SQL error is an update of its query, with the SQL", async () => {
  const { host, space } = memorySpace();
  const view = new QueryView(openSession(space), 1, "SELECT nothing FROM entries");
  await view.settled;
  deepEqual(view.errors, ["sql-error"]);
  await host.close();
});

Deno.test("a deleted file is rebuilt when a query meets it", async () => {
  await using store = new TestStore();
  const first = openSession(store.open());
  first.exec({ sql: INSERT, params: ["one", 1] });
  await first.connection.settled();
  await store.close();
  const space = store.open();
  openSession(space);
  Deno.removeSync(store.path(FILE));
  const view = new QueryView(openSession(space), 1, "SELECT body FROM entries");
  await view.settled;
  deepEqual(view.rows, [["one"]]);
  deepEqual(space.operator.repairs().map(({ action }) => action), ["rebuild"]);
});

Deno.test("a query ends with its session", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  new QueryView(session, 1, "SELECT body FROM entries");
  equal(space.stats.watchedQueries, 1);
  await (session.connection as LocalConnection).close();
  equal(space.stats.watchedQueries, 0);
  await host.close();
});

Deno.test("a declared full-text index is missed by those alone who search before the next write", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  const entries = { ...TABLES.entries, options: { fts: ["body"] } };
  const declaration = { tables: { entries } };
  const told: QueryUpdate[] = [];
  session.connection.onFrame = ({ queries }) => told.push(...queries.map(({ update }) => update));
  const search = "SELECT rowid FROM entries_fts WHERE entries_fts MATCH 'one'";
  const ask = (query: number, sql: string) =>
    session.connection.watchQuery(query, { handle: HANDLE, sql, live: true, declaration });
  ask(1, "SELECT body FROM entries");
  ask(2, search);
  await session.connection.settled();
  const [rows, failed] = told.splice(0);
  deepEqual(rows?.kind === "rows" && rows.result.rows, [["one"]]);
  equal(
    failed?.kind === "error" && failed.error.message,
    `Cannot run SQL: no such table: entries_fts; the next write makes this full-text index\n  ${search}`,
  );
  session.commit({
    operations: [{ op: "set", id: HANDLE.id, value: { id: HANDLE.id, ...declaration, rev: 1 } }],
    sqlite: { handle: HANDLE, statements: [{ sql: INSERT, params: ["two one", 2] }] },
  });
  await session.connection.settled();
  const found = told.find((update) =>
    update.kind === "rows" && update.result.columns.length === 1 &&
    update.result.columns[0]!.name === "rowid"
  );
  deepEqual(found?.kind === "rows" && found.result.rows, [[1], [2]]);
  await host.close();
});

Deno.test("a query of what a migration makes says that the next write runs it", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  const declaration = {
    tables: { entries: { columns: { id: "integer primary key", text: "text", at: "integer" } } },
    version: 3,
    migrations: { 3: ["alter table entries rename column body to text"] },
  };
  const told: QueryUpdate[] = [];
  session.connection.onFrame = ({ queries }) => told.push(...queries.map(({ update }) => update));
  const sql = "SELECT text FROM entries WHERE 'b\nc' <> ''";
  const handle = HANDLE;
  session.connection.watchQuery(1, { handle, sql, live: true, declaration });
  session.connection.watchQuery(2, { handle, sql, live: true, declaration: { tables: TABLES } });
  await session.connection.settled();
  const messages = told.map((update) => update.kind === "error" ? update.error.message : "");
  deepEqual(messages, [
    "Cannot run SQL: no such column: text; the database is at version 1, and the next write brings " +
    `it to 3\n  ${sql}`,
    `Cannot run SQL: no such column: text\n  ${sql}`,
  ]);
  session.commit({
    operations: [{ op: "set", id: HANDLE.id, value: { id: HANDLE.id, ...declaration, rev: 1 } }],
    sqlite: { handle: HANDLE, statements: [{ sql: "DELETE FROM entries" }] },
  });
  await session.connection.settled();
  const old = "SELECT body FROM entries";
  told.length = 0;
  session.connection.watchQuery(3, {
    handle,
    sql: old,
    live: true,
    declaration: { tables: TABLES },
  });
  await session.connection.settled();
  const last = told.at(-1);
  equal(
    last?.kind === "error" && last.error.message,
    "Cannot run SQL: no such column: body; the database is at version 3, and this code declares " +
      `version 1\n  ${old}`,
  );
  await host.close();
});
