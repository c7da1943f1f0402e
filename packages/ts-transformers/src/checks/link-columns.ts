/** Fields of typed rows that hold links and are declared as what the links lead to. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { isPrimitiveType, valueKind } from "../analysis/value-kind.ts";
import { diagnosticAt } from "../diagnostics/diagnostic.ts";
import type { Check } from "./check.ts";

/** Columns that store cells are named like this. */
const LINK_COLUMN = /_cf_link$/;
/** `author_cf_link AS author`, with or without a table, quotes and `AS`. */
const ALIASED = /\b\w+_cf_link\b["`\]]?\s+(?:as\s+)?["`[]?([a-z_]\w*)/gi;
/** Words that may follow a column and are no alias. */
const WORDS = /^(as|from|where|order|group|limit|collate|is|in|and|or|not|like|between|asc|desc)$/i;

/** Reports `db.query<{ author_cf_link: Person }>(…)`: only a field that is a cell follows links. */
export const checkLinkColumns: Check = (node, { calls, checker, report }) => {
  if (!ts.isCallExpression(node)) return;
  const kind = calls.kind(node);
  if (kind !== "databaseQuery" && kind !== "sqliteQuery") return;
  const row = node.typeArguments?.[0];
  if (row === undefined) return;
  const aliases = aliasesIn(sqlOf(node, kind));
  for (const field of checker.getPropertiesOfType(checker.getTypeFromTypeNode(row))) {
    if (!LINK_COLUMN.test(field.name) && !aliases.has(field.name)) continue;
    const type = checker.getTypeOfSymbol(field);
    if (!isTypedAsTarget(type, checker)) continue;
    const written = field.valueDeclaration;
    const isHere = written?.getSourceFile() === node.getSourceFile();
    const shown = checker.typeToString(checker.getNonNullableType(type));
    report(diagnosticAt("link-as-value", isHere ? written! : row, [field.name, shown]));
  }
};

/** Whether a type is an object, and no part of it a cell. */
function isTypedAsTarget(type: ts.Type, checker: ts.TypeChecker): boolean {
  const known = checker.getNonNullableType(type);
  const open = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never |
    ts.TypeFlags.TypeParameter;
  if ((type.flags | known.flags) & open || isPrimitiveType(known)) return false;
  const parts = known.isUnion() ? known.types : [known];
  return parts.every((part) => valueKind(part, checker) === "value");
}

/** The text of a query, as far as it is written out in the call. */
function sqlOf(node: ts.CallExpression, kind: "databaseQuery" | "sqliteQuery"): string {
  const first = node.arguments[0];
  if (first === undefined) return "";
  let sql: ts.Expression = skipOuter(first);
  if (kind === "sqliteQuery" && ts.isObjectLiteralExpression(sql)) {
    const property = sql.properties.find((each) => each.name?.getText() === "sql");
    if (property === undefined || !ts.isPropertyAssignment(property)) return "";
    sql = skipOuter(property.initializer);
  }
  return ts.isStringLiteralLike(sql) || ts.isTemplateExpression(sql) ? sql.getText() : "";
}

function aliasesIn(sql: string): ReadonlySet<string> {
  const names = [...sql.matchAll(ALIASED)].map((match) => match[1]!);
  return new Set(names.filter((name) => !WORDS.test(name)));
}
