/**
 * Programs that are watched while they live: what is shown, which elements stay, what runs again
 * and how often, after each thing that a user does.
 */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import { render, TreeApplier, type TreeElement } from "@cf/html";
import { type ConsoleLevel, type Piece, viewHost } from "@cf/runner";
import { type Case, sourceOf } from "@cf/ts-transformers/corpus";

/** A program, and what happens to it step by step. Names of "commonfabric" are in scope. */
export interface LiveCase
  extends Pick<Case, "name" | "prelude" | "input" | "parameter" | "body" | "ui"> {
  /** The argument. */
  readonly argument?: Readonly<Record<string, unknown>>;
  /** The first step sees the fresh program. */
  readonly steps: readonly LiveStep[];
}

/** One thing that is done, and what is true afterwards. */
export interface LiveStep {
  /** Clicks the first element that matches. */
  readonly click?: string;
  /** Fills the first element that matches. */
  readonly fill?: readonly [selector: string, value: unknown];
  /** Sends to a stream of the result. */
  readonly send?: readonly [path: string, event?: unknown];
  /** Closes the view and the piece's graph, and opens it again. */
  readonly reopen?: true;
  /** The whole view as HTML. */
  readonly shows?: string;
  /** The value of the returned property `out`. */
  readonly out?: unknown;
  /** Everything that was logged since the step before, in any order. */
  readonly logs?: readonly string[];
  /** Elements that are the same nodes as before the step. */
  readonly stays?: readonly string[];
}

/** Runs a case; throws an assertion error that names the step. */
export async function runLive(test: LiveCase, folder: string): Promise<void> {
  const path = `${folder}/subject.tsx`;
  await Deno.writeTextFile(path, sourceOf(test));
  const logs: string[] = [];
  const errors: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onConsole: (_level: ConsoleLevel, args) => void logs.push(args.map(String).join(" ")),
    onError: ({ error }) => void errors.push(String(error)),
  });
  try {
    const first = await fabric.run(path, { argument: test.argument ?? {} });
    let stage = new Stage(fabric, first);
    await fabric.idle();
    for (const [index, step] of test.steps.entries()) {
      const at = `step ${index} ${JSON.stringify(step)}`;
      const before = (step.stays ?? []).map((selector) => stage.only(selector));
      if (step.reopen) {
        stage.close();
        await fabric.idle();
        stage = new Stage(fabric, fabric.piece(first.id));
      }
      await stage.act(step);
      await fabric.idle();
      stage.view.flush();
      assert.deepEqual(errors, [], at);
      if (step.shows !== undefined) assert.equal(stage.tree.toHtml(), step.shows, at);
      if (step.out !== undefined) assert.deepEqual(await stage.piece.get("out"), step.out, at);
      const said = logs.splice(0);
      if (step.logs !== undefined) assert.deepEqual(said.sort(), [...step.logs].sort(), at);
      for (const [i, selector] of (step.stays ?? []).entries()) {
        assert.ok(before[i] === stage.only(selector), `${selector} is another element, ${at}`);
      }
    }
    stage.close();
  } finally {
    await fabric.close();
  }
}

/** A piece that is shown. */
class Stage {
  readonly tree = new TreeApplier();
  readonly view: ReturnType<typeof render>;

  constructor(fabric: Awaited<ReturnType<typeof openFabric>>, readonly piece: Piece) {
    this.view = render(piece.reference(), {
      reactivity: viewHost(fabric.runtime),
      applier: this.tree,
    });
    this.tree.onEvent = (event) => this.view.handle(event);
    this.view.flush();
  }

  only(selector: string): TreeElement {
    const [found, ...more] = this.tree.findAll(selector);
    assert.ok(found !== undefined && more.length === 0, `one ${selector} in ${this.tree.toHtml()}`);
    return found;
  }

  async act({ click, fill, send }: LiveStep): Promise<void> {
    if (click !== undefined) this.tree.dispatch(this.only(click), "click");
    if (fill !== undefined) this.tree.fill(this.only(fill[0]), fill[1]);
    if (send !== undefined) await this.piece.send(...send);
  }

  close(): void {
    this.view.dispose();
    this.piece.release();
  }
}
