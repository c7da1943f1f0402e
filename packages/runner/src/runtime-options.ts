/** What a runtime is made of: the host's side of it. */

import type { NamedSpace, SpaceConnection } from "@cf/protocol";
import type { HostServices } from "./builtins/host.ts";
import type { ListOperation } from "./cell/cell.ts";
import type { CellState } from "./cell/state.ts";
import type { Site } from "./pattern/site.ts";
import type { ProgramSource } from "./piece/programs.ts";
import type { ErrorReport } from "./piece/stack.ts";

/** What a host gives a runtime. */
export interface RuntimeOptions extends HostServices {
  /** The session with the runtime's home space. */
  readonly connection: SpaceConnection;
  /**
   * Opens further spaces; without it other spaces are unknown. One that a pattern named is made if
   * there is none yet.
   */
  readonly connect?: (space: string, named?: NamedSpace) => SpaceConnection;
  /** Finds compiled programs by hash. */
  readonly programs?: ProgramSource;
  /** The time, in milliseconds since 1970. Default: the system's. */
  readonly nowMs?: () => number;
  /** How long one computation or handler may run, in milliseconds. Default 5000. */
  readonly budgetMs?: number;
  /** Called with errors of patterns: uncaught in a handler, or new in a computation. */
  readonly onError?: (report: ErrorReport) => void;
  /** Called with what patterns print, and the id of the piece that does. */
  readonly onConsole?: (
    level: ConsoleLevel,
    args: readonly unknown[],
    piece: string | undefined,
  ) => void;
  /** Runs each computation twice and reports those that give different answers. For tests. */
  readonly onDifference?: (text: string) => void;
  /** Called with explanations of what reads as undefined. */
  readonly onExplain?: (text: string) => void;
}

/** The levels of `console` in patterns. */
export type ConsoleLevel = "log" | "info" | "debug" | "warn" | "error";

/** How the runtime's parts make what authors hold. */
export interface Faces {
  cell(state: CellState): object;
  reference(state: CellState, symbols?: ReadonlyMap<symbol, unknown>): object;
  list(
    state: CellState,
    operation: ListOperation,
    fn: (...args: unknown[]) => unknown,
    site: Site | undefined,
  ): object;
  binding(state: CellState): object;
}
