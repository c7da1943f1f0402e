/**
 * Events and bindings of one element.
 *
 * One listener per event type serves both, bindings first, so that a handler finds the cell as
 * the user just made it.
 */

import type { ViewEvent } from "../view/operations.ts";
import { changeEvents, readBound, writeBound } from "./bound-property.ts";
import { payloadOf } from "./payload.ts";

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
  #composing = false;

  constructor(element: Element, report: (report: NodeReport) => void) {
    this.#element = element;
    this.#report = report;
  }

  listen(type: string): void {
    this.#listened.add(type);
    this.#hear(type);
    // A place to drop on has to refuse the browser's refusal.
    if (type === "drop") this.#hear("dragover");
  }

  unlisten(type: string): void {
    this.#listened.delete(type);
  }

  bind(name: string): void {
    if (this.#bindings.has(name)) return;
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

  /** Called by the element for every event it listens to. */
  handleEvent(event: Event): void {
    if (event.type === "compositionstart") this.#composing = true;
    if (event.type === "compositionend") this.#endComposition();
    this.#prevent(event);
    this.#reportBindings(event);
    if (!this.#listened.has(event.type)) return;
    this.#report({ kind: "event", payload: payloadOf(event, this.#element) });
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

function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b);
}
