/**
 * Errors reach code of others, which may look at what it caught. Nothing must lead from an error to
 * its class: behind a class stands the realm's own `Error`, which decides what every stack shows.
 */

const sealed = new WeakSet<object>();

/**
 * Cuts the way from the instances of an error class to the class, and freezes what they inherit.
 * `instanceof` stays what it was; `error.constructor` is what `Error.prototype` says.
 */
export function sealErrorClass(made: { readonly prototype: Error }): void {
  let prototype: object | null = made.prototype;
  while (prototype !== null && prototype !== Error.prototype && !sealed.has(prototype)) {
    sealed.add(prototype);
    delete (prototype as { constructor?: unknown }).constructor;
    for (const { value, get } of Object.values(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === "function") Object.freeze(value);
      if (get !== undefined) Object.freeze(get);
    }
    Object.freeze(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
}
