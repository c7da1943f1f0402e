/** A space, a compiler and a runtime in one process. */

import { createIdentity, type Identity, type SpaceConnection } from "@cf/protocol";
import {
  type ConsoleLevel,
  describeError,
  type ErrorReport,
  type HostServices,
  isPattern,
  listedPieces,
  listPiece,
  openPiece,
  type Piece,
  runPattern,
  Runtime,
  type RuntimeOptions,
  storeProgram,
} from "@cf/runner";
import { type Space, SpaceHost } from "@cf/space";
import type { Compiler } from "@cf/ts-transformers";
import {
  compileFile,
  compilingSource,
  findingsOf,
  type ReadyProgram,
  sharedCompiler,
} from "./compile.ts";
import { CfError } from "@cf/utils";
import { MissingExportError, NotAPatternError, ProgramThrowsError } from "./errors.ts";
import { firstSpace, furtherSpaces } from "./further-spaces.ts";
import { hostServices, modelOfEnvironment } from "./host-services.ts";

/** How to open a fabric. */
export interface FabricOptions extends HostServices {
  /** A folder, or `":memory:"`. */
  readonly store: string;
  /**
   * Who acts. Default: the only owner of the space, if it is there: whoever can open the store can
   * read and write it anyway. Else a new key, which owns what it makes.
   */
  readonly identity?: Identity;
  /** The space. Default: the store's only space, or a new one. */
  readonly space?: string;
  /** The session's name, for session scopes. Default: random. */
  readonly session?: string;
  /** Where compiled programs are kept. Default: memory only. */
  readonly cacheFolder?: string;
  readonly nowMs?: () => number;
  readonly budgetMs?: number;
  readonly onError?: (report: ErrorReport) => void;
  /** Called with what patterns print, and the id of the piece that does. */
  readonly onConsole?: (
    level: ConsoleLevel,
    args: readonly unknown[],
    piece: string | undefined,
  ) => void;
  readonly onExplain?: (text: string) => void;
  /** Hears of types that do not fit in a program that runs. Default: the console's warnings. */
  readonly onFinding?: (text: string) => void;
  /** Runs each computation twice and reports different answers. */
  readonly onDifference?: (text: string) => void;
}

/** How to run a pattern of a file. */
export interface RunOptions {
  /** Default: `"default"`. */
  readonly exportName?: string;
  readonly argument?: unknown;
  /** Refuses an argument that the pattern does not declare, as `bad-value` or `no-field`. */
  readonly typed?: boolean;
}

/** A space in this process, with everything to run patterns on it. */
export interface Fabric {
  readonly space: string;
  readonly runtime: Runtime;
  /** Compiles a file and makes a piece of one of its patterns. */
  run(path: string, options?: RunOptions): Promise<Piece>;
  /** The same for a program that is compiled already. */
  runProgram(ready: ReadyProgram, options?: RunOptions): Promise<Piece>;
  /** A piece of the space by its id. */
  piece(id: string): Piece;
  /** The ids of the space's pieces. */
  pieces(): Promise<string[]>;
  /** Resolves when nothing is outstanding; with `builtins`, requests that somebody observes too. */
  idle(options?: { builtins?: boolean }): Promise<void>;
  /** Finishes the events that were sent, ends the session and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens a store and a session with its space.
 *
 * @example
 * ```ts ignore
 * const fabric = await openFabric({ store: ":memory:" });
 * const piece = await fabric.run("./counter.tsx", { argument: { value: 3 } });
 * await piece.send("increment", { amount: 2 });
 * await fabric.close();
 * ```
 */
export async function openFabric(options: FabricOptions): Promise<Fabric> {
  if (typeof options?.store !== "string" || options.store === "") {
    throw new TypeError('Cannot open a fabric: { store } is needed, a folder or ":memory:"');
  }
  const host = await SpaceHost.open(options.store);
  try {
    return await fabricOn(host, options);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function fabricOn(host: SpaceHost, options: FabricOptions): Promise<Fabric> {
  const space = options.space ?? firstSpace(host) ?? (await createIdentity()).did;
  const found = host.list().includes(space) ? host.get(space) : undefined;
  const principal = options.identity?.did ?? onlyOwner(found) ?? (await createIdentity()).did;
  const opened = found ?? host.create(space, principal);
  const session = options.session ?? crypto.randomUUID();
  const connection = opened.connect({ principal, session });
  const compiler = () => sharedCompiler(options.cacheFolder);
  const llm = options.llm ?? modelOfEnvironment();
  const services = llm === undefined ? options : { ...options, llm };
  const connect = furtherSpaces(host, { principal, session });
  const runtime = makeRuntime(connection, { ...services, connect }, compiler);
  const close = async () => {
    // What was sent before is done: whoever does not wait for an answer loses no event.
    await runtime.idle();
    await runtime.dispose();
    await host.close();
  };
  return fabricOver(runtime, compiler, { close, onFinding: options.onFinding });
}

/** The one person who owns the space, if it is just one. */
function onlyOwner(space: Space | undefined): string | undefined {
  const owners = space?.access.list().filter(({ capability }) => capability === "own") ?? [];
  const [owner] = owners;
  return owners.length === 1 && owner?.principal !== "*" ? owner?.principal : undefined;
}

/** A runtime on a session that compiles what the space holds. */
export function makeRuntime(
  connection: SpaceConnection,
  options: Partial<FabricOptions> & Pick<RuntimeOptions, "connect">,
  compiler: () => Compiler,
): Runtime {
  const { nowMs, budgetMs, connect, onError, onConsole, onExplain, onDifference } = options;
  const runtime: Runtime = new Runtime({
    connection,
    programs: compilingSource(() => runtime, compiler),
    ...hostServices(options, compiler),
    ...(connect === undefined ? {} : { connect }),
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(onError === undefined ? {} : { onError }),
    ...(onConsole === undefined ? {} : { onConsole }),
    ...(onExplain === undefined ? {} : { onExplain }),
    ...(onDifference === undefined ? {} : { onDifference }),
  });
  return runtime;
}

/** What a fabric does at its end, and whom it tells. */
export interface FabricEnds {
  /** Ends the session, and closes what belongs to the fabric. */
  readonly close: () => Promise<void>;
  /** As in {@linkcode FabricOptions}. */
  readonly onFinding?: ((text: string) => void) | undefined;
}

/** Runs the modules of a program; what one throws is told with its author's line. */
function exportsOf(runtime: Runtime, { program }: ReadyProgram): Record<string, unknown> {
  try {
    return runtime.programs.load(program).exports[program.main] ?? {};
  } catch (thrown) {
    if (thrown instanceof CfError) throw thrown;
    throw new ProgramThrowsError(describeError(thrown, program.main).text, thrown);
  }
}

/** The verbs of a fabric over any runtime: embedded, or connected to a server. */
export function fabricOver(
  runtime: Runtime,
  compiler: () => Compiler,
  { close, onFinding = (text) => console.warn(text) }: FabricEnds,
): Fabric {
  const runProgram = async (ready: ReadyProgram, options: RunOptions = {}): Promise<Piece> => {
    const { exportName = "default", argument, typed = false } = options;
    const { main, hash } = ready.program;
    const exports = exportsOf(runtime, ready);
    if (exports[exportName] === undefined) {
      throw new MissingExportError(main, exportName, Object.keys(exports));
    }
    if (!isPattern(exports[exportName])) throw new NotAPatternError(main, exportName);
    await storeProgram(runtime, { hash, source: ready.source });
    const piece = runPattern(runtime, exports[exportName], { argument, typed });
    await listPiece(runtime, piece.id);
    await runtime.idle();
    return piece;
  };
  return {
    space: runtime.homeSpace,
    runtime,
    run: async (path, options) => {
      if (typeof path !== "string") throw new TypeError("Cannot run a pattern: its path is needed");
      const ready = compileFile(path, compiler());
      findingsOf(ready).forEach((text) => onFinding(text));
      return await runProgram(ready, options);
    },
    runProgram,
    piece: (id) => openPiece(runtime, id),
    pieces: async () => {
      runtime.requireOpen("list pieces");
      return await runtime.whenReady(() => listedPieces(runtime));
    },
    idle: (options) => runtime.idle(options),
    close,
  };
}
