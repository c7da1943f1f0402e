/** Failures of `cf` itself, and how any failure becomes a message and an exit status. */

import { CfError, fullStackOf } from "@cf/utils";
import type { Io } from "./io.ts";

/** Exit statuses: 0 is success. */
export const EXIT = { failed: 1, usage: 2, notAllowed: 4 } as const;

/** The command line does not make sense. */
export class UsageError extends CfError {
  override readonly name = "UsageError";
  /** One sentence that says what to do next. */
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super("usage", message);
    this.hint = hint;
  }
}

/** A failure that `cf` found itself, with what to do about it. */
export class CliError extends CfError {
  override readonly name = "CliError";
  /** One sentence that says what to do next. */
  readonly hint: string;
  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(code, message, { cause });
    this.hint = hint;
  }
}

/** What to do about failures that come from below, by code. */
const HINTS: Readonly<Record<string, string>> = {
  "not-allowed": "Ask an owner of the space to run `cf acl add <your DID> <right>`; " +
    "`cf id show` prints your DID.",
  "not-authenticated": "Check the clock of this machine and the key file that `cf id show` names.",
  "bad-identity": "Name another key file with --identity, or make one with `cf id new`.",
  "bad-event": `Give the event as JSON behind the stream: 4, '"a text"' or '{"title":"Bread"}'.`,
  "missing-export": "Name the pattern to run with --export, or export it as default.",
  "bad-value": "Give a value of that type, as JSON, or write it all the same with --force.",
  "unknown-piece": "`cf piece ls` lists the pieces of the space.",
  "ambiguous-piece": "Give more of its id.",
  "unknown-database": "`cf sqlite ls` lists the databases of the space.",
  "ambiguous-database": "Give more of its name.",
  "unknown-space": "`cf space ls` lists the spaces of this server.",
  "store-locked": "Stop the program that has it open, or name its server with --url.",
  "conflict": "Run the command again: it works on what changed in between.",
};

/** Prints a failure and returns the exit status that belongs to it. */
export function reportFailure(failure: unknown, io: Io): number {
  const error = failure instanceof Error ? failure : new TypeError(String(failure));
  const code = error instanceof CfError ? error.code : "internal";
  if (io.json) {
    const data = error instanceof CfError ? error.data : {};
    io.say(JSON.stringify({ error: { code, message: error.message, data } }));
  } else {
    io.say(`${io.style.red("error:")} ${error.message}`);
    const isOwn = error instanceof CliError || error instanceof UsageError;
    const hint = isOwn ? error.hint : HINTS[code];
    if (hint !== undefined) io.say(`${io.style.cyan("next:")} ${hint}`);
  }
  if (io.verbose) io.say(stackOf(error));
  else if (code === "internal" && !io.json) io.say("Run it again with --verbose to see where.");
  if (code === "usage") return EXIT.usage;
  return code === "not-allowed" || code === "not-authenticated" ? EXIT.notAllowed : EXIT.failed;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${fullStackOf(error) || error.message}${cause}`;
}
