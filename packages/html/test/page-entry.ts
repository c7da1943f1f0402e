/** What runs in the browser page of the tests: views on signals, and the real elements. */

import "../elements.ts";
import { CONTENT_CSS, TOKENS_CSS } from "../styles.ts";
import { DomApplier } from "../dom.ts";
import { render, type RenderedView } from "../src/view/renderer.ts";
import { Cell, Derived, Keyed, signals, Stream } from "./signals.ts";
import { type Described, joinTexts, type Spec, SpecCells } from "./random-view.ts";
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

let shown: ReturnType<typeof show> | undefined;
let cells = new SpecCells();

function showSpec(spec: Spec, contents: readonly Spec[]): void {
  shown?.view.dispose();
  cells = new SpecCells();
  contents.forEach((content, n) => cells.set(n, content));
  shown = show(cells.build(spec));
}

function setCell(n: number, spec: Spec): void {
  cells.set(n, spec);
  shown?.view.flush();
}

/**
 * The page's tree in the terms of `expected`: of attributes and properties those that it names,
 * because elements add their own, and of an element of the design what is in it, not its shadow.
 */
function describePage(expected: readonly (Described | string)[]): (Described | string)[] {
  return describeChildren(document.querySelector("#root")!, expected);
}

function describeChildren(
  parent: Element,
  expected: readonly (Described | string)[],
): (Described | string)[] {
  let element = 0;
  const likes = expected.filter((one) => typeof one !== "string");
  return joinTexts(
    [...parent.childNodes].map((node) =>
      node instanceof Element ? describeElement(node, likes[element++]) : node.textContent ?? ""
    ),
  );
}

function describeElement(element: Element, like: Described | undefined): Described {
  const isOwn = element.localName.startsWith("cf-");
  const names = isOwn ? Object.keys(like?.attributes ?? {}) : element.getAttributeNames();
  const attributes = names.filter((name) => element.hasAttribute(name)).map((name) =>
    [name, name === "style" ? like?.attributes.style ?? "" : element.getAttribute(name)!] as const
  );
  const properties = Object.keys(like?.properties ?? {}).map((name) =>
    [name, (element as unknown as Record<string, unknown>)[name]] as const
  );
  return {
    tag: element.localName,
    attributes: Object.fromEntries(attributes),
    properties: Object.fromEntries(properties),
    children: describeChildren(element, like?.children ?? []),
  };
}

Object.assign(globalThis, {
  showSpec,
  setCell,
  describePage,
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
