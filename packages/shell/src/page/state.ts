/** What the page shows, as one value. */

import type { ConnectionInfo, PieceInfo, Problem, SpaceInfo } from "../messages.ts";
import type { NamedSpace } from "@cf/protocol";
import type { Route } from "./route.ts";
import type { Theme } from "./theme.ts";

/** Something that is fetched. */
export type Loadable<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly problem: Problem };

/** The piece at the present address. */
export interface ShownPiece {
  readonly state: "loading" | "ready" | "failed";
  readonly name: string;
  readonly problem?: Problem;
}

/** A problem in the tray; `count` says how often it came. */
export interface TrayEntry {
  readonly id: number;
  readonly problem: Problem;
  readonly count: number;
}

/** Everything that the page shows. */
export interface PageState {
  readonly route: Route;
  readonly principal: string;
  readonly connection: ConnectionInfo | undefined;
  /** What patterns of another space name the open one by, if they do. */
  readonly named: NamedSpace | undefined;
  readonly spaces: Loadable<readonly SpaceInfo[]>;
  readonly pieces: Loadable<readonly PieceInfo[]>;
  readonly piece: ShownPiece;
  readonly tray: readonly TrayEntry[];
  readonly compileProblems: readonly Problem[];
  readonly theme: Theme;
  readonly isHelpOpen: boolean;
  readonly isStuck: boolean;
  /** What a screen reader is told, beyond what it finds. */
  readonly announcement: string;
}

/** A page at the start. */
export function initialState(route: Route, theme: Theme): PageState {
  return {
    route,
    principal: "",
    connection: undefined,
    named: undefined,
    spaces: { state: "loading" },
    pieces: { state: "loading" },
    piece: { state: "loading", name: "" },
    tray: [],
    compileProblems: [],
    theme,
    isHelpOpen: false,
    isStuck: false,
    announcement: "",
  };
}

/** The most problems in the tray at once. */
const TRAY_MAX = 5;

/** The tray with one more problem; the same one again only counts up. */
export function addToTray(tray: readonly TrayEntry[], problem: Problem): readonly TrayEntry[] {
  const known = tray.find((entry) =>
    entry.problem.message === problem.message && entry.problem.where === problem.where
  );
  if (known !== undefined) {
    return tray.map((entry) => entry === known ? { ...entry, count: entry.count + 1 } : entry);
  }
  const id = (tray.at(-1)?.id ?? 0) + 1;
  return [...tray, { id, problem, count: 1 }].slice(-TRAY_MAX);
}

/** Where problems of the connection happen. */
export const CONNECTION = "the connection";

/** The tray without what pieces and their programs caused; what the connection did stays. */
export function withoutPieceProblems(tray: readonly TrayEntry[]): readonly TrayEntry[] {
  return tray.filter(({ problem }) => problem.where === CONNECTION);
}

/** The document's title: a piece is called what it calls itself. */
export function pageTitle(state: PageState): string {
  switch (state.route.kind) {
    case "home":
      return "Cell Fabric";
    case "space":
      return `Pieces of ${spaceName(state.route.space, state.named)}`;
    case "piece":
      return state.piece.name || "Cell Fabric";
  }
}

/** A DID as people compare it: its beginning and its end. */
export function shortDid(did: string): string {
  const text = did.replace(/^did:key:/, "");
  return text.length <= 14 ? text : `${text.slice(0, 6)}…${text.slice(-4)}`;
}

/** A space as people call it: by the name that patterns have for it, else by its DID. */
export function spaceName(space: string, named: NamedSpace | undefined): string {
  // A space of one piece's own has the id of that for its name, which says nothing to people.
  return named === undefined || isPieceId(named.name) ? shortDid(space) : named.name;
}

function isPieceId(name: string): boolean {
  return name.startsWith("piece:");
}
