/** The headless tree as HTML text. */

import type { TreeElement, TreeNode } from "./tree-node.ts";

const VOID = new Set("area br col embed hr img input source track wbr".split(" "));

/** HTML of the nodes; properties that hold texts, numbers or flags appear as attributes. */
export function toHtml(nodes: readonly TreeNode[]): string {
  return nodes.map((node) => node.kind === "text" ? escape(node.text) : elementHtml(node)).join("");
}

function elementHtml(element: TreeElement): string {
  let attributes = "";
  for (const [name, value] of element.attributes) attributes += attributeHtml(name, value);
  for (const [name, value] of element.properties) {
    if (typeof value === "string" || typeof value === "number") {
      if (value !== "") attributes += attributeHtml(name.toLowerCase(), String(value));
    } else if (value === true) attributes += attributeHtml(name.toLowerCase(), "");
  }
  if (VOID.has(element.tag)) return `<${element.tag}${attributes}>`;
  return `<${element.tag}${attributes}>${toHtml(element.children)}</${element.tag}>`;
}

function attributeHtml(name: string, value: string): string {
  return value === "" ? ` ${name}` : ` ${name}="${escape(value).replaceAll('"', "&quot;")}"`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
