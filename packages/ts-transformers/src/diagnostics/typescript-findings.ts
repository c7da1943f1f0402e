/** TypeScript's own findings, made clearer where the author's language explains them better. */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { CELL_METHODS } from "../analysis/paths.ts";
import { isArrayType, isUnsettledCell, valueKind } from "../analysis/value-kind.ts";
import { isApiModule } from "../program/library.ts";
import { fixForBuilderCall } from "./builder-arguments.ts";
import { circularPattern } from "./circular-patterns.ts";
import { type Diagnostic, diagnosticAt, fromTypeScript } from "./diagnostic.ts";
import { isUndecided } from "./generic-functions.ts";
import { replacementFor } from "./older-names.ts";
import { describeMismatch } from "./type-mismatch.ts";

const NO_PROPERTY = new Set([2339, 2551]);
const NO_MODULE = new Set([2307, 2792]);
const NO_NAME = new Set([2304, 2552, 18004]);
/** A name that a module does not export, the second with a guess of TypeScript's. */
const NO_EXPORT = new Set([2305, 2724]);
/** A name for which TypeScript advises to install types, which no program here can. */
const NO_TYPES = new Set([2580, 2581, 2582, 2583, 2584, 2591, 2592]);
const NO_OPERAND = new Set([2362, 2363, 2365, 2367]);
const NO_LIST = new Set([2461, 2488, 2495]);

/**
 * The finding in our shape; a cell method on a plain value gets its own code. `isExported` knows
 * what `commonfabric` exports.
 */
export function explain(
  finding: ts.Diagnostic,
  known: { readonly checker: ts.TypeChecker; isExported(name: string): boolean },
): Diagnostic {
  if (NO_PROPERTY.has(finding.code)) {
    const access = accessAt(finding);
    if (access !== undefined && CELL_METHODS.has(access.name.text)) {
      return missingMethod(access, ts.flattenDiagnosticMessageText(finding.messageText, " "));
    }
  }
  const mismatch = describeMismatch(finding, known.checker);
  const told = mismatch === undefined
    ? softened(fromTypeScript(finding), finding.code)
    : { ...fromTypeScript(finding, mismatch.at), message: mismatch.message };
  const shown: Diagnostic = isUndecided(finding) ? { ...told, severity: "warning" } : told;
  const fix = fixForFinding(finding, known);
  return fix === undefined ? shown : { ...shown, fix };
}

function fixForFinding(
  finding: ts.Diagnostic,
  { checker, isExported }: { checker: ts.TypeChecker; isExported(name: string): boolean },
): string | undefined {
  const { code } = finding;
  if (NO_TYPES.has(code) && /'require'/.test(String(finding.messageText))) {
    return "Write import … from … at the top of the module";
  }
  const circle = circularPattern(finding);
  if (circle !== undefined) return circle.fix;
  if (NO_MODULE.has(code)) return fixForImport(finding);
  const text = ts.flattenDiagnosticMessageText(finding.messageText, " ");
  const name = /'([^']*)'/.exec(text)?.[1] ?? "";
  if (NO_NAME.has(code) && isExported(name)) {
    return `Add it to the import: import { ${name} } from "commonfabric"`;
  }
  if (isNotExported(finding, checker)) return replacementFor(textAt(finding));
  if (NO_OPERAND.has(code) || NO_LIST.has(code)) {
    const isOfCell = operandsAt(finding).some((one) => isCell(one, checker));
    if (isOfCell) return "Read what the cell holds with .get()";
  }
  const builder = fixForBuilderCall(finding, checker);
  if (builder !== undefined) return builder;
  const handle = handleAt(finding, checker) ?? fixForEvent(finding);
  if (handle !== undefined) return handle;
  if (code === 2322 && /^Type 'void' is not assignable to type 'EventAttribute'/.test(text)) {
    return "Give a function that is called then, () => …, or the stream itself";
  }
  return undefined;
}

/** Whether a finding is about a name that a library module does not export. */
function isNotExported(finding: ts.Diagnostic, checker: ts.TypeChecker): boolean {
  const text = ts.flattenDiagnosticMessageText(finding.messageText, " ");
  if (NO_EXPORT.has(finding.code)) return /"@?common(fabric|tools)/.test(text);
  const access = NO_PROPERTY.has(finding.code) ? nameAt(finding)?.parent : undefined;
  if (access === undefined || !ts.isPropertyAccessExpression(access)) return false;
  const symbol = checker.getTypeAtLocation(access.expression).symbol;
  const module = symbol?.valueDeclaration;
  return module !== undefined && ts.isSourceFile(module) && isApiModule(module.fileName);
}

function textAt({ file, start, length }: ts.Diagnostic): string {
  return file?.text.slice(start, start! + length!) ?? "";
}

/** `cell.title` and `list.length`, where it is what the cell holds that has such a property. */
function fixForPartOfCell(finding: ts.Diagnostic, checker: ts.TypeChecker): string | undefined {
  const name = nameAt(finding);
  const access = name?.parent;
  if (name === undefined || access === undefined || !ts.isPropertyAccessExpression(access)) {
    return undefined;
  }
  const type = checker.getNonNullableType(checker.getTypeAtLocation(access.expression));
  if (valueKind(type, checker) !== "cell") return undefined;
  const held = checker.getTypeArguments(type as ts.TypeReference)[0];
  const has = held !== undefined &&
    checker.getPropertyOfType(checker.getNonNullableType(held), name.text) !== undefined;
  if (!has) return undefined;
  const path = access.expression.getText();
  if (isArrayType(held, checker)) return `Read it as ${path}.get().${name.text}`;
  return `Read it as ${path}.get().${name.text}, or name it as ${path}.key("${name.text}")`;
}

/** What to write where a cell is used as its value, or a stream as a function. */
function handleAt(finding: ts.Diagnostic, checker: ts.TypeChecker): string | undefined {
  const [node] = operandsAt(finding);
  if (node === undefined) return undefined;
  if (finding.code === 2356 && isCell(node, checker)) {
    return `Write ${node.getText()}.increment(…)`;
  }
  if (finding.code === 2349) {
    const isStream = valueKind(checker.getTypeAtLocation(node), checker) === "stream";
    if (!isStream) return undefined;
    const isHandler = ts.isJsxExpression(node.parent.parent);
    return isHandler ? `Give ${node.getText()} itself` : `Write ${node.getText()}.send(…)`;
  }
  const access = node.parent;
  if (!NO_PROPERTY.has(finding.code) || !ts.isPropertyAccessExpression(access)) return undefined;
  if (access.name !== node || !isCell(access.expression, checker)) return undefined;
  const [cell, name] = [access.expression.getText(), access.name.text];
  const isSet = ts.isBinaryExpression(access.parent) && access.parent.left === access &&
    access.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!isSet) return fixForPartOfCell(finding, checker);
  return name === "value" ? `Write ${cell}.set(…)` : `Write ${cell}.key("${name}").set(…)`;
}

/** `action((event) => event.title)`: without a type of its own an event is nothing. */
function fixForEvent(finding: ts.Diagnostic): string | undefined {
  const text = ts.flattenDiagnosticMessageText(finding.messageText, " ");
  if (!NO_PROPERTY.has(finding.code) || !/ on type 'void'\.$/.test(text)) return undefined;
  const [name] = operandsAt(finding);
  for (let node: ts.Node | undefined = name; node !== undefined; node = node.parent) {
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) continue;
    const isEvent = node.parameters.length > 0 && node.parameters[0]!.type === undefined &&
      ts.isCallExpression(node.parent) && /\baction$/.test(node.parent.expression.getText());
    if (isEvent) return `Say what the event is: action((event: { ${name!.getText()}: … }) => …)`;
  }
  return undefined;
}

/** The operand that a finding is about, or both of its operation. */
function operandsAt({ file, start, length }: ts.Diagnostic): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (start! < node.pos || start! >= node.end) return;
    const isMeant = node.getStart(file) === start && node.end === start! + length!;
    if (isMeant && ts.isBinaryExpression(node)) found.push(node.left, node.right);
    else if (isMeant && ts.isExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  if (file !== undefined && start !== undefined) visit(file);
  return found;
}

function isCell(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return valueKind(checker.getTypeAtLocation(node), checker) === "cell";
}

/** A file that holds data is read as text; anything else is code of the program's own. */
function fixForImport(finding: ts.Diagnostic): string {
  const written = textAt(finding);
  if (/^["'`]\.{1,2}\/.*\.json["'`]$/.test(written)) {
    return `Read it with JSON.parse(dataFile(${written}))`;
  }
  if (/^["'`]\.{1,2}\/.*\.(?![jt]sx?["'`]$)\w+["'`]$/.test(written)) {
    return `Read its text with dataFile(${written})`;
  }
  return 'Import files of the program by relative path ("./name.ts"), or "commonfabric"';
}

/**
 * Whether a finding is about what TypeScript takes for impossible, and a body makes possible: in
 * `open ? a : b` the cell `open` stands for what it holds, so it is still that cell in `b`. In a
 * generic function TypeScript does not know yet that `list.key(0)` is a cell.
 */
export function isOfCellRuledOut(finding: ts.Diagnostic, checker: ts.TypeChecker): boolean {
  if (finding.code !== 2339) return false;
  const access = accessAt(finding);
  if (access === undefined) return false;
  const receiver = skipOuter(access.expression);
  if (isCellWithDefault(receiver, access.name.text, checker)) return true;
  const type = checker.getTypeAtLocation(receiver);
  if (isUnsettledCell(type)) return CELL_METHODS.has(access.name.text);
  if ((type.flags & ts.TypeFlags.Never) === 0) return false;
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver,
  );
  if (symbol === undefined) return false;
  const declared = checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
  return valueKind(declared, checker) !== "value" &&
    checker.getPropertyOfType(declared, access.name.text) !== undefined;
}

/** Whether `receiver` is declared as `Writable<T> | Default<V>`: it is a cell, and `V` its default. */
function isCellWithDefault(
  receiver: ts.Expression,
  method: string,
  checker: ts.TypeChecker,
): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(receiver));
  const cells = (type.isUnion() ? type.types : []).filter((part) =>
    valueKind(part, checker) === "cell"
  );
  if (cells.length !== 1 || checker.getPropertyOfType(cells[0]!, method) === undefined) {
    return false;
  }
  const written = declaredType(receiver, checker);
  return written !== undefined && ts.isUnionTypeNode(written) &&
    written.types.some((part) =>
      ts.isTypeReferenceNode(part) && /^(Deep)?Default$/.test(part.typeName.getText())
    );
}

/** The type with which a property was declared that a name or a path stands for. */
function declaredType(node: ts.Expression, checker: ts.TypeChecker): ts.TypeNode | undefined {
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (declaration === undefined) return undefined;
  if (ts.isBindingElement(declaration)) {
    const name = declaration.propertyName ?? declaration.name;
    const of = checker.getTypeAtLocation(declaration.parent.parent);
    const property = ts.isIdentifier(name) ? checker.getPropertyOfType(of, name.text) : undefined;
    return property?.declarations?.find(ts.isPropertySignature)?.type;
  }
  return ts.isPropertySignature(declaration) || ts.isParameter(declaration) ||
      ts.isVariableDeclaration(declaration)
    ? declaration.type
    : undefined;
}

/** An implied `any` says too little about types; it does not keep a program from running. */
function softened(shown: Diagnostic, code: number): Diagnostic {
  if (NO_TYPES.has(code)) {
    return { ...shown, message: shown.message.replace(/\. Do you need.*/, ".") };
  }
  return code >= 7000 && code < 7100 ? { ...shown, severity: "warning" } : shown;
}

function missingMethod(access: ts.PropertyAccessExpression, told: string): Diagnostic {
  const name = access.expression.getText();
  const method = access.name.text;
  return diagnosticAt("get-on-value", access.name, [name, method, fixFor(name, method, told)]);
}

function fixFor(name: string, method: string, told: string): string {
  if (/on type 'Stream</.test(told)) return `A stream holds no value: send events to it`;
  if (name.endsWith(".get()")) {
    return `Write ${name.slice(0, -6)}.${method}(…): what get() gives is frozen`;
  }
  if (method === "get" || method === "sample") {
    return `Use ${name} itself: it is a plain value here`;
  }
  return "Declare it as Writable<…> where it is made or comes in, so that it can be written";
}

/** The method that a finding is about, where it is called. */
function accessAt(finding: ts.Diagnostic): ts.PropertyAccessExpression | undefined {
  const access = nameAt(finding)?.parent;
  return access !== undefined && ts.isPropertyAccessExpression(access) &&
      ts.isCallExpression(access.parent) && access.parent.expression === access
    ? access
    : undefined;
}

/** The name after a dot at which a finding begins. */
function nameAt({ file, start }: ts.Diagnostic): ts.MemberName | undefined {
  if (file === undefined || start === undefined) return undefined;
  let found: ts.MemberName | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (ts.isPropertyAccessExpression(node) && node.name.getStart() === start) found = node.name;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
