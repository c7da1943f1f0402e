/** `multiUserTest`: a test file's default export that has several participants. */

/** Participants by name, each with its test pattern, and what is set up once before them. */
export interface MultiUserTest {
  readonly setup: unknown;
  readonly participants: readonly { readonly name: string; readonly pattern: unknown }[];
}

const tests = new WeakMap<object, MultiUserTest>();

/**
 * `multiUserTest({ setup?, participants })`. Participants are a record of patterns by name, or a
 * list of `{ name | user, pattern | test }`.
 */
export function multiUserTest(given: { setup?: unknown; participants: unknown }): object {
  const { setup, participants } = given;
  const list = Array.isArray(participants)
    ? participants.map((one, index) => participant(one, index))
    : Object.entries(participants as Record<string, unknown>).map(([name, pattern]) => ({
      name,
      pattern,
    }));
  const face = { multiUserTest: true };
  tests.set(face, { setup, participants: list });
  return face;
}

function participant(one: unknown, index: number): { name: string; pattern: unknown } {
  if (typeof one === "function") return { name: `user ${index + 1}`, pattern: one };
  const { name, user, label, pattern, test } = one as Record<string, unknown>;
  return { name: String(name ?? user ?? label ?? `user ${index + 1}`), pattern: pattern ?? test };
}

/** The test behind a default export, if it is a `multiUserTest`. */
export function multiUserTestOf(value: unknown): MultiUserTest | undefined {
  return typeof value === "object" && value !== null ? tests.get(value) : undefined;
}
