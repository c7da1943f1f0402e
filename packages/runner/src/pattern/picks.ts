/** Factories that stand for one that is chosen when it is needed, told from all others. */

const picks = new WeakMap<object, () => unknown>();

/** Registers a factory that stands for what `pick` gives. */
export function registerPick(factory: object, pick: () => unknown): void {
  picks.set(factory, pick);
}

/** How to find what a factory stands for, if it stands for another. */
export function pickOf(value: unknown): (() => unknown) | undefined {
  return typeof value === "function" ? picks.get(value) : undefined;
}
