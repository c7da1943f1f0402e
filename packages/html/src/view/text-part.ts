/** A text node; an empty one stands for a child that renders nothing. */

import { Op } from "./operations.ts";
import { isNothing, isText, type Part, type ViewContext } from "./part.ts";

/** The key of everything that renders as text: texts are matched by their order. */
export const TEXT_KEY = Symbol("text");

/** Renders a text, a number, or nothing. */
export class TextPart implements Part {
  key: unknown = TEXT_KEY;
  readonly #context: ViewContext;
  readonly #id: number;
  #text: string;

  constructor(context: ViewContext, value: unknown) {
    this.#context = context;
    this.#id = context.nextId();
    this.#text = textOf(value);
    context.emit(Op.text, this.#id, this.#text);
  }

  first(): number {
    return this.#id;
  }

  accepts(value: unknown): boolean {
    return isText(value) || isNothing(value);
  }

  update(value: unknown): void {
    const text = textOf(value);
    if (text === this.#text) return;
    this.#text = text;
    this.#context.emit(Op.setText, this.#id, text);
  }

  insert(parent: number, before: number): void {
    this.#context.emit(Op.insert, parent, this.#id, before);
  }

  remove(): void {
    this.#context.emit(Op.remove, this.#id);
  }

  dispose(): void {}
}

function textOf(value: unknown): string {
  return isNothing(value) ? "" : String(value);
}
