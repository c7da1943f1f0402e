/** What the benches over real cells share: a piece in a space in memory, and what is measured. */

import { compileSource } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { type Piece, runPattern, Runtime, viewHost } from "@cf/runner";
import { SpaceHost } from "@cf/space";

/** A program as a runtime loads it. */
export type Program = Parameters<Runtime["programs"]["load"]>[0];

/** A piece in a fresh space, and further sessions with that space. */
export interface Stage {
  readonly runtime: Runtime;
  readonly piece: Piece;
  /** One more runtime, with the same program, in a session of its own. */
  join(session: string): Runtime;
  close(): Promise<void>;
}

/** Compiles the text of a pattern. */
export function compiled(source: string): Program {
  return compileSource({ main: "/bench.tsx", files: { "/bench.tsx": source } }, "bench.tsx")
    .program;
}

/** A piece of a program in a fresh space in memory. */
export async function open(program: Program): Promise<Stage> {
  const host = await SpaceHost.open(":memory:");
  const space = host.create("did:key:z6MkBench", "did:key:z6MkOwner");
  const runtimes: Runtime[] = [];
  const join = (session: string) => {
    const connection = space.connect({ principal: "did:key:z6MkOwner", session });
    const runtime = new Runtime({ connection });
    runtime.programs.load(program);
    runtimes.push(runtime);
    return runtime;
  };
  const runtime = join("bench");
  const factory = runtime.programs.load(program).exports[program.main]!.default;
  const piece = runPattern(runtime, factory, { argument: {} });
  await runtime.idle();
  const close = async () => {
    for (const one of runtimes) await one.dispose();
    await host.close();
  };
  return { runtime, piece, join, close };
}

/** Renders a piece's view; call what is returned to end that. */
export function show(runtime: Runtime, piece: Piece): () => void {
  const view = render(piece.reference("$UI"), {
    reactivity: viewHost(runtime),
    applier: new TreeApplier(),
  });
  view.flush();
  return () => view.dispose();
}

const { gc } = globalThis as { gc?: () => void };

/** Bytes of the heap that are in use once nothing is left to be collected. */
export async function heapUsed(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    gc?.();
    // Another task, in which what weak references named may go; only timers begin one here.
    // deno-lint-ignore cf/test-waiting
    await new Promise((resolve) => void setTimeout(resolve));
  }
  return Deno.memoryUsage().heapUsed;
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** The value that a quarter is below. */
export function quartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 2]!;
}
