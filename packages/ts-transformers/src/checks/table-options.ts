/** Options of a table in the place of its rule. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

const OPTIONS = new Set([
  ...["primaryKey", "indexes", "unique", "check", "foreignKeys", "strict", "withoutRowid", "fts"],
]);

/** Reports `table(columns, { unique })`: there a rule about rows is read, and nothing else. */
export const checkTableOptions: Check = (node, { calls, report }) => {
  if (!ts.isCallExpression(node) || node.arguments.length !== 2) return;
  if (calls.exportName(node.expression) !== "table") return;
  const second = skipOuter(node.arguments[1]!);
  if (!ts.isObjectLiteralExpression(second)) return;
  const names = second.properties.map(({ name }) => name?.getText() ?? "");
  const option = names.find((name) => OPTIONS.has(name));
  if (option === undefined || !names.every((name) => OPTIONS.has(name))) return;
  const columns = node.arguments[0]!.getText();
  const shown = columns.length > 30 || columns.includes("\n") ? "columns" : columns;
  report(diagnosticAt("table-options-place", second, [option, shown]));
};
