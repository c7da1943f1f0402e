/** Renders one piece: its view, its name, and what keeps it from being shown. */

import { render, type RenderedView, type VNode } from "@cf/html";
import { openPiece, rawResult, type Runtime, viewHost } from "@cf/runner";
import { problemOf } from "../messages.ts";
import type { OpenPiece, PieceView } from "./piece-host.ts";

/** Which piece of which runtime. */
export interface PieceAddress {
  readonly runtime: Runtime;
  readonly space: string;
  readonly piece: string;
}

/** Shows a piece until it is closed. */
export function showPiece(address: PieceAddress, view: PieceView): OpenPiece {
  const { runtime, space, piece: id } = address;
  const piece = openPiece(runtime, id, space);
  let rendered: RenderedView | undefined;
  let stopNaming: (() => void) | undefined;
  let closed = false;

  const start = async () => {
    // Starting the piece tells at once what reading its parts would only show in places.
    const result = await runtime.whenReady(() => rawResult(runtime, id, space));
    if (closed) return;
    stopNaming = piece.sink("$NAME", (name) => view.onName(typeof name === "string" ? name : ""));
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
      stopNaming?.();
      rendered?.dispose();
      piece.release();
    },
  };
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
