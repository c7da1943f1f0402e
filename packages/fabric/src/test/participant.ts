/** One user of a test: a runtime, the piece under test, and its steps. */

import { endOfTurn } from "../end-of-turn.ts";
import {
  assertionReport,
  openPiece,
  type Piece,
  rawResult,
  runPattern,
  type Runtime,
  type TestStep,
  testSteps,
} from "@cf/runner";
import type { StepReport, StepStart } from "./report.ts";
import { describeFailure } from "./describe-failure.ts";
import { allowancesOf, type Watch } from "./watch.ts";

/** Materializes a view headlessly; the returned function unmounts it. */
export type Renderer = (runtime: Runtime, view: unknown) => { close(): void };

/** Hears that the file is compiled, and of each step when it begins and when it has ended. */
export interface Progress {
  readonly compiled?: () => void;
  readonly began?: (step: StepStart) => void;
  readonly ended?: (step: StepReport) => void;
}

/** How the steps of one run are made to happen. */
export interface StepOptions {
  readonly rendezvous?: Rendezvous | undefined;
  readonly render?: Renderer | undefined;
  readonly progress?: Progress | undefined;
  /** Only steps with this in their name are told. */
  readonly filter?: string | undefined;
}

/** Points where participants wait for each other. */
export interface Rendezvous {
  reached(label: string): void;
  wait(label: string): Promise<void>;
}

/** A running test pattern. */
export class Participant {
  readonly piece: Piece;
  readonly steps: readonly TestStep[];

  private constructor(
    readonly name: string | undefined,
    readonly runtime: Runtime,
    readonly watch: Watch,
    piece: Piece,
    readonly result: unknown,
  ) {
    this.piece = piece;
    this.steps = testSteps(runtime, result);
  }

  /** Runs a test pattern and reads its steps. */
  static async start(
    runtime: Runtime,
    watch: Watch,
    factory: unknown,
    options: { name?: string; argument?: unknown } = {},
  ): Promise<Participant> {
    const made = runPattern(runtime, factory, { argument: options.argument ?? {} });
    const piece = openPiece(runtime, made.id);
    const result = await runtime.whenReady(() => rawResult(runtime, made.id));
    await runtime.idle();
    return new Participant(options.name, runtime, watch, piece, result);
  }

  /** What the result allows. */
  get allowances() {
    return allowancesOf(this.result);
  }

  /** Runs all steps in order. */
  async run(options: StepOptions): Promise<StepReport[]> {
    const { filter = "" } = options;
    const { began, ended } = options.progress ?? {};
    const reports: StepReport[] = [];
    const participant = this.name === undefined ? {} : { participant: this.name };
    for (const [index, step] of this.steps.entries()) {
      const started = performance.now();
      const described = { ...this.#describe(step, index), ...participant };
      began?.(described);
      const outcome = await this.#step(step, described, options);
      const report = { ...outcome, durationMs: performance.now() - started, ...participant };
      ended?.(report);
      if (report.name.includes(filter)) reports.push(report);
    }
    // Engines tell of promises that failed and that nobody waits for at the end of a turn.
    await endOfTurn();
    return reports;
  }

  /** An assertion has the author's text when it has run once. */
  #describe(step: TestStep, index: number): StepStart {
    const { kind, name } = describeStep(step, index);
    const report = step.assertion === undefined ? undefined : assertionReport(step.assertion);
    return { kind, name: report?.source ?? name };
  }

  async #step(
    step: TestStep,
    { kind, name }: StepStart,
    options: StepOptions,
  ): Promise<Omit<StepReport, "durationMs">> {
    if (step.skip === true) return { kind, name, outcome: "skipped" };
    try {
      return await this.#perform(step, { kind, name }, options);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind, name, outcome: "failed", message };
    }
  }

  async #perform(
    step: TestStep,
    { kind, name }: StepStart,
    { rendezvous, render }: StepOptions,
  ): Promise<Omit<StepReport, "durationMs">> {
    switch (kind) {
      case "assertion":
        return await this.#assert(step.assertion!, name);
      case "action":
        await this.#act(step);
        break;
      case "render":
        await this.#render(step.render, render);
        break;
      case "settle":
        await this.runtime.builtins.settle();
        break;
      case "label":
        await this.runtime.idle();
        rendezvous?.reached(step.label!);
        break;
      case "await":
        await rendezvous?.wait(step.await!);
        await this.runtime.idle();
        break;
      default:
        return { kind, name, outcome: "failed", message: noVerb(step) };
    }
    return { kind, name, outcome: "passed" };
  }

  async #act(step: TestStep): Promise<void> {
    const stream = step.action as { send?: (event: unknown) => void };
    if (typeof stream?.send !== "function") {
      throw new TypeError(
        "Cannot run the action: it is no stream; give what action() or a bound handler made",
      );
    }
    await this.runtime.whenReady(() => stream.send!(step.event), { rows: true });
    await this.runtime.idle();
  }

  async #render(view: unknown, render: Renderer | undefined): Promise<void> {
    if (render === undefined) throw new Error("this host has no renderer");
    const mounted = render(this.runtime, view);
    try {
      await this.runtime.idle();
    } finally {
      mounted.close();
    }
  }

  async #assert(assertion: object, name: string): Promise<Omit<StepReport, "durationMs">> {
    const value = await this.runtime.observing(() => this.runtime.valueOf(assertion), {
      until: (held) => held === true,
    });
    const report = assertionReport(assertion);
    const line = report?.line === undefined ? {} : { line: report.line };
    const text = report?.source ?? name;
    if (value === true) return { kind: "assertion", name: text, outcome: "passed", ...line };
    if (report?.thrown !== undefined) {
      const { thrown } = report;
      const message = `it threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      return { kind: "assertion", name: text, outcome: "failed", message, ...line };
    }
    const message = describeFailure(value, report?.comparisons ?? [], report?.source);
    return { kind: "assertion", name: text, outcome: "failed", message, ...line };
  }
}

/** Why a step does nothing: most often its verb is mistyped. */
function noVerb(step: TestStep): string {
  const known = Object.keys(step).filter((key) => !["skip", "event"].includes(key));
  const found = known.length === 0 ? "it is empty" : `it has ${known.join(", ")}`;
  return `Cannot run the step: ${found}; a step has one of ${VERBS.join(", ")}`;
}

const VERBS = ["assertion", "action", "render", "settle", "label", "await"] as const;

function describeStep(step: TestStep, index: number): { kind: string; name: string } {
  const kind = VERBS.find((verb) => step[verb] !== undefined) ?? "unknown";
  const text = kind === "label" || kind === "await" ? String(step[kind]) : `${kind} ${index + 1}`;
  return { kind, name: text };
}
