/** What the log keeps of a commit, before it has a place in the chain. */

import type { DatabaseKey } from "@cf/protocol";
import type { JsonObject } from "@cf/utils";
import { changesetDigest, type LogRecord, type ResolvedOperation } from "../log/record.ts";
import type { DatabaseDraft } from "./database-group.ts";
import type { ClientSubmission, SystemSubmission, TakenRows } from "./submission.ts";

/** A commit's place, and the operations that it comes to. */
export interface RecordPlace {
  readonly seq: number;
  readonly time: number;
  readonly operations: readonly ResolvedOperation[];
}

/** The record of a client's commit; `event` tells of databases that it deletes. */
export function clientRecord(
  { session, commit }: ClientSubmission,
  { seq, time, operations }: RecordPlace,
  { database, event }: {
    readonly database?: { readonly key: DatabaseKey; readonly draft: DatabaseDraft } | undefined;
    readonly event: JsonObject | undefined;
  },
): LogRecord {
  return {
    seq,
    time,
    principal: session.principal,
    session: session.name,
    local: commit.local,
    operations,
    ...(database === undefined ? {} : { database: draftRecord(database) }),
    ...(event === undefined ? {} : { event }),
  };
}

/** The record of what the space itself commits. */
export function systemRecord(
  { principal, access, event, rows }: SystemSubmission,
  { seq, time, operations }: RecordPlace,
): LogRecord {
  return {
    seq,
    time,
    principal,
    operations,
    ...(access === undefined ? {} : { access }),
    ...(event === undefined ? {} : { event }),
    ...(rows === undefined ? {} : { database: takenRecord(rows) }),
  };
}

function draftRecord(
  { key, draft: { schema, changeset } }: {
    readonly key: DatabaseKey;
    readonly draft: DatabaseDraft;
  },
): NonNullable<LogRecord["database"]> {
  return { ...key, schema, changeset: changesetDigest(changeset) };
}

function takenRecord(rows: TakenRows): NonNullable<LogRecord["database"]> {
  const { key, schema, changeset, parts } = rows;
  return { ...key, schema, changeset, ...(parts.count === 0 ? {} : { parts }) };
}
