/** Mounts a view on the headless tree with the test's reactive system. */

import type { VNode } from "@cf/utils";
import { TreeApplier } from "../src/tree/tree-applier.ts";
import { render, type RenderedView } from "../src/view/renderer.ts";
import { signals } from "./signals.ts";

export { Cell, Derived, Keyed, live, signals, Stream } from "./signals.ts";

/** A view node. */
export function h(name: string, props?: VNode["props"], ...children: unknown[]): VNode {
  return { type: "vnode", name, props: props ?? null, children };
}

/** A mounted view, flushed once, with everything it said. */
export function mount(
  node: unknown,
  options: { readonly onIdentity?: () => void } = {},
): { tree: TreeApplier; view: RenderedView; warnings: string[]; errors: unknown[] } {
  const tree = new TreeApplier();
  const warnings: string[] = [];
  const errors: unknown[] = [];
  const view = render(node, {
    reactivity: {
      ...signals,
      identity: (value) => {
        options.onIdentity?.();
        return signals.identity(value);
      },
    },
    applier: tree,
    onWarning: (message) => warnings.push(message),
    onError: (error) => errors.push(error),
  });
  tree.onEvent = (event) => view.handle(event);
  view.flush();
  return { tree, view, warnings, errors };
}
