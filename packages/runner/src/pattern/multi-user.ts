/** `multiUserTest`: a test file's default export that has several participants. */

import { isRecord } from "@cf/utils";
import { PatternError } from "../errors.ts";
import { patternOf } from "./factory.ts";

/** Participants by name, each with its test pattern, and what is set up once before them. */
export interface MultiUserTest {
  readonly setup: unknown;
  readonly participants: readonly Participant[];
}

/** One session of a user. */
export interface Participant {
  readonly name: string;
  /** Whose session: participants of one user have one identity. */
  readonly user: string;
  readonly pattern: unknown;
  /** What the pattern is given besides the result of `setup`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

const tests = new WeakMap<object, MultiUserTest>();

/**
 * `multiUserTest({ setup?, participants })`. Participants are a record by name or a list; each is a
 * pattern, or an object with the pattern as `pattern` or `test`, perhaps `inputs` and the `user` whose
 * session it is, and in a list its name as `name`, `user` or `label`. Errors: `bad-participants`.
 */
export function multiUserTest(given: { setup?: unknown; participants: unknown }): object {
  const { setup, participants } = isRecord(given) ? given : {};
  const named: [string | undefined, unknown][] = Array.isArray(participants)
    ? participants.map((one) => [undefined, one])
    : isRecord(participants)
    ? Object.entries(participants)
    : [];
  if (named.length === 0) throw bad("it has no participants");
  if (setup !== undefined && patternOf(setup) === undefined) throw bad("its setup is no pattern");
  const list = named.map(([name, one], index) => participant(one, name, `user ${index + 1}`));
  const names = list.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw bad(`it has two participants '${twice}'`);
  const face = { multiUserTest: true };
  tests.set(face, { setup, participants: list });
  return face;
}

function participant(
  one: unknown,
  known: string | undefined,
  otherwise: string,
): Participant {
  const parts = isRecord(one) && patternOf(one) === undefined ? one : { pattern: one };
  const name = String(known ?? parts.name ?? parts.user ?? parts.label ?? otherwise);
  const pattern = parts.pattern ?? parts.test;
  if (patternOf(pattern) === undefined) throw bad(`its participant '${name}' is no pattern`);
  const { inputs = {} } = parts;
  if (!isRecord(inputs)) throw bad(`the inputs of its participant '${name}' are no object`);
  return { name, user: String(parts.user ?? name), pattern, inputs };
}

function bad(problem: string): PatternError {
  return new PatternError(
    "bad-participants",
    `Cannot test with several users: ${problem}; write ` +
      "multiUserTest({ setup, participants: { alice: pattern(…), bob: pattern(…) } })",
  );
}

/** The test behind a default export, if it is a `multiUserTest`. */
export function multiUserTestOf(value: unknown): MultiUserTest | undefined {
  return typeof value === "object" && value !== null ? tests.get(value) : undefined;
}
