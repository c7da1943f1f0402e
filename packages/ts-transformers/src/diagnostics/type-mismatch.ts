/**
 * What TypeScript says about two types that do not fit, in a line: which property, what it is, and
 * what is needed. TypeScript repeats both whole types at each level of the way to the property, and
 * the types of the library in them, which no author wrote.
 */

import ts from "typescript";
import { skipOuter } from "../analysis/calls.ts";
import { unfitProperty } from "./unfit-property.ts";

/** A finding in short, and the node that it is about, where that is found below the one told. */
export interface Mismatch {
  readonly message: string;
  readonly at?: ts.Node;
}

const NOT_ASSIGNABLE = new Set([2322, 2345, 2416, 2769]);
const PROPERTY_DIFFERS = new Set([2326, 2200]);
const PARAMETERS_DIFFER = 2328;
const EXCESS_PROPERTY = 2353;
const LENGTH_MAX = 120;

/** The finding in short; `undefined` where TypeScript's own text is short, or about something else. */
export function describeMismatch(
  finding: ts.Diagnostic,
  checker: ts.TypeChecker,
): Mismatch | undefined {
  const { messageText: chain } = finding;
  if (finding.code === EXCESS_PROPERTY) {
    return excess(ts.flattenDiagnosticMessageText(chain, "\n"));
  }
  if (!NOT_ASSIGNABLE.has(finding.code)) return undefined;
  if (typeof chain === "string") return plain(chain);
  const links = linksOf(chain);
  const argument = patternBodyAt(finding);
  const names = pathOf(links);
  const reason = reasonOf(links, names);
  const takes = links.some(({ code }) => code === PARAMETERS_DIFFER) && names.length === 0;
  if (argument !== undefined && !takes) {
    const at = names[0] === undefined ? undefined : propertyOf(argument.body, names[0]);
    const head = `The result of this pattern does not fit ${argument.type}: `;
    const literal = at?.parent.parent;
    const unfit = literal !== undefined && ts.isObjectLiteralExpression(literal)
      ? unfitProperty(literal, at!, { checker, declared: argument.declared })
      : undefined;
    if (unfit !== undefined) {
      const { name, given, needed } = unfit;
      return { at: unfit.at, message: head + differs(shown(name), given, needed) };
    }
    const message = head + (reason ?? wholeOf(links));
    return at === undefined ? { message } : { message, at };
  }
  const head = plain(links[0]!.messageText)?.message ?? links[0]!.messageText;
  return { message: reason === undefined ? head : `${head}\n  ${reason}` };
}

/** `{ bye: 1 }` where the type has `by`: the name, and the type as its author wrote it. */
function excess(text: string): Mismatch | undefined {
  const match = /^([^]*?in type )'([^]*)'\.$/.exec(text);
  if (match === null || !ADDED.test(text)) return undefined;
  return { message: `${match[1]}'${readable(match[2]!)}'.` };
}

function plain(text: string): Mismatch | undefined {
  const match = /^(.*?)'([^]*)' is not assignable to (.*?)'([^]*)'\.$/.exec(text);
  if (match === null || !ADDED.test(text)) return undefined;
  const [, before, given, between, needed] = match;
  return {
    message: `${before}'${readable(given!)}' is not assignable to ${between}'${
      readable(needed!)
    }'.`,
  };
}

/** The way from the whole to what differs; of several overloads the last, which is the fullest. */
function linksOf(chain: ts.DiagnosticMessageChain): ts.DiagnosticMessageChain[] {
  const links: ts.DiagnosticMessageChain[] = [];
  for (let at: ts.DiagnosticMessageChain | undefined = chain; at !== undefined;) {
    links.push(at);
    at = at.next?.at(-1);
  }
  return links;
}

/** The names of the properties on the way, or none where it leads through a function's parameters. */
function pathOf(links: readonly ts.DiagnosticMessageChain[]): string[] {
  const names: string[] = [];
  for (const { code, messageText } of links) {
    if (code === PARAMETERS_DIFFER) return [];
    const name = PROPERTY_DIFFERS.has(code) ? /'([^']*)'/.exec(messageText)?.[1] : undefined;
    if (name !== undefined) names.push(...name.split("."));
  }
  return names;
}

function reasonOf(
  links: readonly ts.DiagnosticMessageChain[],
  names: readonly string[],
): string | undefined {
  const about = names.map(shown).join(".");
  const throughParameters = links.some(({ code }) => code === PARAMETERS_DIFFER);
  const last = throughParameters ? lastBeforeParameters(links) : links.at(-1)!;
  const text = last.messageText;
  const missing = /^Property '([^']*)' is missing in type/.exec(text)?.[1];
  if (missing !== undefined) return `'${[...names, missing].map(shown).join(".")}' is missing`;
  const several = /missing the following properties from type '[^]*': (.*)$/.exec(text)?.[1];
  if (several !== undefined) {
    const list = several.split(", ").map((each) => shown(each.replace(/^"|"$/g, ""))).join(", ");
    return about === "" ? `missing are ${list}` : `in '${about}' are missing ${list}`;
  }
  const types = /^Type '([^]*)' is not assignable to type '([^]*)'\.$/.exec(text);
  if (types === null || about === "") return undefined;
  return differs(about, types[1]!, types[2]!);
}

function differs(name: string, given: string, needed: string): string {
  return `'${name}' is ${readable(given)}, where ${readable(needed)} is needed`;
}

function wholeOf(links: readonly ts.DiagnosticMessageChain[]): string {
  const given = /^Type '([^]*)' is not assignable to type '/.exec(links.at(-1)!.messageText)?.[1];
  return given === undefined ? links.at(-1)!.messageText : `it is ${readable(given)}`;
}

/** Below parameters given and needed change places; what differs is said above them. */
function lastBeforeParameters(links: readonly ts.DiagnosticMessageChain[]) {
  const end = links.findIndex(({ code }) => code === PARAMETERS_DIFFER);
  const before = links.slice(0, end).filter(({ messageText }) => messageText.startsWith("Type '"));
  return before[0] ?? links[0]!;
}

/** `$UI` as an author writes it. */
function shown(name: string): string {
  return /^\$[A-Z_]+$/.test(name) ? `[${name.slice(1)}]` : name;
}

/** The text of a type without what only the library adds: cells may stand for values anywhere. */
function readable(type: string): string {
  const text = withoutAdded(type);
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
}

/** What the types of what may be passed add to those that an author wrote. */
const ADDED = /\b(?:AnyCell|CellOf|NoInfer|Parts)</;

/**
 * Leaves cells and the repetition in `NoInfer<…>` out of unions, at every depth, and calls `Parts<T>`
 * what it is for its reader: `T`.
 */
function withoutAdded(type: string): string {
  let text = type;
  for (;;) {
    const added = / \| (?:AnyCell|CellOf|NoInfer)(?=<)/.exec(text);
    if (added === null) {
      return withoutParts(text).replace(/(?<![\w$.])([\w$]+) \| \1(?![\w$.<[])/g, "$1")
        .replace(/\(([\w$]+|\{[^{}]*\})\)\[\]/g, "$1[]");
    }
    const end = endOfBrackets(text, added.index + added[0].length);
    text = text.slice(0, added.index) + text.slice(end);
  }
}

function withoutParts(type: string): string {
  let text = type;
  for (;;) {
    const parts = /\bParts(?=<)/.exec(text);
    if (parts === null) return text;
    const open = parts.index + parts[0].length;
    const end = endOfBrackets(text, open);
    text = text.slice(0, parts.index) + text.slice(open + 1, end - 1) + text.slice(end);
  }
}

function endOfBrackets(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "<") depth++;
    // The arrow of a function type closes nothing.
    if (text[at] === ">" && text[at - 1] !== "=" && --depth === 0) return at + 1;
  }
  return text.length;
}

interface PatternBody {
  readonly body: ts.FunctionLikeDeclaration;
  /** The declared result: as its author wrote it, and where. */
  readonly type: string;
  readonly declared: ts.TypeNode;
}

/** The function given to `pattern<Input, Output>(…)`, if the finding is about it. */
function patternBodyAt(
  { file, start }: ts.Diagnostic,
): PatternBody | undefined {
  if (file === undefined || start === undefined) return undefined;
  let found: PatternBody | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      const call = node.parent;
      const result = ts.isCallExpression(call) ? call.typeArguments?.[1] : undefined;
      if (node.getStart(file) === start && result !== undefined) {
        const type = readable(result.getText(file).replace(/\s+/g, " "));
        found = { body: node, type, declared: result };
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The property of that name in an object that the function returns. */
function propertyOf(fn: ts.FunctionLikeDeclaration, name: string): ts.Node | undefined {
  const { body } = fn;
  if (body === undefined) return undefined;
  const results: ts.Expression[] = [];
  if (ts.isBlock(body)) collectReturns(body, results);
  else results.push(body);
  for (const result of results) {
    const literal = skipOuter(result);
    if (!ts.isObjectLiteralExpression(literal)) continue;
    const property = literal.properties.find((each) => each.name && nameOf(each.name) === name);
    if (property?.name !== undefined) return property.name;
  }
  return undefined;
}

function collectReturns(node: ts.Node, results: ts.Expression[]): void {
  ts.forEachChild(node, (child) => {
    if (ts.isFunctionLike(child)) return;
    if (ts.isReturnStatement(child) && child.expression) results.push(child.expression);
    else collectReturns(child, results);
  });
}

function nameOf(name: ts.PropertyName): string {
  return ts.isComputedPropertyName(name) ? `$${name.expression.getText()}` : name.getText();
}
