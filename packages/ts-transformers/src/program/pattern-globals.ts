/**
 * The globals of the compartment that are no part of ECMAScript, as declarations. They stand in for
 * the library of the DOM, which is ten times as big and is loaded only for a program that names
 * something else of it.
 */

import { PATTERN_GLOBALS } from "@cf/api/globals";

/** The text of a declaration file. */
export const GLOBAL_DECLARATIONS: string = PATTERN_GLOBALS
  .flatMap(({ declaration }) => declaration ?? []).join("\n\n");
