/**
 * Errors as authors read them: the message, and the lines of their own files. What `error.stack`
 * says where a pattern is involved names no file of the host; the whole stack is kept for the host.
 */

import { CfError, fullStackOf, keepFullStack } from "@cf/utils";
import { currentContext } from "../context.ts";
import { sayInAuthorsWords } from "./author-words.ts";
import { authorPosition, type SourcePosition } from "./source-maps.ts";

export type { SourcePosition } from "./source-maps.ts";

/** An error of a pattern. */
export interface ErrorReport {
  readonly error: unknown;
  /** The node or handler it came from. */
  readonly where: string;
  /** The author's file, line and column (from 1), where known. */
  readonly position: SourcePosition | undefined;
  /** The message with its position, for people. */
  readonly text: string;
  readonly code: string;
}

/** What to tell about an error. */
export function describeError(error: unknown, where: string): ErrorReport {
  sayInAuthorsWords(error);
  const position = error instanceof Error ? firstPosition(error) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const at = position === undefined
    ? ""
    : `\n  at ${position.path}:${position.line}:${position.column}`;
  const code = error instanceof CfError ? error.code : "pattern-error";
  return { error, where, position, text: `${where}: ${message}${at}`, code };
}

/** The first stack frame that lies in a pattern, mapped back to its source. */
function firstPosition(error: Error): SourcePosition | undefined {
  const frames = fullStackOf(error).matchAll(/(cf:[0-9a-z]{12}\/[^\s():]*):(\d+):(\d+)/g);
  for (const [, url, line, column] of frames) {
    const found = authorPosition(url!, Number(line), Number(column));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A frame of V8's, as `Error.prepareStackTrace` gets it. */
interface Frame {
  getFunctionName(): string | null;
  /** Absent for code that was made of text. */
  getScriptNameOrSourceURL(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isAsync(): boolean;
}

/** How far below the runtime's own frames the author's line may be. */
const FRAMES_MAX = 50;

/**
 * From now on stacks that have to do with patterns show authors' files and lines alone. Engines
 * without V8's hook keep their own stacks.
 */
export function showStacksOfPatterns(): void {
  if (!("captureStackTrace" in Error)) return;
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, FRAMES_MAX);
  (Error as { prepareStackTrace?: unknown }).prepareStackTrace = (
    error: object,
    frames: readonly Frame[],
  ): string => {
    const heading = headingOf(error);
    const full = [heading, ...frames.map(hostLine)].join("\n");
    const own = frames.flatMap((frame) => authorLine(frame) ?? []);
    const mode = currentContext()?.mode ?? "host";
    if (own.length === 0 && mode === "host") return full;
    keepFullStack(error, full);
    return [heading, ...own].join("\n");
  };
}

/** What an author's class makes of itself may fail. */
function headingOf(error: object): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function hostLine(frame: Frame): string {
  const file = frame.getScriptNameOrSourceURL() ?? "<anonymous>";
  return lineOf(frame, `${file}:${frame.getLineNumber()}:${frame.getColumnNumber()}`);
}

function authorLine(frame: Frame): string | undefined {
  const url = frame.getScriptNameOrSourceURL();
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (line === null || column === null || !url?.startsWith("cf:")) return undefined;
  const position = authorPosition(url, line, column);
  if (position === undefined) return undefined;
  return lineOf(frame, `${position.path}:${position.line}:${position.column}`);
}

function lineOf(frame: Frame, place: string): string {
  const name = frame.getFunctionName();
  const before = frame.isAsync() ? "async " : "";
  return name === null || name === "eval" || name === ""
    ? `    at ${before}${place}`
    : `    at ${before}${name} (${place})`;
}
