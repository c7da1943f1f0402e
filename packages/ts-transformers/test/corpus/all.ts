/**
 * Small programs in the author language with what each must mean: for the compiler's own tests, and
 * for those that run them on the real runtime.
 *
 * @module
 */

import { choices } from "./choices.ts";
import { components } from "./components.ts";
import { events } from "./events.ts";
import { idioms } from "./idioms.ts";
import { lists } from "./lists.ts";
import { reads } from "./reads.ts";
import { structure } from "./structure.ts";

export { type Case, sourceOf } from "../support/case.ts";

/** All cases by theme. */
export const corpora = { reads, choices, lists, events, components, structure, idioms };
