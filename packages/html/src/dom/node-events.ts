/**
 * Events and bindings of one element.
 *
 * One listener per event type serves both, bindings first, so that a handler finds the cell as
 * the user just made it.
 */

import type { ViewEvent } from "../view/operations.ts";
import { changeEvents } from "../view/change-events.ts";
import { readBound, writeBound } from "./bound-property.ts";
import { Entered } from "./entered.ts";
import { payloadOf } from "./payload.ts";
import { sameValue } from "./same-value.ts";

/** A report without the node's id, which the applier adds. */
export type NodeReport =
  | Omit<Extract<ViewEvent, { kind: "event" }>, "node">
  | Omit<Extract<ViewEvent, { kind: "bound" }>, "node">;

interface BoundState {
  /** Counts the user's changes of the property; the view may set it ahead. */
  turn: number;
  value: unknown;
  /** A value that waits for the end of a composition. */
  waiting?: { readonly value: unknown } | undefined;
}

/** Listens on one element and reports. */
export class NodeEvents {
  readonly #element: Element;
  readonly #report: (report: NodeReport) => void;
  readonly #heard = new Set<string>();
  readonly #listened = new Set<string>();
  readonly #bindings = new Map<string, BoundState>();
  /** What the user made of `value`, while a handler hears of it and it is not bound. */
  #entered: Entered | undefined;
  #composing = false;

  constructor(element: Element, report: (report: NodeReport) => void) {
    this.#element = element;
    this.#report = report;
  }

  listen(type: string): void {
    this.#listened.add(type);
    this.#hear(type);
    if (!this.#bindings.has("value") && this.#tellsOf("value", type)) {
      this.#entered ??= new Entered(readBound(this.#element, "value"));
    }
    // A place to drop on has to refuse the browser's refusal.
    if (type === "drop") this.#hear("dragover");
  }

  unlisten(type: string): void {
    this.#listened.delete(type);
  }

  bind(name: string): void {
    if (this.#bindings.has(name)) return;
    if (name === "value") this.#entered = undefined;
    this.#bindings.set(name, { turn: 0, value: readBound(this.#element, name) });
    for (const type of changeEvents(this.#element.localName, name)) this.#hear(type);
    this.#hear("compositionstart");
    this.#hear("compositionend");
  }

  /** Whether the user has made nothing new of the property since `turn`. */
  isCurrent(name: string, turn: number): boolean {
    return turn >= (this.#bindings.get(name)?.turn ?? 0);
  }

  /** Writes a bound property as of a current `turn`; during a composition, after it. */
  write(name: string, value: unknown, turn: number): void {
    const state = this.#bindings.get(name);
    if (state === undefined) return;
    state.turn = turn;
    if (this.#composing) {
      state.waiting = { value };
      return;
    }
    state.value = value;
    writeBound(this.#element, name, value);
  }

  /** Whether a value of a field is older than what the user made of it. */
  passesOver(value: unknown, at: { turn: number; isSettled: boolean }): boolean {
    return this.#entered?.passesOver(value, at) === true;
  }

  /** Writes a field; during a composition, after it. */
  writeField(name: string, value: unknown): void {
    if (this.#composing) this.#entered?.wait(value);
    else writeBound(this.#element, name, value);
  }

  /** Called by the element for every event it listens to. */
  handleEvent(event: Event): void {
    if (event.type === "compositionstart") this.#composing = true;
    if (event.type === "compositionend") this.#endComposition();
    this.#prevent(event);
    this.#reportBindings(event);
    if (!this.#listened.has(event.type)) return;
    const turn = this.#turnAfter(event);
    const payload = payloadOf(event, this.#element);
    this.#report(
      turn === undefined ? { kind: "event", payload } : { kind: "event", payload, turn },
    );
  }

  /** How often the user has changed `value`, after an event that may tell of it. */
  #turnAfter(event: Event): number | undefined {
    if (this.#entered === undefined || event.target !== this.#element) return undefined;
    if (!this.#tellsOf("value", event.type)) return undefined;
    return this.#entered.take(readBound(this.#element, "value"));
  }

  #tellsOf(name: string, type: string): boolean {
    return name in this.#element && changeEvents(this.#element.localName, name).includes(type);
  }

  #reportBindings(event: Event): void {
    // Events of the same name also arrive from fields inside this element.
    if (event.target !== this.#element) return;
    for (const [name, state] of this.#bindings) {
      if (!changeEvents(this.#element.localName, name).includes(event.type)) continue;
      const value = readBound(this.#element, name);
      if (sameValue(value, state.value)) continue;
      state.value = value;
      state.turn++;
      state.waiting = undefined;
      this.#report({ kind: "bound", name, value, turn: state.turn });
    }
  }

  #endComposition(): void {
    this.#composing = false;
    const late = this.#entered?.waited();
    if (late !== undefined) writeBound(this.#element, "value", late.value);
    for (const [name, state] of this.#bindings) {
      const { waiting } = state;
      state.waiting = undefined;
      if (waiting !== undefined) this.write(name, waiting.value, state.turn);
    }
  }

  /** Defaults that would leave the page or forbid what the pattern asked for. */
  #prevent(event: Event): void {
    if (event.type === "submit") event.preventDefault();
    if (event.type === "dragover" || event.type === "drop" || event.type === "dragenter") {
      event.preventDefault();
    }
    if (event.type === "dragstart") this.#fillTransfer(event as DragEvent);
  }

  /** The pattern cannot answer in time to fill the transfer, so the element's data says it. */
  #fillTransfer(event: DragEvent): void {
    const { drag, id } = (this.#element as HTMLElement).dataset;
    event.dataTransfer?.setData("text/plain", drag ?? id ?? this.#element.id);
  }

  #hear(type: string): void {
    if (this.#heard.has(type)) return;
    this.#heard.add(type);
    this.#element.addEventListener(type, this);
  }
}
