/**
 * Statements in every form that a pattern can use: what SQLite takes passes the guard, leaves the rows
 * that bare SQLite leaves, fails where it fails, and is replayed by its changeset.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { SqlStatement } from "@cf/protocol";
import { DECLARATION, textOf } from "../testing/live-history.ts";
import { outcome } from "../testing/outcome.ts";
import { writeStatement } from "../testing/statement-writer.ts";
import { applyChangeset } from "./changeset-apply.ts";
import { heedReplacedRows } from "./fts.ts";
import { bindArguments, parameterSlots, slotValues } from "./parameters.ts";
import { createDeclared } from "./scratch.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const empty = new DatabaseSync(":memory:");
createDeclared(empty, DECLARATION);

function isValid({ sql }: SqlStatement): boolean {
  try {
    empty.prepare(sql);
    return true;
  } catch {
    return false;
  }
}

function open(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  heedReplacedRows(connection);
  connection.exec("create table _cf_commit (seq); attach ':memory:' as pattern");
  ensureSchema(connection, "pattern", DECLARATION);
  return connection;
}

function rowsOf(connection: DatabaseSync, schema: string): unknown {
  return DECLARATION.tables.values().map(({ model }) => {
    const columns = model.columns.map(({ name }) => `quote("${name}")`).join(", ");
    const statement = connection.prepare(
      `select ${columns} from ${schema}."${model.name}" order by ${columns}`,
    );
    statement.setReturnArrays(true);
    return statement.all();
  }).toArray();
}

function runBare(connection: DatabaseSync, { sql, params }: SqlStatement): void {
  const slots = parameterSlots(sql);
  const statement = connection.prepare(sql);
  statement.setReadBigInts(true);
  statement.all(...bindArguments(slots, slotValues(slots, params, sql)));
}

/** What is refused here alone: text that no replay could bring back, and what costs too much. */
const REFUSED = /would hold text|words are added|are possible/;

const statements = fc.array(
  fc.noShrink(fc.array(fc.nat(), { minLength: 300, maxLength: 300 })).map((numbers) => {
    let at = 0;
    return writeStatement({ int: (max) => numbers[at++ % numbers.length]! % max });
  }).filter(isValid),
  { minLength: 25, maxLength: 25 },
);

Deno.test("written statements pass the guard and leave the rows of bare SQLite", () => {
  let [done, refused] = [0, 0];
  fc.assert(
    fc.property(statements, (list) => {
      const [guarded, copy, bare] = [open(), open(), new DatabaseSync(":memory:")];
      copy.exec("pragma foreign_keys = off");
      createDeclared(bare, DECLARATION);
      for (const one of list) {
        const text = textOf({ ...one, ordered: false });
        let changeset = new Uint8Array();
        const ours = outcome(guarded, () => {
          changeset = runStatements(guarded, "pattern", DECLARATION, [one], { long: "run" })
            .changeset as typeof changeset;
        });
        if (REFUSED.test(ours)) {
          refused++;
          continue;
        }
        assert.equal(ours, outcome(bare, () => runBare(bare, one)), text);
        if (ours === "ok") done++;
        else continue;
        assert.deepEqual(rowsOf(guarded, "pattern"), rowsOf(bare, "main"), text);
        applyChangeset(copy, "pattern", changeset);
        assert.deepEqual(rowsOf(copy, "pattern"), rowsOf(guarded, "pattern"), text);
      }
      for (const connection of [guarded, copy, bare]) connection.close();
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 40), endOnFailure: true },
  );
  assert.ok(done > 8 * refused, `${done} are done, ${refused} refused`);
});
