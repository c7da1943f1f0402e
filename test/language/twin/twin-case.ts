/**
 * Runs a body twice: on the runtime, and as the plain JavaScript that its text is. After each
 * change of the argument, and each click, both must show the same.
 */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import { render, TreeApplier, type TreeElement } from "@cf/html";
import { viewHost } from "@cf/runner";
import ts from "typescript";
import { Model, PlainCell, plainLibrary } from "./plain-library.ts";

/** A body, and what happens to it. */
export interface TwinCase {
  readonly name: string;
  /** The view that the body returns. */
  readonly ui: string;
  /** Statements before. */
  readonly body?: string;
  /** Code of the module. */
  readonly prelude?: string;
  /** How the body takes its argument; `state` by default. */
  readonly parameter?: string;
}

/** What many bodies are tried on. */
export interface Stage {
  /** The types of the module; `State` is the argument's. */
  readonly types: string;
  readonly argument: Readonly<Record<string, unknown>>;
  /** Inputs that are cells. */
  readonly cells?: readonly string[];
  readonly parameter?: string;
}

/** Writes a place of the argument; `undefined` takes it out. */
export type Change = readonly [path: readonly (string | number)[], value: unknown];

/** Some changes at once, or a click on the element with an id. */
export type TwinStep = readonly Change[] | { readonly click: string; readonly event?: object };

const NAMES = "action, Cell, computed, handler, ifElse, lift, pattern, str, UI, unless, when, " +
  "Writable, type Default, type Stream, type VNode";

function sourceOf(test: TwinCase, stage: Stage): string {
  const parameter = test.parameter ?? stage.parameter ?? "state";
  return `import { ${NAMES} } from "commonfabric";
${stage.types}
${test.prelude ?? ""}
export default pattern<State>((${parameter}) => {
${test.body ?? ""}
return { [UI]: ${test.ui} };
});
`;
}

/** Runs one case; throws an assertion error that names the step. */
export async function runTwin(
  test: TwinCase,
  stage: Stage,
  { steps, folder }: { steps: readonly TwinStep[]; folder: string },
): Promise<void> {
  const source = sourceOf(test, stage);
  const path = `${folder}/body.tsx`;
  await Deno.writeTextFile(path, source);
  const problems: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onFinding: (text) => problems.push(text),
    onError: ({ error }) => problems.push(String(error)),
    onDifference: (text) => problems.push(text),
  });
  const twin = new PlainTwin(source, stage, viewHost(fabric.runtime));
  const tree = new TreeApplier();
  try {
    const piece = await fabric.run(path, { argument: structuredClone(stage.argument) });
    const host = { reactivity: viewHost(fabric.runtime), applier: tree };
    const view = render(piece.reference(), host);
    tree.onEvent = (event) => view.handle(event);
    for (const step of [[], ...steps]) {
      const at = `${test.name}, after ${JSON.stringify(step)}`;
      if ("click" in step) {
        assert.equal(twin.click(step.click, step.event), click(tree, step.click, step.event), at);
      } else {
        for (const [place, value] of step.filter(([place]) => twin.has(place))) {
          twin.model.write(place, value);
          await piece.setArgument(place, value);
        }
      }
      await fabric.idle();
      view.flush();
      assert.equal(htmlOf(tree), twin.show(), at);
      assert.deepEqual(problems, [], at);
    }
    view.dispose();
    piece.release();
  } finally {
    await fabric.close();
  }
}

/** Clicks the element with this id; whether there is one. */
function click(tree: TreeApplier, id: string, event: object | undefined): boolean {
  const [element] = tree.findAll(`#${id}`);
  if (element === undefined) return false;
  tree.dispatch(element, "click", event as Record<string, unknown> | undefined);
  return true;
}

/** The tree as HTML with sorted attributes: in which order they were set does not show. */
function htmlOf(tree: TreeApplier): string {
  for (const element of tree.findAll("*")) sortAttributes(element);
  return tree.toHtml();
}

function sortAttributes({ attributes }: TreeElement): void {
  const sorted = [...attributes].sort(([a], [b]) => a < b ? -1 : 1);
  attributes.clear();
  for (const [name, value] of sorted) attributes.set(name, value);
}

type Node = { type: "vnode"; name: string; props: Record<string, unknown>; children: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && value.type === "vnode";
}

/** The plain side. */
class PlainTwin {
  readonly model: Model;
  readonly #main: (state: unknown) => Record<string, unknown>;
  readonly #stage: Stage;
  readonly #reactivity: ReturnType<typeof viewHost>;
  #handlers = new Map<string, (event: unknown) => unknown>();

  constructor(source: string, stage: Stage, reactivity: ReturnType<typeof viewHost>) {
    this.model = new Model(stage.argument);
    this.#stage = stage;
    this.#reactivity = reactivity;
    const { outputText } = ts.transpileModule(source, {
      fileName: "body.tsx",
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        jsx: ts.JsxEmit.React,
        jsxFactory: "h",
        jsxFragmentFactory: "Fragment",
      },
    });
    const exports: { default?: (state: unknown) => Record<string, unknown> } = {};
    const library = plainLibrary(this.model);
    const fragment = ({ children }: { children: unknown }) => children;
    new Function("require", "exports", "h", "Fragment", outputText)(
      () => library,
      exports,
      element,
      fragment,
    );
    this.#main = exports.default!;
  }

  /** Whether a change can be made now: it needs a place to be in. */
  has(path: readonly (string | number)[]): boolean {
    const parent = new PlainCell(this.model.argument, path.slice(0, -1)).get();
    return typeof parent === "object" && parent !== null &&
      !(Array.isArray(parent) && Number(path.at(-1)) > parent.length);
  }

  click(id: string, event: object = {}): boolean {
    const handler = this.#handlers.get(id);
    handler?.({ type: "click", ...event });
    return handler !== undefined;
  }

  show(): string {
    const given: Record<string, unknown> = structuredClone(this.model.argument);
    for (const name of this.#stage.cells ?? []) {
      given[name] = new PlainCell(this.model.argument, [name]);
    }
    this.model.made = 0;
    this.#handlers = new Map();
    const tree = new TreeApplier();
    const view = render(this.#plain(this.#main(given).$UI), {
      reactivity: this.#reactivity,
      applier: tree,
    });
    view.flush();
    const html = htmlOf(tree);
    view.dispose();
    return html;
  }

  /** The view without cells and handlers; the handlers are kept by the id of their element. */
  #plain(value: unknown): unknown {
    if (value instanceof PlainCell) return this.#plain(value.get());
    if (Array.isArray(value)) return value.map((each) => this.#plain(each));
    if (!isNode(value)) return value;
    const props: Record<string, unknown> = {};
    for (const [name, prop] of Object.entries(value.props)) {
      if (name.startsWith("on")) {
        this.#handlers.set(String(value.props.id), prop as (event: unknown) => unknown);
      } else props[name] = this.#plain(prop);
    }
    return { ...value, props, children: this.#plain(value.children) };
  }
}

function element(name: unknown, props: object | null, ...children: unknown[]): unknown {
  if (typeof name === "function") return name({ ...props, children });
  return { type: "vnode", name, props: props ?? {}, children: children.flat(Infinity) };
}
