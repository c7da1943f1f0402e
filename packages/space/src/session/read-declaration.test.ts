/** What a query reads a database as while its code declares it otherwise than its handle. */

import { deepEqual, equal } from "node:assert/strict";
import type { DatabaseDeclaration, QueryUpdate } from "@cf/protocol";
import { HANDLE, memorySpace, openSession, TABLES } from "../testing/test-space.ts";

const { columns } = TABLES.entries;

/** The first answer to `sql` for code with this declaration, over a file made by `TABLES`. */
async function firstAnswer(sql: string, declaration: DatabaseDeclaration): Promise<unknown> {
  const { host, space } = memorySpace();
  const writer = openSession(space);
  writer.exec("INSERT INTO entries (body, at) VALUES ('one', 1)");
  await writer.connection.settled();
  const { connection } = openSession(space);
  const answered = Promise.withResolvers<QueryUpdate>();
  connection.onFrame = ({ queries }) => {
    for (const { update } of queries) if (update.kind !== "pending") answered.resolve(update);
  };
  connection.watchQuery(1, { handle: HANDLE, sql, live: true, declaration });
  const update = await answered.promise;
  await host.close();
  return update.kind === "rows"
    ? update.result.rows
    : update.kind === "error"
    ? update.error
    : update;
}

function message(answer: unknown): string {
  return (answer as { message: string }).message;
}

Deno.test("a query reads columns and tables that only the asking code declares", async () => {
  const tables = {
    ...TABLES,
    entries: { columns: { ...columns, author: "text", stars: "integer not null default 3" } },
    notes: { columns: { body: "text" } },
  };
  deepEqual(await firstAnswer("SELECT body, author, stars FROM entries", { tables }), [
    ["one", null, 3],
  ]);
  deepEqual(await firstAnswer("SELECT body FROM notes", { tables }), []);
});

Deno.test("a query of older code reads what the handle declares", async () => {
  const { at: _, ...older } = columns;
  deepEqual(
    await firstAnswer("SELECT body FROM entries", { tables: { entries: { columns: older } } }),
    [
      ["one"],
    ],
  );
});

Deno.test("a query of code that no write could bring the file to says what differs", async () => {
  const answer = await firstAnswer("SELECT body FROM notes", {
    tables: { notes: { columns: { body: "text" } } },
  });
  equal((answer as { code: string }).code, "unsupported-migration");
  deepEqual(message(answer).split("\n").slice(1), [
    "  table entries: is in the file and not declared",
    "  declare version: 2 and migrations: { 2: [the statements for that] }",
  ]);
});

Deno.test("a query of code with other rules reads what the handle declares", async () => {
  const tables = {
    ...TABLES,
    entries: { columns: { ...columns, author: "text" }, rule: { match: { at: 1 } } },
  };
  const answer = await firstAnswer("SELECT author FROM entries", { tables });
  equal(message(answer).includes("no such column: author"), true, message(answer));
});

Deno.test("a query of code with a later version reads the present file", async () => {
  const tables = { entries: { columns: { ...columns, author: "text" } } };
  const answer = await firstAnswer("SELECT author FROM entries", { tables, version: 2 });
  equal(message(answer).includes("no such column: author"), true, message(answer));
});
