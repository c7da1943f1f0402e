/** Failures of a space that a caller, a peer or the disk can cause, each with a literal code. */

import { CfError } from "@cf/utils";

/** A second server tried to open a store that is in use. Code `store-locked`. */
export class StoreLockedError extends CfError {
  override readonly name = "StoreLockedError";
  constructor(store: string) {
    super(
      "store-locked",
      `Cannot open store ${store}: this or another process has it open; close it there first`,
      { data: { store } },
    );
  }
}

/** A file or folder that is not a store of this format. Code `store-format`. */
export class StoreFormatError extends CfError {
  override readonly name = "StoreFormatError";
  constructor(path: string, problem: string, cause?: unknown) {
    super("store-format", `Cannot open ${path}: ${problem}`, { data: { path, problem }, cause });
  }
}

/** The disk refused a write; nothing of the group was committed. Code `store-failed`. */
export class StoreFailedError extends CfError {
  override readonly name = "StoreFailedError";
  constructor(action: string, problem: string, cause?: unknown) {
    super("store-failed", `Cannot ${action}: the store answered «${problem}»`, {
      data: { problem },
      cause,
    });
  }
}

/** A space of that name exists. Code `space-exists`. */
export class SpaceExistsError extends CfError {
  override readonly name = "SpaceExistsError";
  constructor(space: string) {
    super("space-exists", `Cannot create space ${space}: it exists already`, { data: { space } });
  }
}

/** The access list of a space that another names is that one's. Code `rights-follow-home`. */
export class RightsFollowHomeError extends CfError {
  override readonly name = "RightsFollowHomeError";
  constructor(space: string, { home, name }: { home: string; name: string }) {
    super(
      "rights-follow-home",
      `Cannot change the access list of ${space}: it is the space '${name}' of ${home} and has ` +
        `the access list of that one; change it there`,
      { data: { space, home, name } },
    );
  }
}

/** A space with open sessions that was to be replaced. Code `space-in-use`. */
export class SpaceInUseError extends CfError {
  override readonly name = "SpaceInUseError";
  constructor(space: string, sessions: number) {
    super(
      "space-in-use",
      `Cannot replace space ${space}: ${sessions} sessions use it; close its pages and stop its ` +
        "background pieces, or stop the server and restore on its store",
      { data: { space, sessions } },
    );
  }
}

/** A name that is no DID, or otherwise unfit for a folder. Code `bad-space-id`. */
export class BadSpaceIdError extends CfError {
  override readonly name = "BadSpaceIdError";
  constructor(space: string) {
    super(
      "bad-space-id",
      `Cannot use ${JSON.stringify(space)} as a space: it must be a DID such as did:key:z6Mk…`,
      { data: { space } },
    );
  }
}

/** The space, host or connection was closed. Code `closed`. */
export class ClosedError extends CfError {
  override readonly name = "ClosedError";
  constructor(action: string, what: string) {
    super("closed", `Cannot ${action}: ${what} is closed`, { data: { what } });
  }
}

/** A commit number that the log no longer remembers. Code `commit-too-old`. */
export class CommitTooOldError extends CfError {
  override readonly name = "CommitTooOldError";
  constructor(session: string, local: number) {
    super(
      "commit-too-old",
      `Cannot commit number ${local} of session ${session}: the log that would tell whether it ` +
        `was committed before has been pruned; open a new session`,
      { data: { session, local } },
    );
  }
}

/** A state so old that the log for it has been pruned, or one that lies ahead. Code `no-such-state`. */
export class NoSuchStateError extends CfError {
  override readonly name = "NoSuchStateError";
  constructor(seq: number, range: { readonly first: number; readonly last: number }) {
    super(
      "no-such-state",
      `Cannot read the state as of commit ${seq}: this space holds ${range.first} to ${range.last}`,
      { data: { seq, ...range } },
    );
  }
}

/** Removing or demoting the last owner. Code `last-owner`. */
export class LastOwnerError extends CfError {
  override readonly name = "LastOwnerError";
  constructor(principal: string) {
    super(
      "last-owner",
      `Cannot take ownership from ${principal}: a space keeps an owner; name another one first`,
      { data: { principal } },
    );
  }
}

/** A commit or subscription beyond a limit. Code `limit-exceeded`. */
export class LimitError extends CfError {
  override readonly name = "LimitError";
  constructor(action: string, limit: { name: string; max: number; found: number }) {
    super(
      "limit-exceeded",
      `Cannot ${action}: ${limit.found} is more than the limit ${limit.name} of ${limit.max}`,
      { data: { ...limit } },
    );
  }
}

/** The hash chain of a log does not hold. Code `log-damaged`. */
export class LogDamagedError extends CfError {
  override readonly name = "LogDamagedError";
  constructor(space: string, seq: number, problem: string) {
    super("log-damaged", `Cannot trust the log of ${space} from commit ${seq} on: ${problem}`, {
      data: { space, seq, problem },
    });
  }
}

/** A pattern database whose file belongs to another history. Code `quarantined`. */
export class QuarantinedError extends CfError {
  override readonly name = "QuarantinedError";
  constructor(database: string, file: string, problem: string) {
    super(
      "quarantined",
      `Cannot use the database of ${database}: ${problem}; its file ${file} is left untouched ` +
        `until an operator runs «cf sqlite rebuild», which makes it anew from the log, or puts the ` +
        `space back to a backup with «cf space restore»`,
      { data: { database, file, problem } },
    );
  }
}

/** A rebuild that the log does not reach back far enough for. Code `cannot-rebuild`. */
export class CannotRebuildError extends CfError {
  override readonly name = "CannotRebuildError";
  constructor(database: string, problem: string, cause?: unknown) {
    super("cannot-rebuild", `Cannot rebuild the database of ${database}: ${problem}`, {
      data: { database, problem },
      cause,
    });
  }
}

/** A backup that cannot be taken or is not whole. Code `backup-failed`. */
export class BackupError extends CfError {
  override readonly name = "BackupError";
  constructor(action: "back up" | "restore", folder: string, problem: string, cause?: unknown) {
    const where = action === "back up" ? `the space to ${folder}` : `the backup in ${folder}`;
    super("backup-failed", `Cannot ${action} ${where}: ${problem}`, {
      data: { folder, problem },
      cause,
    });
  }
}

/** A deleted database that cannot be moved or taken back. Code `trash-failed`. */
export class TrashError extends CfError {
  override readonly name = "TrashError";
  constructor(database: string, problem: string) {
    super("trash-failed", `Cannot delete or take back the database of ${database}: ${problem}`, {
      data: { database, problem },
    });
  }
}

/** A file on the server's disk that cannot be lent to a space, or cannot be read. Code `bad-source`. */
export class SourceError extends CfError {
  override readonly name: string = "SourceError";
  constructor(path: string, problem: string, cause?: unknown) {
    super("bad-source", `Cannot use ${path} as a database: ${problem}`, {
      data: { path, problem },
      cause,
    });
  }
}

/** A place that was given as a database and holds none. Code `no-database`. */
export class NoDatabaseError extends CfError {
  override readonly name = "NoDatabaseError";
  constructor() {
    super(
      "no-database",
      "Cannot use this place as a database: nothing is declared there; a pattern declares one with " +
        "sqliteDatabase({ tables }), and «cf piece link sqlite:…» lends a file to one space",
    );
  }
}

/** A lent file that cannot be brought up to the log any more; code `bad-source`. */
export class SourceDivergedError extends SourceError {
  override readonly name = "SourceDivergedError";
}

/** A file whose rows cannot be taken into a database; nothing of it was. Code `bad-import`. */
export class ImportError extends CfError {
  override readonly name = "ImportError";
  /** `source` is what the file is called; `table` and `row` say where in it the problem is. */
  constructor(
    source: string,
    problem: string,
    { table, row, cause }: {
      readonly table?: string;
      readonly row?: number | string;
      readonly cause?: unknown;
    } = {},
  ) {
    const where = (table === undefined ? "" : `, table ${table}`) +
      (row === undefined ? "" : typeof row === "number" ? `, row ${row}` : `, row with ${row}`);
    super("bad-import", `Cannot take in ${source}${where}: ${problem}`, {
      data: {
        source,
        problem,
        ...(table === undefined ? {} : { table }),
        ...(row === undefined ? {} : { row }),
      },
      cause,
    });
  }
}

/** Taking in a file took too long; nothing of it was. Code `import-timeout`. */
export class ImportTimeoutError extends CfError {
  override readonly name = "ImportTimeoutError";
  constructor(source: string, deadlineMs: number) {
    super(
      "import-timeout",
      `Cannot take in ${source}: it took longer than ${deadlineMs} ms (importDeadlineMs)`,
      { data: { source, deadlineMs } },
    );
  }
}

/** Another program keeps a file of the space locked. Code `file-locked`. */
export class FileLockedError extends CfError {
  override readonly name = "FileLockedError";
  constructor(file: string, cause?: unknown) {
    super(
      "file-locked",
      `Cannot use ${file}: another program has locked it for too long; look for a shell or a tool ` +
        "that has it open with a transaction, and end that",
      { data: { file }, cause },
    );
  }
}
