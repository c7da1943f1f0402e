/** Reads what a test file exports in place of the world, and tells of what could never answer. */

import { isRecord } from "@cf/utils";
import { TestError } from "../errors.ts";

/** The list that a test file exports under `name`, each of whose entries has `texts`. */
export function mocksOf<Mock>(
  exports: Readonly<Record<string, unknown>>,
  name: string,
  texts: readonly string[],
): readonly Mock[] | undefined {
  const given = exports[name];
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) throw badMocks(name, "it is no list");
  for (const [index, mock] of given.entries()) {
    if (!isRecord(mock)) throw badMocks(name, `entry ${index + 1} is no object`);
    const missing = texts.find((text) => typeof mock[text] !== "string");
    if (missing !== undefined) throw badMocks(name, `entry ${index + 1} has no text '${missing}'`);
  }
  return given as Mock[];
}

function badMocks(name: string, what: string): TestError {
  return new TestError("bad-mocks", `Cannot use ${name}: ${what}`);
}
