/**
 * An error of a pattern that runs in a page, as it is sent to a developer's tools that listen:
 * `cf dev` prints it in the author's terminal. The page is trusted with nothing: texts are short.
 */

import { z, type ZodType } from "zod";

/** What went wrong, and where in the author's files. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  /** The handler or computation. */
  readonly where: string;
  /** The program's path, and line and column from 1. */
  readonly position?:
    | { readonly path: string; readonly line: number; readonly column: number }
    | undefined;
}

/** How many characters of a text are sent at most. */
export const RUN_FAILURE_CHARS_MAX = 10_000;

const text = z.string().max(RUN_FAILURE_CHARS_MAX);
const fromOne = z.int().positive();

/** The shape of a {@linkcode RunFailure}. */
export const runFailure: ZodType<RunFailure> = z.strictObject({
  code: text,
  message: text,
  where: text,
  position: z.strictObject({ path: text, line: fromOne, column: fromOne }).optional(),
});
