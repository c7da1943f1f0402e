/** Light, dark, or what the system says; remembered for this browser. */

/** The choices, in the order in which the switch goes through them. */
const THEMES = ["system", "light", "dark"] as const;

/** A choice of theme. */
export type Theme = (typeof THEMES)[number];

const KEY = "cf-theme";

/** The remembered choice. */
export function storedTheme(storage: Storage): Theme {
  const stored = storage.getItem(KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

/** Shows `theme` and remembers it. */
export function applyTheme(theme: Theme, root: HTMLElement, storage: Storage): void {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  storage.setItem(KEY, theme);
}

/** The choice after `theme`. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}
