/** The examples in the docstrings of `packages/api`, and the programs that they become. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { GIVEN } from "./given.ts";

const API = new URL("../../../packages/api/", import.meta.url);

/** One example, where it stands, and the module made of it. */
export interface Example {
  /** `file.ts:line`, for messages. */
  readonly place: string;
  readonly code: string;
  /** Its path in the program of all examples. */
  readonly path: string;
  /** The module: what the example leaves out is given. */
  readonly module: string;
}

/** All examples, in the order of files and lines. */
export function examples(): Example[] {
  const folder = new URL("src/", API);
  return readdirSync(folder).sort().flatMap((name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    return [...text.matchAll(/^( *)\* ```(tsx?)\n([\s\S]*?)^ *\* ```/gm)].map(
      ({ index, 3: body }) => {
        const code = body!.split("\n").map((line) => line.replace(/^ *\* ?/, "")).join("\n").trim();
        const line = text.slice(0, index).split("\n").length + 1;
        const path = `/${name.replace(/\.ts$/, "")}-${line}.tsx`;
        return { place: `${name}:${line}`, code, path, module: moduleOf(code, `${name}:${line}`) };
      },
    );
  });
}

/** The values and types that `commonfabric` exports. */
const EXPORTED: ReadonlySet<string> = new Set(
  [
    ...readFileSync(fileURLToPath(new URL("mod.ts", API)), "utf8").matchAll(
      /export (?:type )?\{([^}]*)\}/g,
    ),
  ].flatMap(([, names]) => names!.split(","))
    .map((name) => name.trim().replace(/^type /, "")).filter((name) => name !== ""),
);

/** How the text of an example stands in a module. */
type Place = "module" | "body" | "handler" | "children" | "value";

function placeOf(code: string): Place {
  if (/^export /m.test(code)) return "module";
  if (/^</.test(code) || /^\{(?! assertion)/.test(code)) return "children";
  if (/^\{/.test(code)) return "value";
  if (/^\w+\.(exec|execMany|send)\(/.test(code)) return "handler";
  const buildsAtTop = /\b(handler|lift|pattern|dataFile)\s*[(<]|Builder = /.test(code);
  return buildsAtTop || /^pattern</.test(code) ? "module" : "body";
}

function moduleOf(code: string, where: string): string {
  const place = placeOf(code);
  const own = place === "children"
    ? `const view = (<>${code}</>);`
    : place === "value"
    ? `const value = (${code});`
    : place === "handler"
    ? `const run = action(() => {\n${code}\n});`
    : code;
  const names = given(own, where, place === "module");
  const imports = [...names.imports].sort().join(", ");
  const head = `import { ${imports} } from "commonfabric";\n${names.module.join("\n")}\n`;
  if (place === "module") {
    const pattern = /^export default/m.test(own) ? "" : `export default pattern(() => ({}));\n`;
    return `${head}${own}\n${pattern}`;
  }
  const shown = declared(own).map((name) => name).join(", ");
  const result = /^return /m.test(own) ? "" : `return { ${shown} };`;
  const schemas = typesIn(own).map((name) => `export const schemaOf${name} = toSchema<${name}>();`);
  const types = schemas.length > 0;
  const body = types ? "return {};" : `${names.body.join("\n")}\n${own}\n${result}`;
  return `${head}${types ? `${own}\n${schemas.join("\n")}` : ""}
export default pattern(() => {
${body}
});
`;
}

interface Names {
  readonly imports: Set<string>;
  readonly module: string[];
  readonly body: string[];
}

/** What `code` names and does not declare: imported, or taken from what is given. */
function given(code: string, where: string, isModule: boolean): Names {
  const names: Names = { imports: new Set(["pattern", "toSchema"]), module: [], body: [] };
  const done = new Set<string>();
  const need = (text: string): void => {
    const inside = new Set(bindings(text));
    for (const name of references(text)) {
      if (inside.has(name) || done.has(name)) continue;
      done.add(name);
      const known = GIVEN[name];
      if (EXPORTED.has(name)) names.imports.add(name);
      else if (known !== undefined) {
        const source = known.module ?? known.body!;
        need(source);
        (known.module === undefined && !isModule ? names.body : names.module).push(source);
      } else if (!(name in globalThis) && !TYPES.has(name)) {
        throw new Error(`${where}: the example names '${name}', which examples/given.ts lacks`);
      }
    }
  };
  need(code);
  for (const name of bindings(code)) names.imports.delete(name);
  return names;
}

const TYPES = new Set(["Record", "Partial", "const", "undefined", "console"]);

function parsed(code: string): ts.SourceFile {
  return ts.createSourceFile("x.tsx", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
}

function walk(code: string, see: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    see(node);
    ts.forEachChild(node, visit);
  };
  visit(parsed(code));
}

/** Every name that a text binds, wherever. */
function bindings(code: string): string[] {
  const found: string[] = [];
  walk(code, (node) => {
    const named = ts.isVariableDeclaration(node) || ts.isParameter(node) ||
      ts.isBindingElement(node) || ts.isFunctionDeclaration(node) ||
      ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (named && node.name !== undefined && ts.isIdentifier(node.name)) found.push(node.name.text);
  });
  return found;
}

/** Every name that a text refers to. */
function references(code: string): Set<string> {
  const found = new Set<string>();
  walk(code, (node) => {
    if (!ts.isIdentifier(node) || isPropertyName(node)) return;
    if (ts.isJsxOpeningLikeElement(node.parent) || ts.isJsxClosingElement(node.parent)) {
      if (/^[a-z]/.test(node.text)) return;
    }
    found.add(node.text);
  });
  return found;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node ||
    ts.isPropertyAssignment(parent) && parent.name === node ||
    ts.isPropertySignature(parent) && parent.name === node ||
    ts.isBindingElement(parent) && parent.propertyName === node ||
    ts.isJsxAttribute(parent) && parent.name === node ||
    ts.isJsxNamespacedName(parent);
}

/** The constants and functions at the top of an example. */
function declared(code: string): string[] {
  return parsed(code).statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : name.elements.map((each) => each.getText())
      )
      : []
  );
}

/** The types of an example that holds nothing else. */
function typesIn(code: string): string[] {
  const { statements } = parsed(code);
  const isType = (node: ts.Statement) =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  if (!statements.every(isType)) return [];
  return statements.map((node) => (node as ts.InterfaceDeclaration).name.text);
}
