/**
 * `wish<T>({ query, scope?, headless? })`: what others provide. The state is `{ pending, result?,
 * candidates, error?, [UI] }`: `result` is the candidate that was chosen in the view, at first the
 * first one.
 */

import { isRecord } from "@cf/utils";
import { cellOf } from "../../cell/faces.ts";
import { identityOf } from "../../cell/identity.ts";
import { CellState } from "../../cell/state.ts";
import { currentContext } from "../../context.ts";
import { makeStream } from "../../pattern/stream.ts";
import { Signal } from "../../reactive/mod.ts";
import type { VNode } from "../../pattern/view.ts";
import { RequestError } from "../errors.ts";
import { timerOf } from "../host.ts";
import { type Asking, partOf, plainOf, requestBuiltin } from "../request-node.ts";
import { directoryOf } from "./directory.ts";
import { parseQuery, type WishQuery } from "./query.ts";
import { taggedPlaces } from "./tagged.ts";
import { Ticker } from "./ticker.ts";

/** Finds and follows. */
export const wish = requestBuiltin("wish", (asking) => {
  const wishing = new Wishing(asking);
  return () => wishing.state();
}, { shaped: true });

/** A candidate: a place that lives on its own, or a value. */
type Candidate = CellState | { readonly value: unknown };

class Wishing {
  readonly #chosen = new Signal<string | undefined>(undefined);
  readonly #choices = new Map<string, object>();

  constructor(readonly asking: Asking) {}

  state(): object {
    const { runtime, request } = this.asking;
    const given = cellOf(request) === undefined ? request : plainOf(runtime, request);
    const query = isRecord(given) ? partOf(runtime, request, "query") : given;
    if (query === undefined || query === null || query === "") {
      return this.#show([], undefined, undefined);
    }
    const parsed = parseQuery(String(query));
    if (parsed === undefined) {
      return this.#show([], String(query), "a query is #name, with a path behind it if need be");
    }
    const extra = isRecord(given) ? partOf(runtime, request, "path") : undefined;
    const path = Array.isArray(extra) ? extra.map(String) : [];
    return this.#grant({ ...parsed, path: [...parsed.path, ...path] }, String(query));
  }

  #grant(query: WishQuery, text: string): object {
    const { runtime } = this.asking;
    if (query.name === "now") return this.#now(query.path[0]);
    const problems: string[] = [];
    const found = this.#spaces().flatMap((space) => {
      try {
        return this.#find(query, space);
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error)) throw error;
        problems.push(error.message);
        return [];
      }
    });
    if (found.length === 0) {
      return this.#show([], text, problems[0] ?? "no listed piece of the space has this tag");
    }
    const values = found.map((one) =>
      one instanceof CellState ? runtime.faces.reference(one) : one.value
    );
    return this.#show(values, text, undefined);
  }

  #now(step: string | undefined): object {
    const { runtime, builtins } = this.asking;
    const seconds = Math.floor(Number(step ?? 1));
    if (!(seconds >= 1 && seconds < Infinity)) {
      return this.#show([], `#now/${step}`, "#now/N has a step of N whole seconds");
    }
    const ticker = builtins.one(`now ${seconds}`, () => {
      const host = { nowMs: () => runtime.clock.nowMs(), after: timerOf(builtins.host) };
      return new Ticker(host, seconds * 1000);
    });
    return this.#show([ticker.get()], undefined, undefined);
  }

  #find({ name, path }: WishQuery, space: string): Candidate[] {
    const { runtime, frame } = this.asking;
    const directory = directoryOf(runtime, space);
    const references = (states: readonly CellState[]) =>
      Object.freeze(states.map((state) => runtime.faces.reference(state)));
    switch (name) {
      case "default":
      case "pieceregistry":
        return [valueAt(directory.value(), path)];
      case "mentionable":
      case "allpieces":
        return [valueAt(references(directory.pieces()), path)];
      case "recent":
        return [valueAt(references(directory.recent()), path)];
      case "profile":
        return [directory.profile.descend(path)];
      case "profilename":
        return [directory.profile.child("name")];
      case "profileavatar":
        return [directory.profile.child("avatar")];
      default:
        return taggedPlaces(directory.pieces(), name, frame.piece)
          .map((place) => place.descend(path));
    }
  }

  /** Where to look: `.` is this space, `~` the user's home, everything else a space by its name. */
  #spaces(): string[] {
    const { runtime, frame, request } = this.asking;
    const scope = isRecord(request) || cellOf(request) !== undefined
      ? partOf(runtime, request, "scope")
      : undefined;
    const given = (Array.isArray(scope) ? scope : [scope ?? "."]).map(String);
    const spaces = given.map((one) =>
      one === "~" || one === "profile"
        ? runtime.homeSpace
        : one.startsWith("did:")
        ? one
        : one === "." || one === ""
        ? frame.storage
        : runtime.spaceNamed(frame.storage, one)
    );
    return [...new Set(spaces)];
  }

  #show(candidates: readonly unknown[], text: string | undefined, problem: string | undefined) {
    const error = problem === undefined
      ? undefined
      : new RequestError("not-found", `Cannot find ${text}: ${problem}`, { data: { query: text } });
    const at = this.#chosenOf(candidates);
    return Object.freeze({
      pending: false,
      ...(candidates.length === 0 ? {} : { result: candidates[at] }),
      candidates: Object.freeze([...candidates]),
      ...(error === undefined ? {} : { error }),
      $UI: this.#view(candidates, at, error),
    });
  }

  #chosenOf(candidates: readonly unknown[]): number {
    if (candidates.length < 2) return 0;
    const chosen = this.#chosen.get();
    const at = candidates.findIndex((one) => identityOf(one) === chosen);
    return Math.max(0, at);
  }

  #view(candidates: readonly unknown[], at: number, error: RequestError | undefined): unknown {
    const { runtime, request } = this.asking;
    if (isRecord(request) && partOf(runtime, request, "headless") === true) return null;
    if (error !== undefined) return element("span", { class: "cf-wish-missing" }, error.message);
    const [only] = candidates;
    if (candidates.length < 2) return only === undefined ? null : shown(only);
    return element(
      "cf-vstack",
      { gap: "1" },
      ...candidates.map((one, index) =>
        element(
          "cf-button",
          { variant: index === at ? "primary" : "secondary", onClick: this.#choice(one) },
          nameOf(one),
        )
      ),
    );
  }

  /** The stream that chooses a candidate; the choice lives as long as the piece runs. */
  #choice(candidate: unknown): object {
    const key = identityOf(candidate);
    let stream = this.#choices.get(key);
    if (stream === undefined) {
      stream = makeStream(this.asking.frame, {}, () => {
        currentContext()!.transaction!.onCommitted.push(() => this.#chosen.set(key));
      });
      this.#choices.set(key, stream);
    }
    return stream;
  }
}

function valueAt(value: unknown, path: readonly string[]): Candidate {
  let current = value;
  for (const [depth, key] of path.entries()) {
    const state = cellOf(current);
    if (state !== undefined) return state.descend(path.slice(depth));
    const holds = typeof current === "object" && current !== null && Object.hasOwn(current, key);
    current = holds ? (current as Record<string, unknown>)[key] : undefined;
  }
  return { value: current };
}

function element(name: string, props: Record<string, unknown>, ...children: unknown[]): VNode {
  return Object.freeze({ type: "vnode", name, props: Object.freeze(props), children });
}

/** A link to a piece; a plain value as text. */
function shown(value: unknown): unknown {
  const state = cellOf(value);
  if (state !== undefined) {
    return element("cf-cell-link", { $cell: state.runtime.faces.cell(state) });
  }
  return typeof value === "object" ? null : String(value);
}

function nameOf(value: unknown): unknown {
  const state = cellOf(value);
  return state === undefined ? String(value) : state.runtime.faces.reference(state.child("$NAME"));
}
