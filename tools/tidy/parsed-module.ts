/**
 * One TypeScript module, parsed without types: what it imports, exports and references, its
 * functions and its comments. One walk over the syntax tree serves all checks.
 */

import ts from "typescript";

/** One import, re-export, dynamic import or file reference. */
export interface ImportRecord {
  readonly specifier: string;
  readonly line: number;
  /** Erased at run time. */
  readonly typeOnly: boolean;
  /** Names of the imported module that are used; `"*"` for all of them. */
  readonly names: readonly string[];
  /**
   * `import` and `export` are statements; `dynamic` is `import()`; `path` is any other text that
   * may name a file, such as a worker's.
   */
  readonly kind: "import" | "export" | "dynamic" | "path";
}

/** One name that a module offers. */
export interface ExportRecord {
  readonly name: string;
  readonly line: number;
  /** A type or class that this module itself mentions, as part of another export's signature. */
  readonly signatureType: boolean;
}

/** One function, method or arrow with a block. */
export interface FunctionRecord {
  readonly name: string;
  readonly line: number;
  /** Lines of the function without those of the functions inside it. */
  readonly ownLines: number;
}

/** The facts of one module. */
export interface ParsedModule {
  readonly imports: readonly ImportRecord[];
  readonly exports: readonly ExportRecord[];
  readonly functions: readonly FunctionRecord[];
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  /** Lines of top-level statements that are neither imports nor exports from another module. */
  readonly codeLines: readonly number[];
}

/** Parses `text`; `path` decides between TypeScript and TSX. */
export function parseModule(path: string, text: string): ParsedModule {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const imports: ImportRecord[] = [];
  const exports: ExportRecord[] = [];
  const codeLines: number[] = [];
  for (const statement of source.statements) {
    const line = lineOf(statement.getStart());
    if (ts.isImportDeclaration(statement)) imports.push(importRecord(statement, line));
    else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
      imports.push(reExportRecord(statement, line));
      exports.push(...exportRecords(statement, line));
    } else {
      codeLines.push(line);
      exports.push(...exportRecords(statement, line));
    }
  }
  imports.push(...expressionImports(source, lineOf));
  return {
    imports,
    exports,
    codeLines,
    functions: functionsOf(source, lineOf),
    comments: commentsOf(source, lineOf),
  };
}

function importRecord(statement: ts.ImportDeclaration, line: number): ImportRecord {
  const clause = statement.importClause;
  const names: string[] = [];
  if (clause?.name !== undefined) names.push("default");
  const bindings = clause?.namedBindings;
  let typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push("*");
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    names.push(...bindings.elements.map((element) => (element.propertyName ?? element.name).text));
    const allTypes = bindings.elements.every((element) => element.isTypeOnly);
    if (clause?.name === undefined && bindings.elements.length > 0 && allTypes) typeOnly = true;
  }
  return { specifier: textOf(statement.moduleSpecifier), line, typeOnly, names, kind: "import" };
}

function reExportRecord(statement: ts.ExportDeclaration, line: number): ImportRecord {
  const clause = statement.exportClause;
  const elements = clause !== undefined && ts.isNamedExports(clause) ? clause.elements : undefined;
  const names = elements?.map((element) => (element.propertyName ?? element.name).text) ?? ["*"];
  const typeOnly = statement.isTypeOnly ||
    (elements !== undefined && elements.length > 0 && elements.every((one) => one.isTypeOnly));
  const specifier = textOf(statement.moduleSpecifier!);
  return { specifier, line, typeOnly, names, kind: "export" };
}

function textOf(node: ts.Expression): string {
  return ts.isStringLiteralLike(node) ? node.text : "";
}

function exportRecords(statement: ts.Statement, line: number): ExportRecord[] {
  const isType = ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement);
  const text = statement.getSourceFile().text;
  return exportedNames(statement).map((name) => ({
    name,
    line,
    signatureType: isType && [...text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].length > 1,
  }));
}

function exportedNames(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) return ["default"];
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (clause === undefined) return [];
    if (ts.isNamespaceExport(clause)) return [clause.name.text];
    return clause.elements.map((element) => element.name.text);
  }
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement) ?? [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) {
    return ["default"];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((one) => bindingNames(one.name));
  }
  const named = statement as ts.Statement & { readonly name?: ts.Identifier };
  return named.name === undefined ? [] : [named.name.text];
}

function bindingNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? bindingNames(one.name) : []));
}

/** Dynamic imports, `import("…")` types and texts that look like a path to a module. */
function expressionImports(
  source: ts.SourceFile,
  lineOf: (position: number) => number,
): ImportRecord[] {
  const found: ImportRecord[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const record = expressionImport(node, lineOf(node.getStart()));
      if (record !== undefined) found.push(record);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function expressionImport(node: ts.StringLiteralLike, line: number): ImportRecord | undefined {
  const parent = node.parent;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return undefined;
  const base = { specifier: node.text, line, names: ["*"] };
  if (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)) {
    return { ...base, typeOnly: true, kind: "import" };
  }
  if (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return { ...base, typeOnly: false, kind: "dynamic" };
  }
  if (/^[\w@./-]+\.tsx?$/.test(node.text)) return { ...base, typeOnly: true, kind: "path" };
  return undefined;
}

function functionsOf(
  source: ts.SourceFile,
  lineOf: (position: number) => number,
): FunctionRecord[] {
  const found: FunctionRecord[] = [];
  /** Returns the lines that the functions under `node` cover, so that a parent leaves them out. */
  const visit = (node: ts.Node): number => {
    let covered = 0;
    ts.forEachChild(node, (child) => {
      covered += visit(child);
    });
    if (!ts.isFunctionLike(node) || (node as ts.FunctionLikeDeclaration).body === undefined) {
      return covered;
    }
    const line = lineOf(node.getStart());
    const span = lineOf(node.getEnd()) - line + 1;
    found.push({ name: functionName(node), line, ownLines: span - covered });
    return Math.max(0, span - 2);
  };
  visit(source);
  return found;
}

function functionName(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) {
    return parent.name.getText();
  }
  return ts.isConstructorDeclaration(node) ? "constructor" : "(anonymous)";
}

function commentsOf(
  source: ts.SourceFile,
  lineOf: (position: number) => number,
): { text: string; line: number }[] {
  const found = new Map<number, { text: string; line: number }>();
  const take = (position: number) => {
    for (const range of ts.getLeadingCommentRanges(source.text, position) ?? []) {
      const text = source.text.slice(range.pos, range.end);
      found.set(range.pos, { text, line: lineOf(range.pos) });
    }
    for (const range of ts.getTrailingCommentRanges(source.text, position) ?? []) {
      const text = source.text.slice(range.pos, range.end);
      found.set(range.pos, { text, line: lineOf(range.pos) });
    }
  };
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText) return;
    // A token begins where the one before it ends, so its own start covers both kinds.
    if (node.getChildCount(source) === 0) take(node.pos);
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...found.values()].sort((a, b) => a.line - b.line);
}
