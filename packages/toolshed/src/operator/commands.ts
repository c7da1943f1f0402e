/** The operator's commands on one space, by the name under which they are called. */

import { isAbsolute } from "node:path";
import type { DatabaseKey, ScopeKey } from "@cf/protocol";
import type { DatabaseInfo, Space } from "@cf/space";
import { z } from "zod";
import { UnknownDatabaseError } from "../errors.ts";
import { command } from "./command.ts";

/** Commits that one answer holds. */
export const LOG_PAGE = 1_000;

const nothing = z.strictObject({});
const seq = z.number().int().nonnegative();
const path = z.string().max(4096).refine(isAbsolute, "the path must be absolute")
  .describe("absolute, on the server's machine");
const scopeKey = z.string().max(512).regex(/^(space|user:.+|session:.+)$/) as unknown as z.ZodType<
  ScopeKey
>;
const key = z.strictObject({
  id: z.string().max(256).describe("id of the handle"),
  scope: scopeKey,
}).describe("a pattern database");

/** What an operator can ask of a space. None of it is a right of the space's owners. */
export const OPERATOR_COMMANDS = {
  databases: command({
    summary: "Lists the pattern databases of a space",
    body: nothing,
    run: (space) => ({ databases: space.operator.databases() }),
  }),
  verify: command({
    summary: "Checks a pattern database against a replay of the log, changing nothing",
    body: z.strictObject({ database: key }),
    codes: ["unknown-database"],
    run: async (space, { body }) => {
      const { finding, ...report } = await space.operator.verify(known(space, body.database));
      const { detail, differences, snapshots } = report;
      return { finding: finding.kind, detail, differences, snapshots };
    },
  }),
  repair: command({
    summary: "Puts a pattern database right by the log",
    body: z.strictObject({ database: key }),
    codes: ["unknown-database", "cannot-rebuild"],
    run: async (space, { body }) => ({
      repairs: await space.operator.repair(known(space, body.database)),
    }),
  }),
  rebuild: command({
    summary: "Makes a pattern database anew from the log",
    body: z.strictObject({ database: key }),
    codes: ["unknown-database", "cannot-rebuild"],
    run: async (space, { body }) => ({
      commits: await space.operator.rebuild(known(space, body.database)),
    }),
  }),
  snapshot: command({
    summary: "Copies a pattern database as it is, so that a rebuild starts there",
    body: z.strictObject({ database: key }),
    codes: ["unknown-database", "cannot-rebuild"],
    run: async (space, { body }) => {
      const database = known(space, body.database);
      const taken = await space.operator.snapshot(database);
      return { ...(taken === undefined ? {} : { taken }), all: space.operator.snapshots(database) };
    },
  }),
  replay: command({
    summary: "Writes a pattern database as of a commit into a new file of the server's machine",
    body: z.strictObject({ database: key, path, to: seq.optional() }),
    codes: ["unknown-database", "cannot-rebuild"],
    run: async (space, { body }) => ({
      commits: await space.operator.replay(known(space, body.database), body.path, body.to),
    }),
  }),
  gc: command({
    summary: "Clears away the files of databases that were deleted long ago",
    body: z.strictObject({ graceMs: z.number().nonnegative(), dryRun: z.boolean() }),
    run: (space, { body }) => {
      const report = space.operator.collectGarbage(body);
      const { replaced, kept, orphans } = report;
      const plain = ({ key, number, trashedAt }: Entry) => ({ key, number, trashedAt });
      return {
        expired: report.expired.map(plain),
        waiting: report.waiting.map(plain),
        replaced,
        kept,
        orphans,
        unreferenced: report.unreferenced.map(plain),
      };
    },
  }),
  discard: command({
    summary: "Moves a database to the trash, as deleting its handle does",
    body: z.strictObject({ database: key }),
    codes: ["unknown-database", "trash-failed", "cannot-rebuild"],
    run: async (space, { body, by }) => ({
      seq: await space.operator.discard(known(space, body.database), by),
    }),
  }),
  "take-back": command({
    summary: "Takes a deleted database back out of the trash",
    body: z.strictObject({ number: seq.describe("as gc lists it") }),
    codes: ["trash-failed"],
    run: async (space, { body, by }) => ({ seq: await space.operator.takeBack(body.number, by) }),
  }),
  "verify-log": command({
    summary: "Checks the hash chain of a space's log",
    body: nothing,
    run: async (space) => ({ seq: space.stats.seq, problems: await space.operator.verifyLog() }),
  }),
  log: command({
    summary: "Reads the log of a space, oldest commit first, at most 1,000 at a time",
    body: z.strictObject({
      after: z.number().int().min(-LOG_PAGE).describe("below 0: so many commits from the end"),
      limit: z.number().int().positive().max(LOG_PAGE),
    }),
    run: (space, { body }) => {
      const { seq } = space.stats;
      const after = body.after < 0 ? Math.max(0, seq + body.after) : body.after;
      return { seq, commits: [...space.log({ after, to: after + body.limit })].map(plainCommit) };
    },
  }),
  "back-up": command({
    summary: "Copies a space, as of one commit, into an empty folder of the server's machine",
    body: z.strictObject({ folder: path }),
    codes: ["backup-failed"],
    run: (space, { body }) => space.operator.backUp(body.folder),
  }),
  lend: command({
    summary: "Lends an SQLite file of the server's own disk to a space",
    body: z.strictObject({ path, writable: z.boolean().default(false) }),
    codes: ["bad-source"],
    run: (space, { body }) => space.operator.lendFile(body.path, { writable: body.writable }),
  }),
  lent: command({
    summary: "Lists the files that are lent to a space",
    body: nothing,
    run: (space) => ({ files: space.operator.lentFiles() }),
  }),
  "take-file-back": command({
    summary: "Ends the lending of a file; its handle stays and its queries fail",
    body: z.strictObject({ id: z.string().max(256).describe("id of the handle") }),
    codes: ["bad-source"],
    run: (space, { body }) => {
      space.operator.takeBackFile(body.id);
      return {};
    },
  }),
} as const;

type Entry = Pick<DatabaseInfo, "key" | "number"> & { readonly trashedAt?: number };

type Commit = ReturnType<Space["log"]> extends Iterable<infer T> ? T : never;

function plainCommit({ record, changeset, hash }: Commit) {
  return {
    ...record,
    operations: record.operations.map(({ operation, scope }) => ({ ...operation, scope })),
    hash: hash.toHex(),
    ...(changeset === null ? {} : { changeset: changeset.toBase64() }),
  };
}

/** The key itself, if the space has such a database. Throws `unknown-database`. */
function known(space: Space, { id, scope }: DatabaseKey): DatabaseKey {
  const databases = space.operator.databases();
  const found = databases.find(({ key }) => key.id === id && key.scope === scope);
  if (found === undefined) throw new UnknownDatabaseError(id);
  return found.key;
}
