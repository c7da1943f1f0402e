/** Every verb, in the order of the documentation. */

import type { Verb } from "../frame/verb.ts";
import * as completion from "./completion.ts";
import * as idNew from "./id/new.ts";
import * as idShow from "./id/show.ts";

/** The verbs of the command line. */
export const VERBS: readonly Verb[] = [
  idNew,
  idShow,
  completion,
] as readonly Verb[];
