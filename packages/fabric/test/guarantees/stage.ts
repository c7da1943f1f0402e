/**
 * A stage for tests of what the runtime guarantees: one program on the real compiler and runtime,
 * opened by any number of users and sessions, with everything written down that a host is told.
 */

import { createIdentity, type SpaceConnection } from "@cf/protocol";
import { openPiece, type Piece, type Runtime } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import { compileSource, type ReadyProgram, sharedCompiler } from "../../src/compile.ts";
import { fabricOver, makeRuntime } from "../../src/fabric.ts";

/** What a host was told by one runtime, in order. */
export interface Told {
  /** Each `console` call of the program, its arguments as text. */
  readonly printed: string[];
  readonly errors: string[];
  readonly explained: string[];
  readonly differences: string[];
}

/** One user's runtime with the program's piece. */
export interface Actor extends Told {
  readonly runtime: Runtime;
  readonly piece: Piece;
  /** Called while the program prints, for tests that interfere just then. */
  onPrint: ((text: string) => void) | undefined;
  /** What was printed since the last call. */
  since(): string[];
  /** Keeps a path of the result observed; `seen` collects its plain values. */
  watch(path: string): { readonly seen: unknown[]; stop(): void };
  close(): Promise<void>;
}

/** How another runtime joins. */
export interface Joining {
  /** Default: the owner. Another name is another principal, who may write. */
  readonly user?: string;
  readonly session?: string;
  /** The piece to open. Default: the one that the stage was opened with. */
  readonly id?: string;
  /** Gets how many documents each request asks for, which is answered in a later turn. */
  readonly onRequest?: (count: number) => void;
}

/** How to open a stage. */
export interface StageOptions {
  readonly argument?: unknown;
  readonly budgetMs?: number;
  readonly nowMs?: () => number;
  /** Computations run twice and must agree. */
  readonly twice?: boolean;
  /** The stage's first session. */
  readonly session?: string;
}

/** A program in a space of its own. */
export interface Stage extends Actor {
  join(how?: Joining): Promise<Actor>;
  /** Everything that the log holds besides the program's code, as JSON text. */
  stored(): string;
}

/** Compiles the module `source`, makes a piece of its default export and opens it. */
export async function openStage(source: string, options: StageOptions = {}): Promise<Stage> {
  const text = source.trimStart();
  const ready = compileSource({ main: "/main.tsx", files: { "/main.tsx": text } }, "main.tsx");
  const host = await SpaceHost.open(":memory:");
  const owner = (await createIdentity()).did;
  const space = host.create((await createIdentity()).did, owner);
  const principals = new Map<string, string>([["owner", owner]]);
  const open = async (how: Joining, id?: string): Promise<Actor> => {
    const { user = "owner", session, onRequest } = how;
    let principal = principals.get(user);
    if (principal === undefined) {
      principals.set(user, principal = (await createIdentity()).did);
      await space.access.set(owner, principal, "write");
    }
    const connection = space.connect({ principal, session: session ?? crypto.randomUUID() });
    const shown = onRequest === undefined ? connection : distant(connection, onRequest);
    return await act(shown, { ready, options, id });
  };
  const first = await open(options.session === undefined ? {} : { session: options.session });
  const close = first.close;
  const closeAll = async () => {
    await close();
    await host.close();
  };
  const stored = () =>
    [...space.log()].flatMap(({ record }) => record.operations)
      .filter(({ id }) => !id.startsWith("program:"))
      .map((operation) => JSON.stringify(operation)).join("\n");
  const join = (how: Joining = {}) => open(how, how.id ?? first.piece.id);
  return Object.assign(first, { join, stored, close: closeAll });
}

/** A connection that answers like one to another machine: not at once. */
function distant(
  connection: SpaceConnection,
  onRequest: (count: number) => void,
): SpaceConnection {
  const watch: SpaceConnection["watch"] = async (...request) => {
    onRequest(request[0].length);
    await Promise.resolve();
    return connection.watch(...request);
  };
  return new Proxy(connection, {
    get(target, name) {
      if (name === "watch") return watch;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}

/** The line, from 1, on which `snippet` stands first in a program. */
export function lineOf(source: string, snippet: string): number {
  const at = source.indexOf(snippet);
  if (at < 0) throw new Error(`the program has no ${snippet}`);
  return source.slice(0, at).split("\n").length;
}

interface Acting {
  readonly ready: ReadyProgram;
  readonly options: StageOptions;
  /** The piece to open; a new one is made without it. */
  readonly id: string | undefined;
}

async function act(
  connection: Parameters<typeof makeRuntime>[0],
  { ready, options: { argument = {}, budgetMs, nowMs, twice = false }, id }: Acting,
): Promise<Actor> {
  const told: Told = { printed: [], errors: [], explained: [], differences: [] };
  const heard: Pick<Actor, "onPrint"> = { onPrint: undefined };
  const runtime = makeRuntime(connection, {
    onConsole: (_level, args) => {
      const text = args.map(String).join(" ");
      told.printed.push(text);
      heard.onPrint?.(text);
    },
    onError: ({ text }) => void told.errors.push(text),
    onExplain: (text) => void told.explained.push(text),
    ...(twice ? { onDifference: (text: string) => void told.differences.push(text) } : {}),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(nowMs === undefined ? {} : { nowMs }),
  }, () => sharedCompiler());
  const fabric = fabricOver(runtime, () => sharedCompiler(), {
    close: () => runtime.dispose(),
  });
  const piece = id === undefined
    ? await fabric.runProgram(ready, { argument })
    : openPiece(runtime, id);
  await runtime.idle();
  return Object.assign(heard, told, {
    runtime,
    piece,
    since: () => told.printed.splice(0),
    watch: (path: string) => {
      const seen: unknown[] = [];
      return { seen, stop: piece.sink(path, (value) => void seen.push(value)) };
    },
    close: () => runtime.dispose(),
  });
}
