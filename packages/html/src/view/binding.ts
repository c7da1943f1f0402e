/**
 * One two-way bound property.
 *
 * The user may be ahead of the cell: while an answer is under way the user types on. Each change
 * by the user has a turn number, every value sent back names the turn it knows of, and the holder
 * of the tree ignores a value that is older than what the user made since. So nothing typed is
 * lost, and the caret stays.
 *
 * An element that is patched to show another cell has another binding from then on. That one counts
 * from a higher turn, which the holder takes over with the first value: what the user made of the
 * former cell hides nothing of this one, and what is still under way goes where it was typed.
 */

import { Op } from "./operations.ts";
import type { ViewContext } from "./part.ts";
import { resolveDeep, resolveFully } from "./reactivity.ts";

/** What a binding is about. */
export interface BindingTarget {
  readonly id: number;
  readonly name: string;
  readonly cell: unknown;
  /** Fits a cell's value to the property. */
  readonly convert: (value: unknown) => unknown;
  readonly fail: (error: unknown) => void;
}

/** More turns than a user takes with one cell. */
const TURNS_MAX = 2 ** 24;

/** Keeps a property and a cell equal. */
export class Binding {
  readonly #context: ViewContext;
  readonly #target: BindingTarget;
  readonly #stop: () => void;
  readonly #firstTurn: number;
  #former: Binding | undefined;
  #turn: number;
  #value: unknown;
  #waiting = 0;
  #isDisposed = false;

  /** `former` is the binding, disposed of, that the property had before. */
  constructor(context: ViewContext, target: BindingTarget, former?: Binding) {
    this.#context = context;
    this.#target = target;
    this.#former = former;
    if (former !== undefined) former.#former = undefined;
    this.#turn = this.#firstTurn = former === undefined ? 0 : former.#firstTurn + TURNS_MAX;
    this.#stop = context.reactivity.effect(() => {
      try {
        this.#value = resolveDeep(context.reactivity, target.cell);
        this.#send();
      } catch (error) {
        target.fail(error);
      }
    });
  }

  get cell(): unknown {
    return this.#target.cell;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  /** The user changed the property. */
  receive(value: unknown, turn: number): void {
    if (turn < this.#firstTurn) return this.#former?.receive(value, turn);
    const { reactivity } = this.#context;
    this.#turn = turn;
    const written = this.#fitted(value);
    if (written === undefined) return;
    try {
      const cell = this.#writableCell();
      if (cell === undefined) return;
      const done = reactivity.setCell(cell, written);
      if (done === undefined) return this.#showStored();
      this.#waiting++;
      const settle = () => {
        this.#waiting--;
        this.#showStored();
      };
      done.then(settle, (error) => {
        this.#context.report(error);
        settle();
      });
    } catch (error) {
      this.#context.report(error);
      this.#send();
    }
  }

  /** The cell may have refused or changed the value; the property shows what it has. */
  #showStored(): void {
    if (this.#isDisposed) return;
    this.#value = resolveDeep(this.#context.reactivity, this.#target.cell);
    this.#send();
  }

  /** While a write waits, the cell does not know yet what the user sees. */
  #send(): void {
    if (this.#waiting > 0 || this.#isDisposed) return;
    const { id, name, convert } = this.#target;
    this.#context.emit(Op.bound, id, name, convert(this.#value), this.#turn);
  }

  /** A number stays a number; a text that is none yet (`-`, an empty field) waits. */
  #fitted(value: unknown): unknown {
    if (typeof this.#value !== "number" || typeof value !== "string") return value;
    if (value.trim() === "") return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  }

  #writableCell(): unknown {
    const { reactivity } = this.#context;
    const { cell } = this.#target;
    if (reactivity.isCell(cell)) return cell;
    const inner = resolveFully(reactivity, cell);
    return reactivity.isCell(inner) ? inner : undefined;
  }
}
