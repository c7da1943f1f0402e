/** The page at work: state, what changes it, and the worker behind it. */

import { render } from "lit";
import type { NamedSpace } from "@cf/protocol";
import { DomApplier } from "@cf/html/dom";
import {
  type PieceInfo,
  type Problem,
  problemOf,
  type SpaceInfo,
  type ToPage,
} from "../messages.ts";
import type { Actions } from "./actions.ts";
import { isTyping, ShortcutReader } from "./keyboard.ts";
import { rememberNames, withKnownNames } from "./known-names.ts";
import { parseRoute, type Route, routePath } from "./route.ts";
import {
  addToTray,
  CONNECTION,
  initialState,
  type PageState,
  pageTitle,
  withoutPieceProblems,
} from "./state.ts";
import { applyTheme, nextTheme, storedTheme } from "./theme.ts";
import { frameView } from "./views/frame.ts";
import { WorkerClient, type WorkerLike } from "./worker-client.ts";

/** Shows the page in `body` and follows its address. */
export class App implements Actions {
  readonly #body: HTMLElement;
  readonly #client: WorkerClient;
  readonly #shortcuts = new ShortcutReader();
  /** Where the piece is; a new one for each piece. */
  #container: HTMLElement = newContainer();
  #applier: DomApplier | undefined;
  #view = 0;
  #openSpace: string | undefined;
  #state: PageState;
  #renderDue = false;

  constructor(body: HTMLElement, startWorker: () => WorkerLike) {
    this.#body = body;
    this.#state = initialState(parseRoute(location.pathname), storedTheme(localStorage));
    applyTheme(this.#state.theme, document.documentElement, localStorage);
    this.#client = new WorkerClient({
      start: startWorker,
      onMessage: (message) => this.#receive(message),
      onStuck: (isStuck) => this.#update({ isStuck }),
      onCrash: (problem) => this.#report(problem),
    });
    this.#listen();
    this.#render();
  }

  navigate(route: Route): void {
    history.pushState(null, "", routePath(route));
    this.#showRoute(route);
    this.#body.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
  }

  createSpace(): void {
    this.#client.request("create-space").then(
      (space) => this.navigate({ kind: "space", space: (space as SpaceInfo).space }),
      (problem: Problem) => this.#report(problem),
    );
  }

  retry(): void {
    this.#openSpace = undefined;
    this.#showRoute(this.#state.route);
  }

  dismiss(id: number): void {
    this.#update({ tray: this.#state.tray.filter((entry) => entry.id !== id) });
  }

  dismissCompileProblems(): void {
    this.#update({ compileProblems: [] });
  }

  nextTheme(): void {
    const theme = nextTheme(this.#state.theme);
    applyTheme(theme, document.documentElement, localStorage);
    this.#update({ theme, announcement: `Theme: ${theme}` });
  }

  toggleHelp(): void {
    this.#update({ isHelpOpen: !this.#state.isHelpOpen });
  }

  restartWorker(): void {
    this.#openSpace = undefined;
    this.#client.restart();
  }

  #listen(): void {
    addEventListener("popstate", () => this.#showRoute(parseRoute(location.pathname)));
    document.addEventListener("click", (event) => this.#followLink(event));
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const shortcut = this.#shortcuts.press(event.key);
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run(this, this.#state.route);
    });
  }

  /** Links within the page change the route; links elsewhere open beside it. */
  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || !link.href || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin) {
      if (!/^https?:$/.test(url.protocol)) return;
      event.preventDefault();
      open(url.href, "_blank", "noopener,noreferrer");
      return;
    }
    if (url.pathname.startsWith("/api/") || (url.pathname === location.pathname && url.hash)) {
      return;
    }
    event.preventDefault();
    this.navigate(parseRoute(url.pathname));
  }

  #showRoute(route: Route): void {
    this.#closePiece();
    const space = route.kind === "home" ? undefined : route.space;
    const isNewSpace = space !== this.#openSpace;
    const { tray } = this.#state;
    const isElsewhere = routePath(route) !== routePath(this.#state.route);
    this.#update({
      route,
      tray: isElsewhere ? withoutPieceProblems(tray) : tray,
      piece: { state: "loading", name: this.#knownName(route) },
      ...(isNewSpace
        ? { pieces: { state: "loading" }, connection: undefined, named: undefined }
        : {}),
    });
    if (isNewSpace) {
      this.#client.send(
        space === undefined ? { type: "close-space" } : { type: "open-space", space },
      );
      this.#openSpace = space;
    }
    if (route.kind === "piece") this.#openPiece(route.piece);
    if (route.kind === "home") this.#listSpaces();
    document.title = pageTitle(this.#state);
  }

  #knownName(route: Route): string {
    const { pieces } = this.#state;
    if (route.kind !== "piece" || pieces.state !== "ready") return "";
    return pieces.value.find(({ piece }) => piece === route.piece)?.name ?? "";
  }

  #listSpaces(): void {
    this.#client.request("list-spaces").then(
      (value) => this.#update({ spaces: { state: "ready", value: value as readonly SpaceInfo[] } }),
      (problem: Problem) => this.#update({ spaces: { state: "failed", problem } }),
    );
  }

  #openPiece(piece: string): void {
    const view = ++this.#view;
    this.#container = newContainer();
    this.#applier = new DomApplier(this.#container, {
      onEvent: (event) => this.#client.send({ type: "view-event", view, event }),
    });
    this.#client.send({ type: "open-piece", view, piece });
  }

  #closePiece(): void {
    if (this.#applier === undefined) return;
    this.#client.send({ type: "close-piece", view: this.#view });
    this.#applier.dispose();
    this.#applier = undefined;
  }

  #receive(message: ToPage): void {
    switch (message.type) {
      case "ready":
        this.#update({ principal: message.principal });
        return this.#showRoute(this.#state.route);
      case "connection":
        return this.#showConnection(message.connection);
      case "pieces":
        if (message.space === this.#openSpace) this.#showPieces(message.space, message.pieces);
        return;
      case "space-named":
        return this.#showName(message.space, message.named);
      case "space-failed":
        return this.#failSpace(message.space, message.problem);
      case "problem":
        return this.#report(message.problem);
      case "compile-problems":
        return this.#update({ compileProblems: message.problems });
      case "navigate":
        return this.navigate(parseRoute(message.path));
      case "batch":
      case "piece-name":
      case "piece-ready":
      case "piece-failed":
      case "piece-replaced":
        if (message.view === this.#view) this.#receiveFromPiece(message);
    }
  }

  #receiveFromPiece(message: Extract<ToPage, { view: number }>): void {
    const { piece } = this.#state;
    switch (message.type) {
      case "batch":
        try {
          this.#applier?.apply(message.batch);
        } catch (error) {
          this.#report(problemOf(error, "the view"));
        }
        return;
      case "piece-name":
        this.#update({
          piece: { ...piece, name: message.name },
          // The first name comes before or after the view.
          ...(piece.name === "" && piece.state === "ready"
            ? { announcement: `${message.name} is open` }
            : {}),
        });
        document.title = pageTitle(this.#state);
        return;
      case "piece-ready":
        return this.#update({
          piece: { ...piece, state: "ready" },
          ...(piece.name === "" ? {} : { announcement: `${piece.name} is open` }),
        });
      case "piece-replaced":
        return this.#update({ tray: withoutPieceProblems(this.#state.tray) });
      case "piece-failed":
        return this.#update({ piece: { ...piece, state: "failed", problem: message.problem } });
    }
  }

  #showPieces(space: string, pieces: readonly PieceInfo[]): void {
    const value = withKnownNames(pieces, space, localStorage);
    this.#update({ pieces: { state: "ready", value } });
    rememberNames(pieces, space, localStorage);
  }

  #showName(space: string, named: NamedSpace): void {
    if (space !== this.#openSpace) return;
    this.#update({ named });
    document.title = pageTitle(this.#state);
  }

  #showConnection(connection: NonNullable<PageState["connection"]>): void {
    const before = this.#state.connection?.status;
    const changed = before !== undefined && before !== connection.status;
    // A closed connection was refused; what refused it is said in the page.
    const isTold = changed && connection.status !== "closed";
    const announcement = connection.status === "open" ? "Connected" : "Connection lost";
    this.#update({ connection, ...(isTold ? { announcement } : {}) });
  }

  #failSpace(space: string, problem: Problem): void {
    if (space !== this.#openSpace) return;
    this.#update({ pieces: { state: "failed", problem } });
    const { route, piece } = this.#state;
    if (route.kind !== "piece") return;
    if (piece.state === "loading") {
      this.#update({ piece: { ...piece, state: "failed", problem } });
    } else {
      // What is shown stays to be read; nothing that is done to it will be kept.
      this.#report({ ...problem, where: CONNECTION });
    }
  }

  #report(problem: Problem): void {
    this.#update({ tray: addToTray(this.#state.tray, problem) });
  }

  #update(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#renderDue) return;
    this.#renderDue = true;
    queueMicrotask(() => this.#render());
  }

  #render(): void {
    this.#renderDue = false;
    render(frameView({ state: this.#state, container: this.#container }, this), this.#body);
  }
}

function newContainer(): HTMLElement {
  const container = document.createElement("div");
  container.className = "cf-view piece";
  return container;
}
