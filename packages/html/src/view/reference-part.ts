/**
 * What a reference currently resolves to: one effect that replaces, patches or reconciles only
 * what the reference stands for. An error shows in its place until the next change.
 */

import { isRecord, isVNode } from "@cf/utils";
import { ChildList } from "./child-list.ts";
import { ErrorPart } from "./error-part.ts";
import { Op } from "./operations.ts";
import { isNothing, isText, type Part, type ViewContext } from "./part.ts";
import { isObjectLike, isSame, resolveFully } from "./reactivity.ts";

/** The key under which a piece keeps its view. */
const UI = "$UI";

/** Renders the value of a reference and follows its changes. */
export class ReferencePart implements Part {
  key: unknown = undefined;
  readonly #context: ViewContext;
  readonly #namespace: number;
  #source: unknown;
  #content: Part | undefined;
  #parent = -1;
  #stop: (() => void) | undefined;
  #ended = false;

  constructor(context: ViewContext, source: unknown, namespace: number) {
    this.#context = context;
    this.#namespace = namespace;
    this.#source = source;
    this.#follow();
  }

  first(): number {
    return this.#content!.first();
  }

  accepts(value: unknown): boolean {
    return isObjectLike(value) && !isVNode(value) && !Array.isArray(value);
  }

  /** Another reference to the same thing changes nothing; another thing is followed instead. */
  update(source: unknown): void {
    if (isSame(this.#context.reactivity, this.#source, source)) return;
    this.#source = source;
    this.#stop?.();
    this.#follow();
  }

  insert(parent: number, before: number): void {
    this.#parent = parent;
    this.#content!.insert(parent, before);
  }

  remove(): void {
    this.#end();
    this.#content!.remove();
  }

  dispose(): void {
    this.#end();
    this.#content!.dispose();
  }

  #end(): void {
    this.#ended = true;
    this.#stop?.();
  }

  #follow(): void {
    this.#stop = this.#context.reactivity.effect(() => {
      if (this.#ended) return;
      let value: unknown;
      try {
        value = resolveFully(this.#context.reactivity, this.#source);
        if (hasView(value)) value = new ViewOf(value[UI]);
      } catch (error) {
        this.#showError(error);
        return;
      }
      this.#show(value);
    });
  }

  #show(value: unknown): void {
    const content = this.#content;
    const key = contentKey(this.#context, value);
    if (content !== undefined && content.accepts(value) && canContinue(content, key, value)) {
      content.key = key;
      content.update(value);
      return;
    }
    const next = this.#createContent(value);
    next.key = key;
    this.#replace(next);
  }

  #createContent(value: unknown): Part {
    if (Array.isArray(value)) return new ArrayPart(this.#context, value, this.#namespace);
    if (value instanceof ViewOf) {
      return new ViewOfPart(this.#context.createPart(value.ui, this.#namespace));
    }
    return this.#context.createPart(presentable(value), this.#namespace);
  }

  #showError(error: unknown): void {
    if (this.#content instanceof ErrorPart) this.#content.show(error);
    else this.#replace(new ErrorPart(this.#context, error));
  }

  #replace(next: Part): void {
    const old = this.#content;
    this.#content = next;
    if (old === undefined) return;
    if (this.#parent >= 0) next.insert(this.#parent, old.first());
    old.remove();
  }
}

/** The view of a piece, to tell it from the piece's own value. */
class ViewOf {
  readonly ui: unknown;
  constructor(ui: unknown) {
    this.ui = ui;
  }
}

/** A piece's view; goes on as long as the piece has the same one. */
class ViewOfPart implements Part {
  key: unknown = undefined;
  readonly #inner: Part;

  constructor(inner: Part) {
    this.#inner = inner;
  }

  first(): number {
    return this.#inner.first();
  }

  accepts(value: unknown): boolean {
    return value instanceof ViewOf && this.#inner.accepts(value.ui);
  }

  update(value: unknown): void {
    this.#inner.update((value as ViewOf).ui);
  }

  insert(parent: number, before: number): void {
    this.#inner.insert(parent, before);
  }

  remove(): void {
    this.#inner.remove();
  }

  dispose(): void {
    this.#inner.dispose();
  }
}

/** An array: its children and the empty text behind them. */
class ArrayPart implements Part {
  key: unknown = undefined;
  readonly #context: ViewContext;
  readonly #anchor: number;
  readonly #children: ChildList;

  constructor(context: ViewContext, values: unknown, namespace: number) {
    this.#context = context;
    this.#anchor = context.nextId();
    context.emit(Op.text, this.#anchor, "");
    this.#children = new ChildList(context, values, namespace, this.#anchor);
  }

  first(): number {
    return this.#children.first();
  }

  accepts(value: unknown): boolean {
    return Array.isArray(value);
  }

  update(values: unknown): void {
    this.#children.update(values);
  }

  insert(parent: number, before: number): void {
    this.#context.emit(Op.insert, parent, this.#anchor, before);
    this.#children.insert(parent, this.#anchor);
  }

  remove(): void {
    this.#children.remove();
    this.#context.emit(Op.remove, this.#anchor);
  }

  dispose(): void {
    this.#children.dispose();
  }
}

function hasView(value: unknown): value is { readonly [UI]: unknown } {
  return isRecord(value) && !isVNode(value) && UI in value;
}

function contentKey(context: ViewContext, value: unknown): unknown {
  if (value instanceof ViewOf) {
    return isObjectLike(value.ui) ? context.reactivity.identity(value.ui) : undefined;
  }
  return isVNode(value) ? context.reactivity.identity(value) : undefined;
}

/** A view node without a key of the runtime's own may be patched into another. */
function canContinue(content: Part, key: unknown, value: unknown): boolean {
  if (content.key === key) return true;
  const node = value instanceof ViewOf ? value.ui : value;
  return key === node && isVNode(content.key);
}

/** A plain object has no view; its JSON text at least says what it is. */
function presentable(value: unknown): unknown {
  if (isNothing(value) || isText(value) || isVNode(value)) return value;
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
