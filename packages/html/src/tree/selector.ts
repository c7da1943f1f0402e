/**
 * A small part of CSS selectors for the headless tree: names, `#id`, `.class`, `[name]`,
 * `[name=value]`, `*`, descendant and child combinators, and lists with commas.
 */

import type { TreeElement } from "./tree-node.ts";

interface Compound {
  readonly tag?: string;
  readonly tests: readonly ((element: TreeElement) => boolean)[];
  /** How this compound relates to the one before it. */
  readonly combinator: " " | ">" | "";
}

/** A test for `selector`. Throws `TypeError` on what it does not know. */
export function compileSelector(selector: string): (element: TreeElement) => boolean {
  const alternatives = selector.split(/,(?![^[]*\])/).map((part) => parse(part.trim(), selector));
  return (element) => alternatives.some((chain) => matchesChain(chain, chain.length - 1, element));
}

function matchesChain(chain: readonly Compound[], at: number, element: TreeElement): boolean {
  const compound = chain[at]!;
  if (compound.tag !== undefined && compound.tag !== element.tag) return false;
  if (!compound.tests.every((test) => test(element))) return false;
  if (at === 0) return true;
  for (let parent = element.parent; parent !== null; parent = parent.parent) {
    if (matchesChain(chain, at - 1, parent)) return true;
    if (compound.combinator === ">") return false;
  }
  return false;
}

function parse(text: string, whole: string): Compound[] {
  const chain: Compound[] = [];
  let rest = text;
  let combinator: Compound["combinator"] = "";
  while (rest !== "") {
    const tests: ((element: TreeElement) => boolean)[] = [];
    let tag: string | undefined;
    for (let first = true;; first = false) {
      const match =
        /^(\*)|^([a-z][\w-]*)|^#([\w-]+)|^\.([\w-]+)|^\[([\w$:-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\]]*)))?\]/i
          .exec(rest);
      if (match === null || (match[2] !== undefined && !first)) break;
      const [token, , name, id, className, attribute, ...values] = match;
      if (name !== undefined) tag = name;
      else if (id !== undefined) tests.push((element) => element.attributes.get("id") === id);
      else if (className !== undefined) {
        tests.push((element) => classesOf(element).includes(className));
      } else if (attribute !== undefined) {
        tests.push(attributeTest(attribute, values.find((value) => value !== undefined)));
      }
      rest = rest.slice(token.length);
    }
    if (tag === undefined && tests.length === 0 && !/\*/.test(text)) {
      throw new TypeError(`Cannot read selector '${whole}': unexpected '${rest}'`);
    }
    chain.push({ ...(tag === undefined ? {} : { tag }), tests, combinator });
    const next = /^\s*(>)\s*|^\s+/.exec(rest);
    if (next === null && rest !== "") {
      throw new TypeError(`Cannot read selector '${whole}': unexpected '${rest}'`);
    }
    combinator = next?.[1] === ">" ? ">" : " ";
    rest = rest.slice(next?.[0].length ?? 0);
  }
  if (chain.length === 0) throw new TypeError(`Cannot read selector '${whole}': it is empty`);
  return chain;
}

function attributeTest(name: string, value: string | undefined): (element: TreeElement) => boolean {
  return (element) => {
    const actual = element.get(name);
    if (value === undefined) return actual !== undefined && actual !== false;
    return actual !== undefined && String(actual) === value;
  };
}

function classesOf(element: TreeElement): readonly string[] {
  return (element.attributes.get("class") ?? "").split(/\s+/);
}
