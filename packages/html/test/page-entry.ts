/** What runs in the browser page of the tests: views on signals, and the real elements. */

import "../elements.ts";
import { CONTENT_CSS, TOKENS_CSS } from "../styles.ts";
import { DomApplier } from "../dom.ts";
import { render, type RenderedView } from "../src/view/renderer.ts";
import { Cell, Derived, Keyed, signals, Stream } from "./signals.ts";
import { h } from "./view.ts";

const style = document.createElement("style");
style.textContent = TOKENS_CSS + CONTENT_CSS;
document.head.append(style);

function show(view: unknown): { view: RenderedView; applier: DomApplier; warnings: string[] } {
  const root = document.querySelector("#root")!;
  root.replaceChildren();
  const warnings: string[] = [];
  const applier = new DomApplier(root, { onEvent: (event) => rendered.handle(event) });
  const rendered = render(view, {
    reactivity: signals,
    // As between a worker and the page: operations cross as structured clones.
    applier: { apply: (batch) => applier.apply(structuredClone(batch)) },
    onWarning: (message) => warnings.push(message),
    onError: (error) => console.error(error),
  });
  rendered.flush();
  return { view: rendered, applier, warnings };
}

Object.assign(globalThis, {
  Cell,
  Derived,
  Keyed,
  Stream,
  h,
  show,
  signals,
  DomApplier,
  ready: true,
});
