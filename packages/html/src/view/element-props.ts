/**
 * The props of one element: attributes, properties, style, handlers and two-way bindings.
 *
 * A prop whose value is an object may be a reference and gets an effect of its own, so that a
 * change of one touches nothing else. Handlers are looked up when an event arrives.
 */

import { isCatalogued, propertyOf } from "../elements/catalogue.ts";
import { allowedAttribute } from "../policy/attributes.ts";
import { cleanStyle, styleText } from "../policy/css.ts";
import { changeEvents } from "./change-events.ts";
import { Binding } from "./binding.ts";
import { followCellLink } from "./cell-link.ts";
import { Op } from "./operations.ts";
import { errorMessage, type EventTargetPart, type ViewContext } from "./part.ts";
import { type PropertyKind, propertyKind } from "./property-kind.ts";
import { isObjectLike, isSame, resolveDeep, resolveFully } from "./reactivity.ts";

type Props = Readonly<Record<string, unknown>>;

/** Applies props to one element and keeps them up to date. */
export class ElementProps implements EventTargetPart {
  readonly #context: ViewContext;
  readonly #id: number;
  readonly #tag: string;
  #props: Props = {};
  #effects: Map<string, () => void> | undefined;
  #handlers: Map<string, unknown> | undefined;
  #bindings: Map<string, Binding> | undefined;
  #linked: unknown;
  /** The props that could not be computed. */
  #failing: Set<string> | undefined;
  #heard = false;
  /** The user's changes of `value` that were heard of. */
  #turn = 0;

  constructor(context: ViewContext, id: number, tag: string) {
    this.#context = context;
    this.#id = id;
    this.#tag = tag;
  }

  /** Sets all props but those that wait for the children. */
  set(props: Props): void {
    this.#props = props;
    for (const prop in props) if (!isLate(this.#tag, prop)) this.#setProp(prop, props[prop]);
  }

  /** Sets the props that need the children, and each only if it has not been set. */
  setLate(props: Props): void {
    for (const prop in props) if (isLate(this.#tag, prop)) this.#setProp(prop, props[prop]);
  }

  /** Changes the props that differ; late ones follow by {@linkcode ElementProps.setLate}. */
  update(props: Props): void {
    const old = this.#props;
    this.#props = props;
    for (const prop in old) {
      if (!(prop in props)) this.#unset(prop);
    }
    for (const prop in props) {
      if (isLate(this.#tag, prop) || isSame(this.#context.reactivity, old[prop], props[prop])) {
        continue;
      }
      this.#setProp(prop, props[prop]);
    }
  }

  dispose(): void {
    if (this.#heard) this.#context.silence(this.#id);
    if (this.#effects !== undefined) { for (const stop of this.#effects.values()) stop(); }
    if (this.#bindings !== undefined) { for (const one of this.#bindings.values()) one.dispose(); }
    this.#effects = undefined;
    this.#bindings = undefined;
  }

  handle(type: string, payload: unknown, turn?: number): void {
    if (turn !== undefined) this.#turn = turn;
    const handler = this.#handlers?.get(type);
    if (handler === undefined) return;
    const { reactivity } = this.#context;
    try {
      const target = reactivity.isStream(handler) ? handler : resolveFully(reactivity, handler);
      if (reactivity.isStream(target)) reactivity.send(target, payload);
      else if (typeof target === "function") target(payload);
    } catch (error) {
      this.#context.report(error);
    }
  }

  handleBound(name: string, value: unknown, turn: number): void {
    const binding = this.#bindings?.get(name);
    if (binding?.isDisposed === false) binding.receive(value, turn);
  }

  #setProp(prop: string, value: unknown): void {
    const kind = propertyKind(this.#tag, prop);
    if (kind.kind === "skip") return;
    if (kind.kind === "markup") {
      this.#context.warnOnce(
        `attribute ${this.#tag} ${prop}`,
        `Cannot set ${prop} on <${this.#tag}>: a text never becomes markup; write elements, or ` +
          "<cf-markdown content={text} />",
      );
      return;
    }
    if (kind.kind === "event") {
      this.#listen(kind.name, value);
      return;
    }
    if (kind.kind === "bind") {
      this.#bind(kind.name, value);
      return;
    }
    this.#effects?.get(prop)?.();
    if (!isObjectLike(value)) {
      this.#effects?.delete(prop);
      this.#write(kind, value);
      return;
    }
    let last: unknown = NEVER;
    this.#effects ??= new Map();
    this.#effects.set(
      prop,
      this.#context.reactivity.effect(() => {
        try {
          const plain = this.#plain(value);
          this.#mend(prop);
          if (!isObjectLike(plain) && Object.is(plain, last)) return;
          last = plain;
          this.#write(kind, plain);
        } catch (error) {
          this.#fail(prop, error);
        }
      }),
    );
  }

  /** The plain value of a dynamic prop. */
  #plain(value: unknown): unknown {
    const plain = resolveFully(this.#context.reactivity, value);
    return isObjectLike(plain) ? resolveDeep(this.#context.reactivity, plain) : plain;
  }

  #unset(prop: string): void {
    const kind = propertyKind(this.#tag, prop);
    this.#effects?.get(prop)?.();
    this.#effects?.delete(prop);
    if (kind.kind === "event") {
      this.#handlers?.delete(kind.name);
      this.#context.emit(Op.unlisten, this.#id, kind.name);
    } else if (kind.kind === "bind") {
      this.#bindings?.get(kind.name)?.dispose();
    } else if (kind.kind !== "skip" && kind.kind !== "markup") {
      this.#write(kind, undefined);
    }
  }

  #write(kind: PropertyKind, value: unknown): void {
    if (kind.kind === "style") {
      const css = typeof value === "object" && value !== null
        ? styleText(value as Props)
        : value === undefined || value === null || value === false
        ? ""
        : String(value);
      this.#context.emit(Op.style, this.#id, cleanStyle(css));
    } else if (kind.kind === "property") {
      const plain = this.#propertyValue(kind.name, value);
      if (this.#isField(kind.name)) this.#writeField(kind.name, plain);
      else this.#context.emit(Op.property, this.#id, kind.name, plain);
    } else {
      this.#context.emit(Op.attribute, this.#id, kind.name, this.#attributeValue(kind.name, value));
    }
  }

  /** Whether the user changes the property too, and a handler hears of it. */
  #isField(name: string): boolean {
    if (name !== "value" || this.#handlers === undefined || !isBindable(this.#tag)) return false;
    return changeEvents(this.#tag, name).some((type) => this.#handlers!.has(type));
  }

  #writeField(name: string, value: unknown): void {
    const isSettled = this.#context.reactivity.isHandling?.() !== true;
    this.#context.emit(Op.field, this.#id, name, value, this.#turn, isSettled);
  }

  #propertyValue(name: string, value: unknown): unknown {
    const property = propertyOf(this.#tag, name);
    if (property !== undefined) return property.convert(value);
    if (name === "value") return value === undefined || value === null ? "" : value;
    return name === "volume" || name === "currentTime" || name === "selectedIndex"
      ? Number(value)
      : value !== undefined && value !== null && value !== false;
  }

  #attributeValue(name: string, value: unknown): string | null {
    if (value === undefined || value === null || (value === "" && name === "src")) return null;
    if (value === false && !SPELLED_OUT.test(name)) return null;
    const text = value === true && !SPELLED_OUT.test(name)
      ? ""
      : isObjectLike(value)
      ? listText(value)
      : String(value);
    const allowed = allowedAttribute(this.#tag, name, text);
    if (allowed === null) {
      this.#context.warnOnce(
        `attribute ${this.#tag} ${name}`,
        `Cannot set ${name} on <${this.#tag}>: the attribute or its value is not allowed`,
      );
    }
    return allowed;
  }

  #listen(type: string, handler: unknown): void {
    if (handler === undefined || handler === null || typeof handler === "boolean") {
      if (this.#handlers?.delete(type)) this.#context.emit(Op.unlisten, this.#id, type);
      return;
    }
    // A text is no handler; what it says is not run.
    if (!isObjectLike(handler)) return;
    this.#hear();
    this.#handlers ??= new Map();
    const known = this.#handlers.has(type);
    this.#handlers.set(type, handler);
    if (!known) this.#context.emit(Op.listen, this.#id, type);
  }

  #bind(name: string, cell: unknown): void {
    if (name === "cell") {
      if (this.#tag === "cf-cell-link") this.#linkTo(cell);
      if (this.#tag === "cf-drag-source") this.#carry(cell);
      return;
    }
    if (!isBindable(this.#tag)) return;
    const known = this.#bindings?.get(name);
    const isBound = known !== undefined && !known.isDisposed;
    if (isBound && isSame(this.#context.reactivity, known.cell, cell)) return;
    known?.dispose();
    this.#hear();
    if (known === undefined) this.#context.emit(Op.bind, this.#id, name);
    this.#bindings ??= new Map();
    const property = propertyOf(this.#tag, name);
    this.#bindings.set(
      name,
      new Binding(this.#context, {
        id: this.#id,
        name,
        cell,
        convert: property?.convert ?? nativeValue,
        fail: (error) => this.#fail(name, error),
      }, known),
    );
  }

  #linkTo(cell: unknown): void {
    if (this.#linked !== undefined && isSame(this.#context.reactivity, this.#linked, cell)) return;
    this.#linked = cell;
    this.#effects ??= new Map();
    this.#effects.get("cell")?.();
    this.#effects.set(
      "cell",
      followCellLink(this.#context, {
        id: this.#id,
        cell,
        hasLabel: this.#props.label !== undefined,
        hasHref: this.#props.href !== undefined,
      }),
    );
  }

  /** The page tells which source was dropped by the number that it is given here. */
  #carry(cell: unknown): void {
    this.#hear();
    this.#context.carry(this.#id, cell);
    this.#context.emit(Op.property, this.#id, "source", this.#id);
  }

  #hear(): void {
    if (this.#heard) return;
    this.#heard = true;
    this.#context.hear(this.#id, this);
  }

  /** Shows on the element itself that one of its props could not be computed. */
  #fail(prop: string, error: unknown): void {
    (this.#failing ??= new Set()).add(prop);
    this.#context.emit(Op.attribute, this.#id, "data-cf-error", errorMessage(error));
    this.#context.report(error);
  }

  /** The mark goes with the last prop that could not be computed. */
  #mend(prop: string): void {
    if (!this.#failing?.delete(prop) || this.#failing.size > 0) return;
    this.#context.emit(Op.attribute, this.#id, "data-cf-error", undefined);
  }
}

const NEVER = Symbol("never");

/** Attributes for which `true` and `false` are words. */
const SPELLED_OUT = /^(?:aria-|data-)|^(?:contenteditable|draggable|spellcheck)$/;

/** Whether a prop takes effect only when the children are there, or after `type`, `min`, `max`. */
function isLate(tag: string, prop: string): boolean {
  if (prop.charCodeAt(0) === 36 || (prop === "cell" && tag.startsWith("cf-"))) return true;
  return (tag === "select" || tag === "input") && (prop === "value" || prop === "checked");
}

function isBindable(tag: string): boolean {
  return isCatalogued(tag) || NATIVE_BINDABLE.has(tag);
}

const NATIVE_BINDABLE = new Set(["input", "textarea", "select", "details", "dialog"]);

function nativeValue(value: unknown): unknown {
  return value === undefined || value === null ? "" : value;
}

function listText(value: object): string {
  if (Array.isArray(value)) return value.filter((item) => item && item !== true).join(" ");
  return Object.entries(value).filter(([, on]) => on).map(([name]) => name).join(" ");
}
