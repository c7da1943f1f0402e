/** One element: its props, each with an effect of its own if it is dynamic, and its children. */

import { isVNode, type VNode } from "@cf/utils";
import { elementVerdict } from "../policy/elements.ts";
import { forcedAttributes } from "../policy/attributes.ts";
import { ChildList } from "./child-list.ts";
import { ElementProps } from "./element-props.ts";
import { Op } from "./operations.ts";
import { isText, type Part, type ViewContext } from "./part.ts";

/** Renders a view node under a name that the policy allows. */
export class ElementPart implements Part {
  key: unknown = undefined;
  readonly #context: ViewContext;
  readonly #id: number;
  readonly #childNamespace: number;
  readonly #props: ElementProps;
  #node: VNode;
  /** The whole content while it is one fixed text, which needs no node of its own. */
  #text: string | undefined;
  #children: ChildList | undefined;

  /** The caller has seen to it that the policy does not drop the element. */
  constructor(context: ViewContext, node: VNode, namespace: number) {
    this.#context = context;
    this.#node = node;
    this.#id = context.nextId();
    const verdict = elementVerdict(node.name, namespace);
    const tag = verdict.kind === "drop" ? "span" : verdict.tag;
    const entered = verdict.kind === "render" ? verdict.entersNamespace : undefined;
    const own = tag === "foreignObject" ? namespace : entered ?? namespace;
    this.#childNamespace = entered ?? namespace;
    context.emit(Op.create, this.#id, own, tag);
    if (verdict.kind === "neutral") this.#markUnknown(node.name);
    for (const [name, value] of forcedAttributes(tag)) {
      context.emit(Op.attribute, this.#id, name, value);
    }
    this.#props = new ElementProps(context, this.#id, tag);
    this.#props.set(node.props ?? NO_PROPS);
    this.#setChildren(childrenOf(node));
    // A select takes its value only once its options are there.
    this.#props.setLate(node.props ?? NO_PROPS);
  }

  first(): number {
    return this.#id;
  }

  accepts(value: unknown): boolean {
    return isVNode(value) && value.name === this.#node.name;
  }

  update(value: unknown): void {
    const node = value as VNode;
    if (node === this.#node) return;
    this.#node = node;
    this.#props.update(node.props ?? NO_PROPS);
    this.#setChildren(childrenOf(node));
    this.#props.setLate(node.props ?? NO_PROPS);
  }

  insert(parent: number, before: number): void {
    this.#context.emit(Op.insert, parent, this.#id, before);
  }

  remove(): void {
    this.#context.emit(Op.remove, this.#id);
    this.dispose();
  }

  dispose(): void {
    this.#props.dispose();
    this.#children?.dispose();
  }

  #setChildren(children: unknown): void {
    const only = Array.isArray(children) && children.length === 1 ? children[0] : children;
    if (this.#children !== undefined) {
      this.#children.update(children);
    } else if (isText(only)) {
      const text = String(only);
      if (text === this.#text) return;
      this.#text = text;
      this.#context.emit(Op.content, this.#id, text);
    } else if (!Array.isArray(children) || children.length > 0) {
      if (this.#text !== undefined) this.#context.emit(Op.content, this.#id, "");
      this.#text = undefined;
      this.#children = new ChildList(this.#context, children, this.#childNamespace, 0);
      this.#children.insert(this.#id, 0);
    } else if (this.#text !== undefined) {
      this.#text = undefined;
      this.#context.emit(Op.content, this.#id, "");
    }
  }

  #markUnknown(name: string): void {
    this.#context.emit(Op.attribute, this.#id, "data-cf-unknown", name);
    this.#context.warnOnce(
      `element ${name}`,
      `Cannot render <${name}>: no such element, a neutral one with its children takes its place`,
    );
  }
}

const NO_PROPS: Readonly<Record<string, unknown>> = {};
const NO_CHILDREN: readonly unknown[] = [];

/** A view node's children; those that show another cell have it as their only child. */
function childrenOf(node: VNode): unknown {
  if (node.name === "cf-render") {
    const props = node.props ?? NO_PROPS;
    const cell = props.$cell ?? props.cell ?? props.piece;
    if (cell !== undefined && cell !== null) return [cell];
  }
  return node.children ?? NO_CHILDREN;
}
