/** Collects the files of a program from its main module. */

import { readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import ts from "typescript";
import { LoadError } from "../errors.ts";
import { isRelative } from "./paths.ts";
import type { SourceProgram } from "./source-program.ts";

/** Reads a file's text by absolute path; `undefined` when there is none. */
export type ReadFile = (path: string) => string | undefined;

const SUFFIXES = ["", ".tsx", ".ts", "/index.tsx", "/index.ts"];

/**
 * The program of `mainPath`: every module reachable by relative imports and every file named by a
 * literal `dataFile()` argument. Program paths are relative to the deepest common folder and start
 * with "/". An import that leads nowhere is left for the compiler to report.
 *
 * Throws {@linkcode LoadError} (`load-failed`) when the main module cannot be read.
 */
export function loadProgram(mainPath: string, read: ReadFile = readTextFile): SourceProgram {
  const main = resolve(mainPath);
  const text = read(main);
  if (text === undefined) throw new LoadError(mainPath);
  const files = new Map<string, string>([[main, text]]);
  const queue = [main];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const { imports, data } = references(path, files.get(path)!);
    for (const specifier of imports) {
      const found = find(resolve(dirname(path), specifier), files, read);
      if (found === undefined || files.has(found.path)) continue;
      files.set(found.path, found.text);
      queue.push(found.path);
    }
    for (const name of data) {
      const target = resolve(dirname(path), name);
      const content = files.get(target) ?? read(target);
      if (content !== undefined) files.set(target, content);
    }
  }
  const root = commonFolder([...files.keys()]);
  const inside = (path: string) => path.slice(root.length).split(sep).join("/");
  return {
    main: inside(main),
    files: Object.fromEntries(
      [...files].map(([path, content]): [string, string] => [inside(path), content])
        .sort(([a], [b]) => a < b ? -1 : 1),
    ),
  };
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function find(
  target: string,
  files: ReadonlyMap<string, string>,
  read: ReadFile,
): { path: string; text: string } | undefined {
  for (const base of [target, target.replace(/\.jsx?$/, "")]) {
    for (const suffix of SUFFIXES) {
      const path = base + suffix;
      if (!/\.tsx?$/.test(path)) continue;
      const text = files.get(path) ?? read(path);
      if (text !== undefined) return { path, text };
    }
  }
  return undefined;
}

/** The relative imports and data files that a module's text names. */
function references(path: string, text: string): { imports: string[]; data: string[] } {
  const imports = specifiers(path, text).filter(isRelative);
  const data = [...text.matchAll(/\bdataFile\s*\(\s*(["'`])((?:(?!\1).)+)\1/g)]
    .map((match) => match[2]!);
  return { imports, data };
}

/**
 * Every module that `text` names: in imports and exports of any form, in `import("./x.ts")` as a
 * type and as a call. A parser finds them, since text between JSX tags misleads a scanner.
 */
function specifiers(path: string, text: string): string[] {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  const found: string[] = [];
  const add = (node: ts.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      add(statement.moduleSpecifier);
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  if (/\bimport\s*\(/.test(text)) visit(source);
  return found;
}

/** The folder, without a trailing separator, that contains every path. */
function commonFolder(paths: readonly string[]): string {
  let root = dirname(paths[0]!);
  for (const path of paths) {
    while (path !== root && !path.startsWith(root === sep ? sep : root + sep)) {
      root = dirname(root);
    }
  }
  return root === sep ? "" : join(root);
}
