/**
 * Renders one piece: its view, its name, and what keeps it from being shown. When the piece is
 * given another program, the new one takes over once it is here, and the data stays.
 */

import { render, type RenderedView, type VNode } from "@cf/html";
import { openPiece, rawResult, type Runtime, viewHost } from "@cf/runner";
import { isRecord } from "@cf/utils";
import { problemOf } from "../messages.ts";
import type { OpenPiece, PieceView, SpaceListener } from "./piece-host.ts";

/** Which piece of which runtime. */
export interface PieceAddress {
  readonly runtime: Runtime;
  readonly space: string;
  readonly piece: string;
  readonly listener: SpaceListener;
}

/** Shows a piece until it is closed. */
export function showPiece(address: PieceAddress, view: PieceView): OpenPiece {
  const { runtime, space, piece: id } = address;
  const piece = openPiece(runtime, id, space);
  const ends: (() => void)[] = [() => piece.release()];
  let rendered: RenderedView | undefined;
  let closed = false;

  const start = async () => {
    // Starting the piece tells at once what reading its parts would only show in places.
    const result = await runtime.whenReady(() => rawResult(runtime, id, space));
    if (closed) return;
    ends.push(piece.sink("$NAME", (name) => view.onName(typeof name === "string" ? name : "")));
    ends.push(followProgram(address, view));
    const hasView = typeof result === "object" && result !== null && "$UI" in result;
    rendered = render(hasView ? piece.reference("$UI") : withoutView(piece.reference()), {
      reactivity: viewHost(runtime),
      applier: view.applier,
      onWarning: (message) => console.warn(message),
      onError: (error) => runtime.reportError(error, "the view"),
    });
    rendered.flush();
    view.onReady();
  };

  start().catch((error) => {
    if (!closed) view.onFailure(problemOf(error));
  });

  return {
    handle: (event) => rendered?.handle(event),
    close: () => {
      closed = true;
      rendered?.dispose();
      for (const end of ends) end();
    },
  };
}

/** Restarts the piece whenever its record names another program, after that is loaded. */
function followProgram(
  { runtime, space, piece, listener }: PieceAddress,
  view: PieceView,
): () => void {
  let running: string | undefined;
  return runtime.effect(() => {
    const record = runtime.raw({ space, id: piece, scope: "space" });
    const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
    const wanted = JSON.stringify(pattern);
    const isFirst = running === undefined;
    if (wanted === running || typeof pattern.program !== "string") return;
    running = wanted;
    if (isFirst) return;
    runtime.programs.fetch(space, pattern.program).then(
      () => {
        if (running !== wanted) return;
        view.onReplaced();
        runtime.pieces.restart(space, piece);
        listener.onCompileProblems([]);
      },
      (error) => listener.onProblem(problemOf(error, "the piece's new program")),
    );
  });
}

/** A piece without a view still has a result worth seeing. */
function withoutView(result: object): VNode {
  const node = (name: string, props: VNode["props"], ...children: unknown[]): VNode => ({
    type: "vnode",
    name,
    props,
    children,
  });
  return node("cf-vstack", { gap: "2", padding: "4" }, [
    node("cf-text", { variant: "muted" }, "This piece has no view. Its result:"),
    node("pre", null, result),
  ]);
}
