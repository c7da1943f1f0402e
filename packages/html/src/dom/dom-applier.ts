/**
 * Applies view operations to a document, and reports events as plain data.
 *
 * What arrives was sent by a worker that runs pattern code. The page does not trust it: element
 * names, attributes, URLs and properties are checked here against the same policy that the
 * renderer follows, and an operation on an unknown node is ignored.
 */

import { propertyOf } from "../elements/catalogue.ts";
import { allowedAttribute, forcedAttributes, isNativeProperty } from "../policy/attributes.ts";
import { cleanStyle } from "../policy/css.ts";
import { elementVerdict } from "../policy/elements.ts";
import {
  NAMESPACE_URIS,
  Op,
  type ViewApplier,
  type ViewBatch,
  type ViewEvent,
} from "../view/operations.ts";
import { readBound, writeBound } from "./bound-property.ts";
import { NodeEvents } from "./node-events.ts";

/** What a {@linkcode DomApplier} reports to. */
export interface DomApplierOptions {
  /** Receives what happens to nodes; post it to the view's `handle`. */
  readonly onEvent: (event: ViewEvent) => void;
}

/** Holds a view in a document, below `root`. */
export class DomApplier implements ViewApplier {
  readonly #root: ParentNode & Node;
  readonly #document: Document;
  readonly #onEvent: (event: ViewEvent) => void;
  readonly #nodes = new Map<number, Node>();
  readonly #ids = new WeakMap<Node, number>();
  readonly #events = new Map<number, NodeEvents>();
  /** Values that selects should have once their options are there. */
  readonly #selects = new Map<number, unknown>();
  /** Selects whose options the batch at hand changes; the others keep what the user chose. */
  readonly #touched = new Set<number>();

  constructor(root: ParentNode & Node, options: DomApplierOptions) {
    this.#root = root;
    this.#document = root.ownerDocument ?? document;
    this.#onEvent = options.onEvent;
    this.#nodes.set(0, root);
  }

  /** How many nodes are held, for finding leaks. */
  get nodeCount(): number {
    return this.#nodes.size - 1;
  }

  apply(batch: ViewBatch): void {
    for (let at = 0; at < batch.length;) at = this.#applyOne(batch, at);
    for (const id of this.#touched) {
      const select = this.#nodes.get(id);
      if (select instanceof HTMLSelectElement && this.#selects.has(id)) {
        writeBound(select, "value", this.#selects.get(id));
      }
    }
    this.#touched.clear();
  }

  /** Takes everything out of the root and stops listening. */
  dispose(): void {
    for (const [id, node] of this.#nodes) {
      if (id !== 0 && node.parentNode === this.#root) node.parentNode.removeChild(node);
    }
    this.#nodes.clear();
    this.#events.clear();
    this.#selects.clear();
  }

  /** Applies the operation at `at` and returns where the next one begins. */
  #applyOne(batch: ViewBatch, at: number): number {
    const id = batch[at + 1] as number;
    const a = batch[at + 2];
    const b = batch[at + 3];
    switch (batch[at]) {
      case Op.create:
        this.#create(id, a as number, String(b));
        return at + 4;
      case Op.text:
        this.#add(id, this.#document.createTextNode(String(a)));
        return at + 3;
      case Op.setText:
      case Op.content:
        this.#setContent(id, String(a));
        return at + 3;
      case Op.attribute:
        this.#setAttribute(id, String(a), b);
        return at + 4;
      case Op.property:
        this.#setProperty(id, String(a), b);
        return at + 4;
      case Op.style:
        this.#setStyle(id, String(a));
        return at + 3;
      case Op.listen:
        this.#eventsOf(id)?.listen(String(a));
        return at + 3;
      case Op.unlisten:
        this.#events.get(id)?.unlisten(String(a));
        return at + 3;
      case Op.bind:
        this.#bind(id, String(a));
        return at + 3;
      case Op.bound:
        this.#setBound(id, String(a), b, batch[at + 4] as number);
        return at + 5;
      case Op.field:
        this.#setField(id, String(a), b, {
          turn: batch[at + 4] as number,
          isSettled: batch[at + 5] === true,
        });
        return at + 6;
      case Op.insert:
        this.#insert(id, a as number, b as number);
        return at + 4;
      case Op.remove:
        this.#remove(id);
        return at + 2;
      default:
        throw new TypeError(`Cannot apply view operation ${batch[at]}: it is unknown`);
    }
  }

  #add(id: number, node: Node): void {
    this.#nodes.set(id, node);
    this.#ids.set(node, id);
  }

  #create(id: number, namespace: number, name: string): void {
    const verdict = elementVerdict(name, namespace);
    const tag = verdict.kind === "drop" ? "span" : verdict.tag;
    const element = namespace === 0
      ? this.#document.createElement(tag)
      : this.#document.createElementNS(NAMESPACE_URIS[namespace as 1 | 2], tag);
    for (const [attribute, value] of forcedAttributes(tag)) element.setAttribute(attribute, value);
    this.#add(id, element);
  }

  #setContent(id: number, text: string): void {
    const node = this.#nodes.get(id);
    if (node !== undefined && id !== 0) node.textContent = text;
    if (node !== undefined) this.#touchSelectOf(node);
  }

  #setAttribute(id: number, name: string, value: unknown): void {
    const element = this.#element(id);
    if (element === undefined) return;
    const allowed = value === null ? null : allowedAttribute(tagOf(element), name, String(value));
    if (allowed === null) element.removeAttribute(name);
    else element.setAttribute(name, allowed);
    this.#touchSelectOf(element);
  }

  #setProperty(id: number, name: string, value: unknown): void {
    const element = this.#element(id);
    if (element === undefined || !isSettable(tagOf(element), name)) return;
    if (element instanceof HTMLSelectElement && name === "value") this.#selects.set(id, value);
    writeBound(element, name, value);
    this.#touchSelectOf(element);
  }

  /** What is done to an option may leave its select without the value that it should have. */
  #touchSelectOf(node: Node): void {
    if (this.#selects.size === 0) return;
    const element = node instanceof Element ? node : node.parentElement;
    const select = element?.closest("select");
    const id = select && this.#ids.get(select);
    if (id !== undefined && id !== null) this.#touched.add(id);
  }

  #setStyle(id: number, css: string): void {
    const element = this.#element(id) as HTMLElement | SVGElement | undefined;
    if (element === undefined) return;
    const clean = cleanStyle(css);
    // Through the object model: a style attribute would need a laxer content security policy.
    if (clean === "") element.removeAttribute("style");
    else element.style.cssText = clean;
  }

  #bind(id: number, name: string): void {
    const element = this.#element(id);
    if (element !== undefined && isSettable(tagOf(element), name)) this.#eventsOf(id)?.bind(name);
  }

  #setBound(id: number, name: string, value: unknown, turn: number): void {
    const element = this.#element(id);
    const events = this.#events.get(id);
    if (element === undefined || events === undefined || !events.isCurrent(name, turn)) return;
    if (element instanceof HTMLSelectElement && name === "value") this.#selects.set(id, value);
    events.write(name, value, turn);
  }

  #setField(
    id: number,
    name: string,
    value: unknown,
    at: { turn: number; isSettled: boolean },
  ): void {
    const element = this.#element(id);
    if (element === undefined || !isSettable(tagOf(element), name)) return;
    const events = this.#events.get(id);
    if (events?.passesOver(value, at) === true) return;
    if (element instanceof HTMLSelectElement && name === "value") this.#selects.set(id, value);
    if (events === undefined) writeBound(element, name, value);
    else events.writeField(name, value);
  }

  #insert(parentId: number, id: number, beforeId: number): void {
    const parent = this.#nodes.get(parentId);
    const node = this.#nodes.get(id);
    if (parent === undefined || node === undefined || id === 0) return;
    const before = beforeId === 0 ? null : this.#nodes.get(beforeId) ?? null;
    if (node.isConnected && parent.isConnected) moveNode(parent, node, before);
    else parent.insertBefore(node, before);
    this.#touchSelectOf(parent);
  }

  #remove(id: number): void {
    const node = this.#nodes.get(id);
    if (node === undefined || id === 0) return;
    const parent = node.parentNode;
    parent?.removeChild(node);
    if (parent !== null) this.#touchSelectOf(parent);
    this.#forget(node);
  }

  #forget(node: Node): void {
    const id = this.#ids.get(node);
    if (id !== undefined) {
      this.#nodes.delete(id);
      this.#events.delete(id);
      this.#selects.delete(id);
    }
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      this.#forget(child);
    }
  }

  #element(id: number): Element | undefined {
    const node = this.#nodes.get(id);
    return id !== 0 && node instanceof Element ? node : undefined;
  }

  #eventsOf(id: number): NodeEvents | undefined {
    let events = this.#events.get(id);
    if (events !== undefined) return events;
    const element = this.#element(id);
    if (element === undefined) return undefined;
    events = new NodeEvents(element, (event) => {
      if (this.#selects.has(id)) this.#selects.set(id, readBound(element, "value"));
      this.#onEvent({ ...event, node: id });
    });
    this.#events.set(id, events);
    return events;
  }
}

function tagOf(element: Element): string {
  return element.namespaceURI === NAMESPACE_URIS[0] ? element.localName : element.tagName;
}

function isSettable(tag: string, name: string): boolean {
  return propertyOf(tag, name) !== undefined || isNativeProperty(tag, name);
}

/** Moves a connected node so that it keeps its focus, caret and scrolling. */
function moveNode(parent: Node, node: Node, before: Node | null): void {
  const mover = parent as Node & { moveBefore?: (node: Node, before: Node | null) => void };
  if (mover.moveBefore !== undefined) {
    mover.moveBefore(node, before);
    return;
  }
  const active = node.ownerDocument?.activeElement as HTMLElement | null | undefined;
  const focused = active && node.contains(active) ? active : undefined;
  parent.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}
