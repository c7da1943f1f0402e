/** Nodes of the headless tree: what a DOM would hold, as plain data. */

/** A text of the headless tree. */
export interface TreeText {
  readonly kind: "text";
  readonly id: number;
  text: string;
  parent: TreeElement | null;
}

/** An element of the headless tree. */
export class TreeElement {
  readonly kind = "element";
  readonly id: number;
  readonly tag: string;
  readonly namespace: number;
  readonly attributes: Map<string, string> = new Map();
  readonly properties: Map<string, unknown> = new Map();
  readonly listeners: Set<string> = new Set();
  readonly bindings: Map<string, number> = new Map();
  children: TreeNode[] = [];
  parent: TreeElement | null = null;

  constructor(id: number, tag: string, namespace: number) {
    this.id = id;
    this.tag = tag;
    this.namespace = namespace;
  }

  /** The text of all descendants, in order. */
  get text(): string {
    return this.children.map((child) => child.text).join("");
  }

  /** A property, or the attribute of that name. */
  get(name: string): unknown {
    return this.properties.has(name) ? this.properties.get(name) : this.attributes.get(name);
  }
}

/** A node of the headless tree. */
export type TreeNode = TreeElement | TreeText;
