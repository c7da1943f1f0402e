/** What compiled code calls in place of a name that the compartment does not have. */

import { ABSENT_GLOBALS } from "@cf/api/globals";
import { PatternError } from "../errors.ts";

/** Throws an error that names what is missing, and what to use instead. */
export function absent(name: string): never {
  const instead = Object.hasOwn(ABSENT_GLOBALS, name) ? ABSENT_GLOBALS[name] : undefined;
  throw new PatternError(
    "absent-global",
    instead === undefined
      ? `Cannot use ${name}: nothing of that name is declared or imported, and no global has it`
      : `Cannot use ${name}: pattern code does not have it; ${instead.replaceAll("`", "")}`,
    { data: { name } },
  );
}
