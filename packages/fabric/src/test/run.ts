/** Runs one test file in a fresh space in memory. */

import { resolve } from "node:path";
import { createIdentity, type Identity } from "@cf/protocol";
import type { HostServices, Runtime } from "@cf/runner";
import { type Space, SpaceHost } from "@cf/space";
import { type Compiler, loadProgram, type SourceProgram } from "@cf/ts-transformers";
import { CfError } from "@cf/utils";
import { compileSource, findingsOf, type ReadyProgram, sharedCompiler } from "../compile.ts";
import { furtherSpaces } from "../further-spaces.ts";
import { makeRuntime } from "../fabric.ts";
import { Participant, type Progress, type Renderer } from "./participant.ts";
import { type FetchMock, mockedFetch } from "./fetch-mocks.ts";
import { type LLMMock, type Mocks, testModel } from "./llm-mocks.ts";
import { mocksOf } from "./mocks.ts";
import type { FileReport, ProgramFiles, StepReport } from "./report.ts";
import { multiUserOf, runTogether } from "./together.ts";
import { Watch } from "./watch.ts";

export type { Progress } from "./participant.ts";
export type { FileReport, ProgramFiles, StepReport, StepStart } from "./report.ts";

/** How to run a test file. */
export interface TestOptions {
  readonly compiler?: Compiler;
  /** For `{ render }` steps. */
  readonly render?: Renderer;
  /** Hears how far the file is. */
  readonly progress?: Progress;
  /** Which steps are reported, by a part of their name; the others are run all the same. */
  readonly filter?: string;
  readonly onExplain?: (text: string) => void;
  /** What builtins work with besides the network: a model, navigation. Default: nothing. */
  readonly services?: HostServices;
}

/** Compiles and runs a test file; never throws for what the file does wrong. */
export async function testFile(path: string, options: TestOptions = {}): Promise<FileReport> {
  const started = performance.now();
  let ready: ReadyProgram;
  let program: ProgramFiles | undefined;
  try {
    const source = loadProgram(resolve(path));
    program = filesOf(path, source);
    ready = compileSource(source, path, options.compiler ?? sharedCompiler());
  } catch (error) {
    const message = error instanceof CfError ? error.message : String(error);
    const report = failedFile(path, started, performance.now() - started, [message]);
    return program === undefined ? report : { ...report, program };
  }
  const compileMs = performance.now() - started;
  options.progress?.compiled?.();
  const findings = findingsOf(ready);
  const stage = await Stage.open(ready, options);
  try {
    const { steps, problems } = await stage.run();
    const { printed } = stage;
    const failed = problems.length > 0 || steps.some(({ outcome }) => outcome === "failed");
    const durationMs = performance.now() - started;
    return {
      file: path,
      program,
      outcome: failed ? "failed" : "passed",
      compileMs,
      durationMs,
      steps,
      problems,
      printed,
      findings,
    };
  } catch (error) {
    const told = stage.problems();
    const message = error instanceof Error ? error.message : String(error);
    const report = failedFile(path, started, compileMs, told.length > 0 ? told : [message]);
    return { ...report, program, findings, printed: stage.printed };
  } finally {
    await stage.close();
  }
}

function filesOf(path: string, { main, files }: SourceProgram): ProgramFiles {
  const root = resolve(path).slice(0, -main.length);
  return { root, sources: Object.keys(files).map((file) => `${root}${file}`) };
}

function failedFile(
  file: string,
  started: number,
  compileMs: number,
  problems: readonly string[],
): FileReport {
  const durationMs = performance.now() - started;
  return {
    file,
    outcome: "failed",
    compileMs,
    durationMs,
    steps: [],
    problems,
    printed: [],
    findings: [],
  };
}

/** A space in memory with a runtime per user. */
export class Stage {
  readonly runtimes: Runtime[] = [];
  readonly watches: Watch[] = [];

  private constructor(
    readonly host: SpaceHost,
    readonly space: Space,
    readonly owner: Identity,
    readonly ready: ReadyProgram,
    readonly options: TestOptions,
  ) {}

  static async open(ready: ReadyProgram, options: TestOptions): Promise<Stage> {
    const host = await SpaceHost.open(":memory:");
    const owner = await createIdentity();
    const space = host.create((await createIdentity()).did, owner.did);
    return new Stage(host, space, owner, ready, options);
  }

  /** A runtime of a user of the space. */
  runtime(
    principal = this.owner.did,
  ): { runtime: Runtime; watch: Watch; exports: Record<string, unknown> } {
    const watch = new Watch();
    const opener = { principal, session: crypto.randomUUID() };
    const connection = this.space.connect(opener);
    const { onExplain, services } = this.options;
    const mocks: Mocks = { fetch: undefined, llm: undefined };
    const runtime = makeRuntime(
      connection,
      {
        ...services,
        reconnects: false,
        connect: furtherSpaces(this.host, opener),
        fetch: (input, init) => mockedFetch(mocks.fetch, input, init),
        llm: testModel(mocks, services?.llm),
        onError: watch.onError,
        onConsole: watch.onConsole,
        onDifference: watch.onDifference,
        ...(onExplain === undefined ? {} : { onExplain }),
      },
      () => this.options.compiler ?? sharedCompiler(),
    );
    this.runtimes.push(runtime);
    this.watches.push(watch);
    const exports = this.#load(runtime);
    mocks.fetch = mocksOf<FetchMock>(exports, "fetchMocks", ["urlIncludes"]);
    mocks.llm = mocksOf<LLMMock>(exports, "llmMocks", []);
    return { runtime, watch, exports };
  }

  /** Runs the modules; what one throws is reported with its author's line. */
  #load(runtime: Runtime): Record<string, unknown> {
    const { program } = this.ready;
    try {
      return runtime.programs.load(program).exports[program.main] ?? {};
    } catch (error) {
      runtime.reportError(error, program.main);
      throw error;
    }
  }

  /** Runs the file's default export. */
  async run(): Promise<{ steps: StepReport[]; problems: string[] }> {
    const { runtime, watch, exports } = this.runtime();
    if (exports.default === undefined) {
      const problem =
        "the file has no default export: export default pattern(() => ({ [TESTS]: [...] }))";
      return { steps: [], problems: [problem, ...this.problems()] };
    }
    const multiUser = multiUserOf(exports.default);
    if (multiUser !== undefined) return await runTogether(this, multiUser);
    const participant = await Participant.start(runtime, watch, exports.default);
    if (participant.steps.length === 0) {
      return {
        steps: [],
        problems: ["the file has no steps: return { [TESTS]: [...] }", ...this.problems()],
      };
    }
    const steps = await participant.run(this.options);
    return { steps, problems: watch.problems(participant.allowances) };
  }

  /** What went wrong besides the steps, if nothing is allowed. */
  problems(): string[] {
    return this.watches.flatMap((watch) => watch.errors.map(({ text }) => text));
  }

  /** What all participants printed. */
  get printed(): string[] {
    return this.watches.flatMap(({ printed }) => printed);
  }

  async close(): Promise<void> {
    for (const runtime of this.runtimes) await runtime.dispose();
    await this.host.close();
  }
}
