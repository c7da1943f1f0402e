/**
 * The record of one commit: what the hash chain covers.
 *
 * ```json
 * {"seq":7,"time":1700000000000,"principal":"did:key:…","session":"s1","local":3,
 *  "operations":[…],
 *  "database":{"id":"of:…","scope":"space","schema":["CREATE TABLE …"],"changeset":"<sha-256>"}}
 * ```
 *
 * `database.parts` stands where the changeset is too large for one row: `{"import":1,"count":300,
 * "sizeBytes":314572800}` names its parts, and its SHA-256 is that of all parts one after another.
 *
 * The stored text is the canonical form: it is written once and hashed as it stands, so nothing
 * has to serialize it again in the same way. Operations carry the resolved scope key of their
 * document (left out for the space's own). `access` and `event` stand in records that the space
 * writes itself: changes of the access list, and tombstones of deleted files.
 */

import { createHash } from "node:crypto";
import type { Capability, DatabaseKey, Operation, ScopeKey } from "@cf/protocol";
import type { JsonObject } from "@cf/utils";

/** An operation with the scope instance it was resolved to. */
export interface ResolvedOperation {
  /** The key of the document, from `documentKey`. */
  readonly key: string;
  readonly id: string;
  readonly scope: ScopeKey;
  /** As the client sent it. */
  readonly operation: Operation;
}

/** What a commit did to a pattern database. */
export interface DatabaseRecord extends DatabaseKey {
  /** Schema statements that ran before the changeset. */
  readonly schema: readonly string[];
  /** SHA-256 of the changeset, lower-case hex; empty when no row changed. */
  readonly changeset: string;
  /** Where the changeset lies, if that is not the row of the commit. */
  readonly parts?: ChangesetParts;
}

/** A changeset that is stored in several parts. */
export interface ChangesetParts {
  /** Names them in the store. */
  readonly import: number;
  readonly count: number;
  /** Of all parts together. */
  readonly sizeBytes: number;
}

/** A decoded record. */
export interface LogRecord {
  readonly seq: number;
  readonly time: number;
  readonly principal: string;
  readonly session?: string;
  readonly local?: number;
  readonly operations: readonly ResolvedOperation[];
  readonly database?: DatabaseRecord;
  readonly access?: { readonly principal: string; readonly capability: Capability | null };
  readonly event?: JsonObject;
}

/** A map key for a document instance. */
export function documentKey(id: string, scope: ScopeKey): string {
  return scope === "space" ? id : `${scope} ${id}`;
}

/** The canonical text of `record`. */
export function encodeRecord(record: LogRecord): string {
  const { seq, time, principal, session, local, operations, database, access, event } = record;
  return JSON.stringify({
    seq,
    time,
    principal,
    session,
    local,
    operations: operations.map(storedOperation),
    database,
    access,
    event,
  });
}

/** The record that `text` is. */
export function decodeRecord(text: string): LogRecord {
  const { operations, ...rest } = JSON.parse(text) as Omit<LogRecord, "operations"> & {
    operations: (Operation & { scope?: ScopeKey })[];
  };
  return {
    ...rest,
    operations: operations.map((operation) => {
      const scope = operation.scope ?? "space";
      return { key: documentKey(operation.id, scope), id: operation.id, scope, operation };
    }),
  };
}

/** The hash of a record, given that of the one before. */
export function chainHash(previous: Uint8Array, record: string): Uint8Array {
  return createHash("sha256").update(previous).update(record).digest();
}

/** The hash that stands before the first record of a space. */
export function genesisHash(space: string): Uint8Array {
  return createHash("sha256").update(space).digest();
}

/** SHA-256 of a changeset as it stands in a record. */
export function changesetDigest(changeset: Uint8Array): string {
  return changeset.length === 0 ? "" : createHash("sha256").update(changeset).digest("hex");
}

function storedOperation(resolved: ResolvedOperation): unknown {
  const { operation, scope } = resolved;
  if (scope === "space" && operation.scope === undefined) return operation;
  const { scope: _kind, ...rest } = operation;
  return scope === "space" ? rest : { ...rest, scope };
}
