/** What a person can do on the page; the views call these. */

import type { Route } from "./route.ts";

/** The page's actions. */
export interface Actions {
  navigate(route: Route): void;
  createSpace(): void;
  /** Fetches again what could not be fetched. */
  retry(): void;
  dismiss(id: number): void;
  dismissCompileProblems(): void;
  nextTheme(): void;
  toggleHelp(): void;
  restartWorker(): void;
}
