/**
 * Events as plain data: what a handler in another thread may know about one.
 *
 * Only what handlers commonly read is copied, and nothing that structured cloning refuses.
 */

import type { EventPayload, EventTargetPayload } from "../view/operations.ts";

const KEYBOARD = ["key", "code", "repeat", "isComposing"];
const MODIFIERS = ["ctrlKey", "metaKey", "shiftKey", "altKey"];
const POINTER = ["button", "buttons", "clientX", "clientY", "pageX", "pageY", "offsetX", "offsetY"];
const TEXTUAL = ["data", "inputType", "pointerType", "deltaX", "deltaY"];

/** The payload for `event`, as heard by `current`. */
export function payloadOf(event: Event, current: Element): EventPayload {
  const payload: Record<string, unknown> = { type: event.type };
  const source = event as unknown as Record<string, unknown>;
  for (const names of [KEYBOARD, MODIFIERS, POINTER, TEXTUAL]) {
    for (const name of names) {
      if (name in source && isPlain(source[name])) payload[name] = source[name];
    }
  }
  if (event instanceof CustomEvent || "detail" in source) {
    const detail = plainCopy(source.detail, 16);
    if (detail !== undefined && detail !== null) payload.detail = detail;
  }
  const target = event.target instanceof Element ? event.target : current;
  payload.target = targetOf(target, event);
  payload.currentTarget = target === current ? payload.target : targetOf(current, event);
  const transfer = (event as DragEvent).dataTransfer;
  if (transfer) payload.dataTransfer = transferOf(transfer);
  return payload as unknown as EventPayload;
}

function targetOf(element: Element, event: Event): EventTargetPayload {
  const target: Record<string, unknown> = {
    tagName: element.tagName,
    dataset: { ...(element as HTMLElement).dataset },
  };
  const source = element as unknown as Record<string, unknown>;
  if (element.id !== "") target.id = element.id;
  for (const name of ["value", "checked", "name", "open", "selectedIndex", "valueAsNumber"]) {
    if (!(name in source)) continue;
    const value = plainCopy(source[name], 16);
    if (value !== undefined && !Number.isNaN(value)) target[name] = value;
  }
  if (element instanceof HTMLFormElement && event.type === "submit") {
    target.formData = formData(element);
  }
  const files = (element as HTMLInputElement).files;
  if (files) target.files = Array.from(files, describeFile);
  return target as EventTargetPayload;
}

function formData(form: HTMLFormElement): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, value] of new FormData(form)) {
    const plain = typeof value === "string" ? value : describeFile(value);
    data[name] = name in data ? [data[name], plain].flat() : plain;
  }
  return data;
}

function transferOf(transfer: DataTransfer): Record<string, unknown> {
  return {
    text: transfer.getData("text/plain"),
    types: [...transfer.types],
    dropEffect: transfer.dropEffect,
    effectAllowed: transfer.effectAllowed,
    files: Array.from(transfer.files, describeFile),
  };
}

function describeFile(file: File): Record<string, unknown> {
  return { name: file.name, size: file.size, type: file.type };
}

/** A plain copy of `value`; functions, nodes and what is nested too deep are left out. */
function plainCopy(value: unknown, depthMax: number): unknown {
  if (isPlain(value)) return value;
  if (typeof value !== "object" || value === null || depthMax === 0) return undefined;
  if (Array.isArray(value)) return value.map((item) => plainCopy(item, depthMax - 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = plainCopy((value as Record<string, unknown>)[key], depthMax - 1);
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean" || typeof value === "bigint";
}
