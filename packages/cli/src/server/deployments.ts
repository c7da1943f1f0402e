/**
 * Pattern files that are kept running as pieces of a local server: deployed once, and given their
 * new code when the file changed. Which piece belongs to which file is kept beside the store,
 * files named from there:
 *
 * ```json
 * { "../counter.tsx": { "piece": "piece:…", "program": "<hash>" } }
 * ```
 */

import { relative } from "node:path";
import type { Fabric } from "@cf/fabric";
import type { Diagnostic } from "@cf/ts-transformers";
import {
  type CompiledFile,
  compiledFolder,
  compileFile,
  hasErrors,
  localDiagnostics,
  openCompiler,
  sourcesOf,
} from "../author/compile-file.ts";
import type { Io } from "../frame/io.ts";
import type { LocalServer } from "./local-server.ts";
import { sayWhereTo } from "./leads-to.ts";
import { modelOf } from "./model.ts";
import { replaceCode } from "./replace-code.ts";

/** How bringing a file up to date ended, and which files its program has. */
export type Deployed =
  & { readonly sources: readonly string[]; readonly diagnostics: readonly Diagnostic[] }
  & (
    | {
      readonly kind: "new" | "replaced" | "unchanged";
      readonly piece: string;
      /** What runs now. */
      readonly file: CompiledFile;
    }
    | { readonly kind: "refused" }
  );

interface Known {
  readonly piece: string;
  readonly program: string;
}

/** The files that one server keeps running. */
export class Deployments {
  readonly #local: LocalServer;
  readonly #fabric: Fabric;
  readonly #io: Io;
  readonly #known: Map<string, Known>;

  private constructor(
    local: LocalServer,
    parts: { fabric: Fabric; io: Io; known: Map<string, Known> },
  ) {
    this.#local = local;
    this.#fabric = parts.fabric;
    this.#io = parts.io;
    this.#known = parts.known;
  }

  /** Opens a runtime in this process for the server's own space. The caller closes it. */
  static async open(local: LocalServer, io: Io): Promise<Deployments> {
    const { fabricOver, makeRuntime, sharedCompiler } = await import("@cf/fabric");
    const space = local.server.spaces.get(local.space);
    const connection = space.connect({ principal: local.identity.did });
    const compiler = () => sharedCompiler(compiledFolder(io));
    const llm = await modelOf(io);
    const runtime = makeRuntime(connection, {
      ...(llm === undefined ? {} : { llm }),
      onError: ({ text }) => io.say(text),
      onNavigate: (target) => sayWhereTo([target], local.server.url, io),
    }, compiler);
    const fabric = fabricOver(runtime, compiler, { close: () => runtime.dispose() });
    return new Deployments(local, { fabric, io, known: new Map(await readKnown(local.folder)) });
  }

  /**
   * Makes the piece of a file, or gives it the file's code, unless it runs that already. What does
   * not compile is refused and leaves the piece as it was. Open pages are told either way.
   */
  async update(path: string): Promise<Deployed> {
    const { server, space } = this.#local;
    const file = await compileFile(await openCompiler(this.#io), path);
    const diagnostics = localDiagnostics(file, this.#io);
    const name = relative(this.#local.folder, path);
    const refused = hasErrors(file);
    server.notify(space, {
      kind: "diagnostics",
      file: relative(this.#io.cwd, path),
      diagnostics: refused ? diagnostics.map((one) => ({ ...one })) : [],
    });
    const { program } = file.result;
    const sources = sourcesOf(file);
    if (refused || program === undefined) return { kind: "refused", diagnostics, sources };
    server.compiled(file.source, file.result);
    const ready = { source: file.source, program, result: file.result };
    const known = this.#known.get(name);
    const listed = await this.#fabric.pieces();
    if (known === undefined || !listed.includes(known.piece)) {
      const piece = await this.#fabric.runProgram(ready);
      piece.release();
      await this.#remember(name, { piece: piece.id, program: program.hash });
      return { kind: "new", piece: piece.id, file, diagnostics, sources };
    }
    if (known.program === program.hash) {
      return { kind: "unchanged", piece: known.piece, file, diagnostics, sources };
    }
    await this.#replace(known.piece, ready);
    await this.#remember(name, { piece: known.piece, program: program.hash });
    return { kind: "replaced", piece: known.piece, file, diagnostics, sources };
  }

  async #replace(piece: string, ready: Parameters<Fabric["runProgram"]>[0]): Promise<void> {
    const { server, space, identity } = this.#local;
    const connection = server.spaces.get(space).connect({ principal: identity.did });
    try {
      await replaceCode(this.#fabric, piece, { ready, connection });
    } finally {
      await connection.close();
    }
    server.notify(space, { kind: "program", piece, hash: ready.program.hash });
  }

  async close(): Promise<void> {
    await this.#fabric.close();
  }

  async #remember(name: string, known: Known): Promise<void> {
    this.#known.set(name, known);
    const text = JSON.stringify(Object.fromEntries(this.#known), null, 2);
    await Deno.writeTextFile(knownPath(this.#local.folder), `${text}\n`);
  }
}

function knownPath(folder: string): string {
  return `${folder}/pieces.json`;
}

async function readKnown(folder: string): Promise<[string, Known][]> {
  try {
    return Object.entries(JSON.parse(await Deno.readTextFile(knownPath(folder))));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}
