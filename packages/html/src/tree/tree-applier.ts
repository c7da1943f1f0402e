/**
 * The headless holder of a view: the same operations and events as in a page, on a plain tree.
 *
 * It checks what a DOM would not forgive (unknown ids, a sibling that is elsewhere), so that a
 * test of a renderer fails where the mistake is.
 */

import { assert } from "@cf/utils";
import {
  type EventPayload,
  Op,
  type ViewApplier,
  type ViewBatch,
  type ViewEvent,
} from "../view/operations.ts";
import { compileSelector } from "./selector.ts";
import { toHtml } from "./serialize.ts";
import { TreeElement, type TreeNode, type TreeText } from "./tree-node.ts";

/** Holds a view as a plain tree that can be queried, operated and printed. */
export class TreeApplier implements ViewApplier {
  /** The root; the view's nodes are its children. */
  readonly root: TreeElement = new TreeElement(0, "root", 0);
  /** Receives what happens to nodes; connect it to the view's `handle`. */
  onEvent: (event: ViewEvent) => void = () => {};
  /** Operations applied so far, by code: what a change costs. */
  readonly counts: Map<number, number> = new Map();
  readonly #nodes = new Map<number, TreeNode>([[0, this.root]]);

  /** How many nodes are held, for finding leaks. */
  get nodeCount(): number {
    return this.#nodes.size - 1;
  }

  apply(batch: ViewBatch): void {
    for (let at = 0; at < batch.length;) {
      const code = batch[at] as number;
      this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
      at += 1 + this.#applyOne(code, batch, at + 1);
    }
  }

  /** The first element that matches `selector`; see `selector.ts`. */
  find(selector: string): TreeElement | undefined {
    return this.findAll(selector)[0];
  }

  /** All elements that match `selector`, in document order. */
  findAll(selector: string): TreeElement[] {
    const test = compileSelector(selector);
    const found: TreeElement[] = [];
    visit(this.root, (element) => {
      if (element !== this.root && test(element)) found.push(element);
    });
    return found;
  }

  /** The innermost elements whose text is `text`, or matches it. */
  findByText(text: string | RegExp): TreeElement[] {
    const fits = (element: TreeElement) =>
      typeof text === "string" ? element.text.trim() === text : text.test(element.text);
    return this.findAll("*").filter((element) =>
      fits(element) &&
      !element.children.some((child) => child.kind === "element" && fits(child))
    );
  }

  /**
   * Reports an event on `element`, and on its ancestors that listen, as a browser bubbles it.
   * `init` adds to the payload; `init.target` adds to the payload's target.
   */
  dispatch(element: TreeElement, type: string, init: Readonly<Record<string, unknown>> = {}): void {
    const target = { ...targetOf(element), ...(init.target as object | undefined) };
    const payload: EventPayload = { ...init, type, target };
    for (let at: TreeElement | null = element; at !== null; at = at.parent) {
      if (at.listeners.has(type)) this.onEvent({ kind: "event", node: at.id, payload });
    }
  }

  /** Does what a user who fills a field does: the property, its binding, then the events. */
  fill(element: TreeElement, value: unknown, property = "value"): void {
    element.properties.set(property, value);
    const turn = element.bindings.get(property);
    if (turn !== undefined) {
      element.bindings.set(property, turn + 1);
      this.onEvent({ kind: "bound", node: element.id, name: property, value, turn: turn + 1 });
    }
    const init = { detail: { [property]: value } };
    const types = element.tag.startsWith("cf-") ? ["cf-input", "cf-change"] : ["input", "change"];
    for (const type of types) this.dispatch(element, type, init);
  }

  /** The view as HTML. */
  toHtml(): string {
    return toHtml(this.root.children);
  }

  /** Applies one operation and says how many operands it had. */
  #applyOne(code: number, batch: ViewBatch, at: number): number {
    const id = batch[at] as number;
    switch (code) {
      case Op.create:
        this.#add(new TreeElement(id, batch[at + 2] as string, batch[at + 1] as number));
        return 3;
      case Op.text:
        this.#add({ kind: "text", id, text: batch[at + 1] as string, parent: null });
        return 2;
      case Op.setText:
        this.#text(id).text = batch[at + 1] as string;
        return 2;
      case Op.content:
        this.#setContent(this.#element(id), batch[at + 1] as string);
        return 2;
      case Op.attribute:
      case Op.property:
      case Op.bound:
      case Op.field:
        return this.#set(code, this.#element(id), batch, at + 1);
      case Op.style:
        setOrDelete(this.#element(id).attributes, "style", batch[at + 1] || null);
        return 2;
      case Op.listen:
        this.#element(id).listeners.add(batch[at + 1] as string);
        return 2;
      case Op.unlisten:
        this.#element(id).listeners.delete(batch[at + 1] as string);
        return 2;
      case Op.bind:
        this.#element(id).bindings.set(batch[at + 1] as string, 0);
        return 2;
      case Op.insert:
        this.#insert(this.#element(id), batch[at + 1] as number, batch[at + 2] as number);
        return 3;
      case Op.remove:
        this.#remove(this.#node(id));
        return 1;
      default:
        throw new TypeError(`Cannot apply view operation ${code}: it is unknown`);
    }
  }

  #set(code: number, element: TreeElement, batch: ViewBatch, at: number): number {
    const name = batch[at] as string;
    if (code === Op.attribute) {
      setOrDelete(element.attributes, name, batch[at + 1]);
      return 3;
    }
    if (code === Op.property) {
      element.properties.set(name, batch[at + 1]);
      return 3;
    }
    if (code === Op.field) {
      // Nobody types ahead of a tree.
      element.properties.set(name, batch[at + 1]);
      return 5;
    }
    const turn = batch[at + 2] as number;
    if (turn < (element.bindings.get(name) ?? 0)) return 4;
    element.bindings.set(name, turn);
    element.properties.set(name, batch[at + 1]);
    return 4;
  }

  #add(node: TreeNode): void {
    assert(!this.#nodes.has(node.id), `view node ${node.id} is created once`);
    this.#nodes.set(node.id, node);
  }

  #setContent(element: TreeElement, text: string): void {
    assert(
      element.children.every((child) => child.id === -1),
      `view node ${element.id} has no other children than its text`,
    );
    element.children = text === "" ? [] : [{ kind: "text", id: -1, text, parent: element }];
  }

  #insert(parent: TreeElement, id: number, before: number): void {
    const node = this.#node(id);
    detach(node);
    const at = before === 0
      ? parent.children.length
      : parent.children.lastIndexOf(this.#node(before));
    assert(at >= 0, `view node ${before} is a child of ${parent.id}`);
    parent.children.splice(at, 0, node);
    node.parent = parent;
  }

  #remove(node: TreeNode): void {
    detach(node);
    this.#forget(node);
  }

  #forget(node: TreeNode): void {
    this.#nodes.delete(node.id);
    if (node.kind === "element") { for (const child of node.children) this.#forget(child); }
  }

  #node(id: number): TreeNode {
    const node = this.#nodes.get(id);
    assert(node !== undefined, `view node ${id} exists`);
    return node;
  }

  #element(id: number): TreeElement {
    const node = this.#node(id);
    assert(node.kind === "element", `view node ${id} is an element`);
    return node;
  }

  #text(id: number): TreeText {
    const node = this.#node(id);
    assert(node.kind === "text", `view node ${id} is a text`);
    return node;
  }
}

function detach(node: TreeNode): void {
  if (node.parent === null) return;
  node.parent.children.splice(node.parent.children.lastIndexOf(node), 1);
  node.parent = null;
}

function visit(element: TreeElement, see: (element: TreeElement) => void): void {
  see(element);
  for (const child of element.children) if (child.kind === "element") visit(child, see);
}

function setOrDelete(map: Map<string, string>, name: string, value: unknown): void {
  if (value === null || value === undefined) map.delete(name);
  else map.set(name, String(value));
}

function targetOf(element: TreeElement): Record<string, unknown> {
  const dataset: Record<string, string> = {};
  for (const [name, value] of element.attributes) {
    if (name.startsWith("data-")) {
      dataset[name.slice(5).replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())] = value;
    }
  }
  const target: Record<string, unknown> = { tagName: element.tag.toUpperCase(), dataset };
  for (const name of ["value", "checked", "name", "id"]) {
    const value = element.get(name);
    if (value !== undefined) target[name] = value;
  }
  return target;
}
