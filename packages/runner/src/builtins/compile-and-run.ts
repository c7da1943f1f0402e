/**
 * `compileAndRun({ files, main, input })`: compiles a program with the host's compiler and runs its
 * default export as a part of the piece. The code runs in a compartment like every other.
 */

import { isRecord } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { runIn } from "../context.ts";
import { patternOf } from "../pattern/factory.ts";
import type { Frame } from "../pattern/frame.ts";
import { site as makeSite } from "../pattern/site.ts";
import type { LoadedProgram } from "../piece/modules.ts";
import type { StoredProgram } from "../piece/registry.ts";
import { untracked } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import type { CompileOutcome, CompileProblem, HostServices } from "./host.ts";
import { RequestError } from "./errors.ts";
import {
  type Asking,
  badRequest,
  NO_REQUEST,
  partOf,
  rawPart,
  requestBuiltin,
} from "./request-node.ts";

/** `{ pending, result?, error?, errors? }`; `result` is the running pattern's. */
export const compileAndRun = requestBuiltin("compileAndRun", (asking) => {
  const { runtime, builtins, request } = asking;
  const running = new Running(asking);
  return () => {
    const source = sourceOf(partOf(runtime, request, "files"), partOf(runtime, request, "main"));
    if (source === undefined) return running.none();
    if (typeof source === "string") {
      running.none();
      return badRequest(source);
    }
    const run = builtins.run<LoadedProgram>("compile", source, () => ({
      action: `compile ${source.main}`,
      work: async () => load(runtime, await compile(builtins.host, source)),
    }));
    const { pending, result, error } = run.get();
    if (error !== undefined) {
      running.none();
      return Object.freeze({ pending, error, errors: error.data.errors ?? [] });
    }
    // What runs goes on, and is shown, until what replaces it is compiled.
    return result === undefined ? Object.freeze({ pending }) : running.show(result);
  };
}, { shaped: true });

/**
 * Runs the program's modules; what one of them throws is the program's failure, and what the compiler
 * found may tell why: a module that is not there, a name that nothing declares.
 */
function load(runtime: Runtime, { program, findings = [] }: Compiled): LoadedProgram {
  try {
    return runtime.programs.load(program);
  } catch (thrown) {
    const { main } = program;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new RequestError(
      "program-failed",
      [`Cannot run ${main}: ${reason}`, ...linesOf(main, findings)].join("\n"),
      { data: { errors: findings } },
    );
  }
}

type Compiled = Extract<CompileOutcome, { program: unknown }>;

async function compile(host: HostServices, source: StoredProgram): Promise<Compiled> {
  if (host.compile === undefined) {
    throw new RequestError(
      "no-provider",
      `Cannot compile ${source.main}: this host has no compiler`,
    );
  }
  const outcome = await host.compile(source);
  if ("program" in outcome) return outcome;
  const { errors } = outcome;
  const message = [`Cannot compile ${source.main}:`, ...linesOf(source.main, errors)].join("\n");
  throw new RequestError("compile-failed", message, { data: { errors } });
}

function linesOf(main: string, problems: readonly CompileProblem[]): string[] {
  return problems.map(({ file, line, column, message }) =>
    `  ${file ?? main}:${line}:${column} ${message}`
  );
}

/** The program, `undefined` for none yet, or what is wrong with the request. */
function sourceOf(files: unknown, main: unknown): StoredProgram | undefined | string {
  const list = Array.isArray(files)
    ? files
    : isRecord(files)
    ? Object.entries(files).map(([name, contents]) => ({ name, contents }))
    : [];
  if (list.length === 0 || main === undefined || main === null || main === "") return undefined;
  const texts: Record<string, string> = {};
  for (const file of list) {
    if (!isRecord(file) || typeof file.name !== "string") {
      return "Cannot compile: each file needs a name and contents";
    }
    if (typeof file.contents !== "string") return undefined;
    texts[absolute(file.name)] = file.contents;
  }
  const path = absolute(String(main));
  // An empty text is no program yet, as an empty prompt is no request.
  if (texts[path]?.trim() === "") return undefined;
  if (texts[path] !== undefined) return { main: path, files: texts };
  return `Cannot compile: main is '${String(main)}', and the files are ${
    Object.keys(texts).join(", ")
  }`;
}

function absolute(name: string): string {
  return `/${name.replace(/^\.?\//, "")}`;
}

/** The instance that one call runs: replaced with its program, ended with its frame. */
class Running {
  #current: { program: LoadedProgram; frame: Frame; state: object } | undefined;

  constructor(readonly asking: Asking) {
    asking.frame.onDispose(() => this.none());
  }

  /** Ends what runs. */
  none(): object {
    this.#current?.frame.dispose();
    this.#current = undefined;
    return NO_REQUEST;
  }

  /** The state that shows the result of `program`. */
  show(program: LoadedProgram): object {
    if (this.#current?.program === program) return this.#current.state;
    this.none();
    const { runtime, frame: outer, site } = this.asking;
    const factory = program.exports[program.program.main]?.default;
    if (patternOf(factory) === undefined) {
      return badRequest(
        `Cannot run ${program.program.main}: its default export is no pattern`,
      );
    }
    const frame = outer.nested(`${site.name ?? "(run)"}:${program.program.hash.slice(0, 12)}`);
    const result = untracked(() =>
      runIn({ mode: "body", runtime, frame }, () =>
        (factory as (...args: unknown[]) => unknown)(
          this.#input() ?? {},
          makeSite({ name: "main" }),
        ))
    );
    const state = Object.freeze({ pending: false, result });
    this.#current = { program, frame, state };
    return state;
  }

  /** The argument as the author gave it; where the whole request is computed, a path of that. */
  #input(): unknown {
    const { runtime, request } = this.asking;
    const state = cellOf(request);
    return state === undefined
      ? rawPart(runtime, request, "input")
      : runtime.faces.reference(state.child("input"));
  }
}
