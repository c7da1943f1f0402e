/** What a client of the server can cause, each with a literal code. */

import { CfError } from "@cf/utils";

/** More than the session's window; the client does not keep to the protocol. Code `flood`. */
export class FloodError extends CfError {
  override readonly name = "FloodError";
  constructor(what: string, max: number) {
    super("flood", `Cannot take message: more than ${max} ${what} wait already`, {
      data: { what, max },
    });
  }
}

/** The same session was opened elsewhere. Code `session-taken`. */
export class SessionTakenError extends CfError {
  override readonly name = "SessionTakenError";
  constructor() {
    super("session-taken", "Cannot go on with session: it was opened again elsewhere");
  }
}

/** The space ended the session. Code `session-ended`. */
export class SessionEndedError extends CfError {
  override readonly name = "SessionEndedError";
  constructor() {
    super("session-ended", "Cannot go on with session: the space has closed it");
  }
}

/** Too many bad messages on one socket. Code `too-many-bad-messages`. */
export class TooManyBadMessagesError extends CfError {
  override readonly name = "TooManyBadMessagesError";
  constructor(max: number) {
    super(
      "too-many-bad-messages",
      `Cannot go on with session: ${max} messages did not follow the protocol`,
      { data: { max } },
    );
  }
}

/** A client takes nothing of what waits for it. Code `stalled`. */
export class StalledError extends CfError {
  override readonly name = "StalledError";
  constructor(stalledMs: number) {
    super(
      "stalled",
      `Cannot go on sending: nothing was acknowledged for ${stalledMs / 1000} s; connect again`,
      { data: { stalledMs } },
    );
  }
}

/** The peer did not say hello in time. Code `hello-timeout`. */
export class HelloTimeoutError extends CfError {
  override readonly name = "HelloTimeoutError";
  constructor(ms: number) {
    super("hello-timeout", `Cannot open session: no hello within ${ms} ms`, { data: { ms } });
  }
}

/** A peer that speaks another version. Code `protocol-version`. */
export class ProtocolVersionError extends CfError {
  override readonly name = "ProtocolVersionError";
  constructor(versions: { ours: number; theirs: number }) {
    super(
      "protocol-version",
      `Cannot open session: the client speaks protocol ${versions.theirs}, this host ` +
        `${versions.ours}`,
      { data: versions },
    );
  }
}

/** A signature made for another host. Code `wrong-audience`. */
export class WrongAudienceError extends CfError {
  override readonly name = "WrongAudienceError";
  constructor(audience: string, known: readonly string[]) {
    super(
      "wrong-audience",
      `Cannot authenticate: the signature is for ${audience}, this host is ${known.join(", ")}`,
      { data: { audience } },
    );
  }
}

/** A WebSocket or request from a page of another origin. Code `bad-origin`. */
export class BadOriginError extends CfError {
  override readonly name = "BadOriginError";
  constructor(origin: string) {
    super("bad-origin", `Cannot answer: pages of ${origin} may not talk to this host`, {
      data: { origin },
    });
  }
}

/** A principal sends more requests than it may. Code `too-many-requests`. */
export class TooManyRequestsError extends CfError {
  override readonly name = "TooManyRequestsError";
  constructor(perSecond: number, waitMs: number) {
    super(
      "too-many-requests",
      `Cannot answer: more than ${perSecond} requests a second; try again in ${waitMs} ms`,
      { data: { perSecond, waitMs } },
    );
  }
}

/** The server stops. Code `shutting-down`. */
export class ShuttingDownError extends CfError {
  override readonly name = "ShuttingDownError";
  constructor() {
    super("shutting-down", "Cannot answer: the server is shutting down");
  }
}

/** A session asks for more than it may have. Code `limit-exceeded`. */
export class LimitExceededError extends CfError {
  override readonly name = "LimitExceededError";
  constructor(action: string, limit: string, max: number) {
    super("limit-exceeded", `Cannot ${action}: the limit ${limit} is ${max}`, {
      data: { limit, max },
    });
  }
}

/** A request that does not fit its schema. Code `bad-request`. */
export class BadRequestError extends CfError {
  override readonly name = "BadRequestError";
  constructor(problem: string) {
    super("bad-request", `Cannot read request: ${problem}`);
  }
}

/** Several databases have the name. Code `ambiguous-database`. */
export class AmbiguousDatabaseError extends CfError {
  override readonly name = "AmbiguousDatabaseError";
  constructor(name: string, candidates: readonly string[]) {
    super(
      "ambiguous-database",
      `Cannot choose a database: '${name}' is part of\n  ${candidates.join("\n  ")}`,
      { data: { name, candidates } },
    );
  }
}

/** A request body beyond the limit. Code `body-too-large`. */
export class BodyTooLargeError extends CfError {
  override readonly name = "BodyTooLargeError";
  constructor(maxBytes: number) {
    super("body-too-large", `Cannot read request: its body has more than ${maxBytes} bytes`, {
      data: { maxBytes },
    });
  }
}

/** No such page or resource. Code `not-found`. */
export class NotFoundError extends CfError {
  override readonly name = "NotFoundError";
  constructor(path: string) {
    super("not-found", `Cannot find ${path}: this server has nothing there`, { data: { path } });
  }
}

/** No pattern database of that key. Code `unknown-database`. */
export class UnknownDatabaseError extends CfError {
  override readonly name = "UnknownDatabaseError";
  constructor(database: string) {
    super("unknown-database", `Cannot find the database ${database}: this space has none such`, {
      data: { database },
    });
  }
}

/** The server's own mistake; its log holds the cause. Code `internal`. */
export class InternalError extends CfError {
  override readonly name = "InternalError";
  constructor(cause: unknown) {
    super("internal", "Cannot answer: the server failed; its log says why", { cause });
  }
}

/** `error` itself, or the internal error that it stands for: one client must not end the server. */
export function toCfError(error: unknown): CfError {
  return error instanceof CfError ? error : new InternalError(error);
}

/** More programs wait to be compiled than may. Code `too-many-compilations`. */
export class TooManyCompilationsError extends CfError {
  override readonly name = "TooManyCompilationsError";
  constructor(max: number) {
    super("too-many-compilations", `Cannot compile: ${max} programs wait already`, {
      data: { max },
    });
  }
}

/** The compiler did not finish; that is no diagnostic of the program. Code `compiler-failed`. */
export class CompilerFailedError extends CfError {
  override readonly name = "CompilerFailedError";
  constructor(problem: string) {
    super("compiler-failed", `Cannot compile: ${problem}`, { data: { problem } });
  }
}

/** A request to a piece took too long. Code `run-timeout`. */
export class RunTimeoutError extends CfError {
  override readonly name = "RunTimeoutError";
  /** `isKilled`: nothing in the process answered any more, and it was ended. */
  constructor(deadlineMs: number, readonly isKilled: boolean = false) {
    super("run-timeout", `Cannot run piece: no answer within ${deadlineMs} ms`, {
      data: { deadlineMs },
    });
  }
}

/** A piece used up its memory. Code `run-memory`. */
export class RunMemoryError extends CfError {
  override readonly name = "RunMemoryError";
  constructor(memoryMb: number) {
    super("run-memory", `Cannot run piece: its process used more than ${memoryMb} MB`, {
      data: { memoryMb },
    });
  }
}

/** The process that ran a piece ended; a write may have happened. Code `run-aborted`. */
export class RunAbortedError extends CfError {
  override readonly name = "RunAbortedError";
  constructor(detail?: string) {
    const problem = detail || "its process ended";
    super("run-aborted", `Cannot run piece: ${problem}`, { data: { problem } });
  }
}

/** All child processes are busy. Code `too-many-processes`. */
export class TooManyProcessesError extends CfError {
  override readonly name = "TooManyProcessesError";
  constructor(max: number) {
    super("too-many-processes", `Cannot run piece: all ${max} processes are busy`, {
      data: { max },
    });
  }
}

/** A program with errors is not made a piece of. Code `program-refused`. */
export class ProgramRefusedError extends CfError {
  override readonly name = "ProgramRefusedError";
  constructor(main: string, diagnostics: readonly object[]) {
    super("program-refused", `Cannot make piece: ${main} does not compile`, {
      data: { diagnostics },
    });
  }
}
