/** The shape of a check: one rule of the project, over the whole repository. */

import type { Finding } from "./finding.ts";
import type { Repository } from "./repository.ts";

/** A rule that a program can decide. */
export interface Check {
  /** Shown in brackets before each finding. */
  readonly name: string;
  run(repository: Repository): Iterable<Finding>;
}
