/** Runs every check over the files of a program. */

import ts from "typescript";
import { checkAbsentGlobals } from "./absent-globals.ts";
import { checkBodyStatements, checkBodyVariables } from "./body-statements.ts";
import { checkBuilders } from "./builders.ts";
import { checkCasts } from "./casts.ts";
import { checkCellConditions, checkCellTexts } from "./cells-as-values.ts";
import { checkCellPaths } from "./cell-paths.ts";
import { checkAppends } from "./cell-writes.ts";
import type { Check, CheckContext } from "./check.ts";
import { checkComputedWrites } from "./computed-writes.ts";
import { checkEmptyCells } from "./empty-cells.ts";
import { checkFrozenLists, checkFrozenValues } from "./frozen-values.ts";
import { checkLinkColumns } from "./link-columns.ts";
import { checkMissingInputs } from "./missing-inputs.ts";
import { checkMoments } from "./moments.ts";
import { checkPromises } from "./promises.ts";
import { checkTableOptions } from "./table-options.ts";
import { checkBindings, checkElementNames } from "./view-elements.ts";

const CHECKS: readonly Check[] = [
  checkBodyStatements,
  checkBodyVariables,
  checkFrozenValues,
  checkFrozenLists,
  checkBuilders,
  checkCasts,
  checkEmptyCells,
  checkComputedWrites,
  checkAppends,
  checkCellPaths,
  checkCellConditions,
  checkCellTexts,
  checkLinkColumns,
  checkMissingInputs,
  checkTableOptions,
  checkAbsentGlobals,
  checkElementNames,
  checkBindings,
  checkMoments,
  checkPromises,
];

/** Checks every node of `files`. */
export function checkProgram(context: CheckContext, files: readonly ts.SourceFile[]): void {
  const visit = (node: ts.Node): void => {
    for (const check of CHECKS) check(node, context);
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  files.forEach(visit);
}
