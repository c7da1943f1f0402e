/** An error where a child should be: its message in a box, until the child can be computed. */

import { Op } from "./operations.ts";
import { errorMessage, type Part, type ViewContext } from "./part.ts";

/** Shows why a child could not be computed. */
export class ErrorPart implements Part {
  key: unknown = undefined;
  readonly #context: ViewContext;
  readonly #id: number;
  #message: string;

  constructor(context: ViewContext, error: unknown) {
    this.#context = context;
    this.#id = context.nextId();
    this.#message = errorMessage(error);
    context.emit(Op.create, this.#id, 0, "span", Op.attribute, this.#id, "data-cf-error", "");
    context.emit(Op.attribute, this.#id, "role", "alert", Op.content, this.#id, this.#message);
  }

  first(): number {
    return this.#id;
  }

  accepts(): boolean {
    return false;
  }

  update(): void {}

  /** Shows another error in the same box. */
  show(error: unknown): void {
    const message = errorMessage(error);
    if (message === this.#message) return;
    this.#message = message;
    this.#context.emit(Op.content, this.#id, message);
  }

  insert(parent: number, before: number): void {
    this.#context.emit(Op.insert, parent, this.#id, before);
  }

  remove(): void {
    this.#context.emit(Op.remove, this.#id);
  }

  dispose(): void {}
}
