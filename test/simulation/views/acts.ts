/** A person who does random things to a view, and what the view shows, without accidental order. */

import type { TreeApplier, TreeElement, TreeNode } from "@cf/html";
import type { Random } from "../sessions.ts";

const TEXTS = ["", "a", "42", "2024-05-05", "hello world", "x@y.example"];
const KEYS = ["Enter", "ArrowDown", "Escape", "a"];

/** Does one random thing to an element that listens or is bound; says what. */
export function actAtRandom(tree: TreeApplier, random: Random): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const live = tree.findAll("*").filter(({ listeners, bindings }) =>
    listeners.size + bindings.size > 0
  );
  if (live.length === 0) return "nothing to do";
  const element = pick(live);
  const bound = [...element.bindings.keys()];
  const kinds = [...bound.map((name) => `$${name}`), ...element.listeners];
  const kind = pick(kinds);
  const text = pick(TEXTS);
  if (kind.startsWith("$")) {
    const name = kind.slice(1);
    const value = fitting(element, name, text, random);
    tree.fill(element, value, name);
    return `<${element.tag} ${kind}> = ${JSON.stringify(value)}`;
  }
  tree.dispatch(element, kind, {
    key: pick(KEYS),
    detail: { message: text, value: text },
    ...(kind === "change" || kind === "input" ? { target: { value: text } } : {}),
  });
  return `<${element.tag}> ${kind} ${element.text.slice(0, 20)}`;
}

/** A value that a person can give a field: a number field takes no words. */
function fitting(element: TreeElement, name: string, text: string, random: Random): unknown {
  const shown = element.get(name);
  if (typeof shown === "boolean" || name === "checked") return random() < 0.5;
  const isNumber = typeof shown === "number" || element.get("type") === "number" ||
    element.tag === "cf-slider";
  if (isNumber) return Math.floor(random() * 20);
  return shown === undefined || typeof shown === "string" ? text : shown;
}

/** What a view shows, with attributes by name. Numbers of nodes are left out. */
export function shown(tree: TreeApplier): string {
  return tree.root.children.map((node) => textOf(node, "")).join("");
}

function textOf(node: TreeNode, indent: string): string {
  if (node.kind === "text") return node.text === "" ? "" : `${indent}${node.text}\n`;
  // A property that was taken away is what one is that was never set.
  const properties = [...node.properties].filter(([, value]) => value !== "");
  const set = [...node.attributes, ...properties]
    .filter(([name, value]) => name !== "source" && value !== false && value !== undefined)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .sort();
  const children = node.children.map((child) => textOf(child, `${indent}  `));
  return `${indent}<${node.tag}${set.join("")}>\n${children.join("")}`;
}
