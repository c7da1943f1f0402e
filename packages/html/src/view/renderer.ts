/**
 * The renderer: a view in, operations out, events back in.
 *
 * It runs where the runtime runs, a Web Worker in a page or a test's process, and never touches
 * a document. Operations collect until the turn ends and leave as one batch.
 */

import { isRecord, isVNode } from "@cf/utils";
import { elementVerdict } from "../policy/elements.ts";
import { ElementPart } from "./element-part.ts";
import { ChildList } from "./child-list.ts";
import type { EventPayload, ViewApplier, ViewEvent } from "./operations.ts";
import { type EventTargetPart, isNothing, isText, type Part, type ViewContext } from "./part.ts";
import type { Reactivity } from "./reactivity.ts";
import { ReferencePart } from "./reference-part.ts";
import { TextPart } from "./text-part.ts";

/** What a renderer works with. */
export interface RenderOptions {
  readonly reactivity: Reactivity;
  readonly applier: ViewApplier;
  /**
   * Arranges for `flush` to be called at the end of the turn. The default is a microtask; a
   * runtime that applies a frame in one turn passes its own.
   */
  readonly schedule?: (flush: () => void) => void;
  /** Told once about each unknown element and each refused attribute. */
  readonly onWarning?: (message: string) => void;
  /** Told about failures of handlers, bindings and props. */
  readonly onError?: (error: unknown) => void;
}

/** A rendered view. */
export interface RenderedView {
  /** Delivers what the applier reported. Events of nodes that are gone are ignored. */
  handle(event: ViewEvent): void;
  /** Sends what has collected without waiting for the end of the turn. */
  flush(): void;
  /** Takes the view out of the tree and stops all its effects. */
  dispose(): void;
}

/**
 * Renders `view` (a view node, text, array, piece, or reference to one) into the root of
 * `options.applier` and keeps it up to date.
 */
export function render(view: unknown, options: RenderOptions): RenderedView {
  return new Renderer(view, options);
}

class Renderer implements RenderedView, ViewContext {
  readonly reactivity: Reactivity;
  readonly #options: RenderOptions;
  readonly #targets = new Map<number, EventTargetPart>();
  /** The cells of what can be dragged, by node. */
  readonly #carried = new Map<number, unknown>();
  readonly #warned = new Set<string>();
  readonly #schedule: (flush: () => void) => void;
  #root: ChildList | undefined;
  #batch: unknown[] = [];
  #scheduled = false;
  #lastId = 0;

  constructor(view: unknown, options: RenderOptions) {
    this.reactivity = options.reactivity;
    this.#options = options;
    this.#schedule = options.schedule ?? ((flush) => queueMicrotask(flush));
    this.#root = new ChildList(this, [view], 0, 0);
    this.#root.insert(0, 0);
  }

  handle(event: ViewEvent): void {
    const target = this.#targets.get(event.node);
    if (event.kind === "event") {
      target?.handle(event.payload.type, this.#withCell(event.payload), event.turn);
    } else target?.handleBound(event.name, event.value, event.turn);
  }

  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#options.applier.apply(batch);
  }

  dispose(): void {
    this.#root?.remove();
    this.#root = undefined;
    this.flush();
  }

  nextId(): number {
    return ++this.#lastId;
  }

  emit(...operands: unknown[]): void {
    for (let i = 0; i < operands.length; i++) this.#batch.push(operands[i]);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  createPart(value: unknown, namespace: number): Part {
    if (isText(value) || isNothing(value)) return new TextPart(this, value);
    if (isVNode(value)) {
      if (elementVerdict(value.name, namespace).kind !== "drop") {
        return new ElementPart(this, value, namespace);
      }
      this.warnOnce(`element ${value.name}`, `Cannot render <${value.name}>: it is not allowed`);
      return new TextPart(this, undefined);
    }
    return new ReferencePart(this, value, namespace);
  }

  hear(id: number, target: EventTargetPart): void {
    this.#targets.set(id, target);
  }

  silence(id: number): void {
    this.#targets.delete(id);
    this.#carried.delete(id);
  }

  carry(id: number, cell: unknown): void {
    this.#carried.set(id, cell);
  }

  /** What was dragged comes as the cell that its source was given. */
  #withCell(payload: EventPayload): EventPayload {
    const { detail } = payload;
    if (!isRecord(detail) || typeof detail.source !== "number") return payload;
    const { source, ...rest } = detail;
    if (!this.#carried.has(source)) return payload;
    return { ...payload, detail: { ...rest, sourceCell: this.#carried.get(source) } };
  }

  warnOnce(topic: string, message: string): void {
    if (this.#warned.has(topic)) return;
    if (this.#warned.size < 1000) this.#warned.add(topic);
    this.#options.onWarning?.(message);
  }

  report(error: unknown): void {
    this.#options.onError?.(error);
  }
}
