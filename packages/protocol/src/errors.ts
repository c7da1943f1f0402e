/** Every failure that crosses a connection, each a `CfError` with a literal code. */

import { CfError, type ErrorData } from "@cf/utils";
import type { DocAddress, Path } from "./address.ts";

/** A commit read something that changed before it arrived. The handler runs again. */
export class ConflictError extends CfError {
  override readonly name = "ConflictError";
  constructor(where: DocAddress & { path: Path; seq: number }) {
    super(
      "conflict",
      `Cannot commit: ${where.id} at /${
        where.path.join("/")
      } changed in commit ${where.seq} after ` +
        `it was read`,
      { data: { ...where } },
    );
  }
}

/** A handler's commit came behind one of its session that was refused. Both handlers run again. */
export class OutOfTurnError extends CfError {
  override readonly name = "OutOfTurnError";
  constructor(local: number) {
    super("out-of-turn", `Cannot commit: commit ${local} of this session was refused before it`, {
      data: { local },
    });
  }
}

/** The principal lacks a right. */
export class NotAllowedError extends CfError {
  override readonly name = "NotAllowedError";
  constructor(action: string, needed: string, principal: string) {
    super("not-allowed", `Cannot ${action}: ${principal} needs the right to ${needed}`, {
      data: { needed, principal },
    });
  }
}

/** No such space at this host. */
export class UnknownSpaceError extends CfError {
  override readonly name = "UnknownSpaceError";
  constructor(space: string) {
    super("unknown-space", `Cannot open space ${space}: this host has no such space`, {
      data: { space },
    });
  }
}

/** A message that does not follow the protocol. */
export class BadMessageError extends CfError {
  override readonly name = "BadMessageError";
  constructor(problem: string, data: ErrorData = {}) {
    super("bad-message", `Cannot read message: ${problem}`, { data });
  }
}

/** An SQL statement that SQLite refused, with its text and the types of its parameters. */
export class SqlError extends CfError {
  override readonly name = "SqlError";
  constructor(
    problem: string,
    statement: { sql: string; parameterTypes?: readonly string[]; database?: string },
    cause?: unknown,
  ) {
    super("sql-error", `Cannot run SQL: ${problem}\n  ${statement.sql}`, {
      data: { problem, ...statement },
      cause,
    });
  }
}

/** A statement that touched what a pattern may not touch. */
export class GuardViolationError extends CfError {
  override readonly name = "GuardViolationError";
  constructor(touched: string, sql: string, hint?: string) {
    const advice = hint === undefined ? "" : `; ${hint}`;
    super("guard-violation", `Cannot run SQL: it may not touch ${touched}${advice}\n  ${sql}`, {
      data: { touched, sql },
    });
  }
}

/** An error that arrived from the other side, restored from its wire form. */
export class RemoteError extends CfError {
  override readonly name = "RemoteError";
  constructor(wire: { code: string; message: string; data?: ErrorData }) {
    super(wire.code, wire.message, { data: wire.data ?? {} });
  }
}
