/** Keyboard shortcuts: one table that the handler and the help list share. */

import type { Actions } from "./actions.ts";
import type { Route } from "./route.ts";

/** One shortcut: keys pressed one after the other. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly description: string;
  readonly run: (actions: Actions, route: Route) => void;
}

/** All shortcuts. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ["?"],
    description: "Show or hide this list",
    run: (actions) => actions.toggleHelp(),
  },
  {
    keys: ["g", "h"],
    description: "Go to the spaces",
    run: (actions) => actions.navigate({ kind: "home" }),
  },
  {
    keys: ["g", "p"],
    description: "Go to the pieces of this space",
    run: (actions, route) => {
      if (route.kind !== "home") actions.navigate({ kind: "space", space: route.space });
    },
  },
  {
    keys: ["t"],
    description: "Switch between light, dark and the system's theme",
    run: (actions) => actions.nextTheme(),
  },
];

/** Recognizes shortcuts in a stream of key presses. */
export class ShortcutReader {
  #typed: string[] = [];

  /** The shortcut that `key` completes, if any. */
  press(key: string): Shortcut | undefined {
    const typed = [...this.#typed, key];
    const complete = SHORTCUTS.find(({ keys }) => equal(keys, typed));
    if (complete !== undefined) {
      this.#typed = [];
      return complete;
    }
    const begun = SHORTCUTS.some(({ keys }) => equal(keys.slice(0, typed.length), typed));
    if (!begun && typed.length > 1) {
      this.#typed = [];
      return this.press(key);
    }
    this.#typed = begun ? typed : [];
    return undefined;
  }
}

/** Whether a key press belongs to what is being written, not to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
