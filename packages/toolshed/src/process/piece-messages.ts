/**
 * What the server and a child that runs pieces say to each other, one JSON line each.
 *
 * The child runs code of strangers in a compartment. Should it break out, this pipe is all that it
 * reaches, so everything that comes from it is validated. Its sessions with spaces go through the
 * same pipe as the messages of numbered WebSockets, all for the one principal it was started for.
 */

import {
  type ModelRequest,
  modelRequest,
  type OutwardHead,
  type OutwardRequest,
  outwardRequest,
} from "@cf/protocol";
import type { CompileOutcome } from "@cf/runner";
import { z } from "zod";

/** What the server can ask for. `piece` is an id, or a part of one that no other has. */
export type PieceRequest =
  | { readonly verb: "list"; readonly names: boolean }
  | {
    readonly verb: "new";
    readonly program: unknown;
    readonly source: { readonly main: string; readonly files: Readonly<Record<string, string>> };
    readonly exportName: string;
    readonly argument?: unknown;
  }
  | {
    readonly verb: "get";
    readonly piece: string;
    readonly path: string;
    /** Whether the answers that the value depends on are waited for. */
    readonly settle: boolean;
  }
  | {
    readonly verb: "set";
    readonly piece: string;
    readonly path: string;
    readonly value?: unknown;
    /** Whether the path is in the argument, not in the result. */
    readonly input: boolean;
    /** Whether a value is written that the place's type does not allow. */
    readonly force: boolean;
  }
  | {
    readonly verb: "call";
    readonly piece: string;
    readonly path: string;
    readonly value?: unknown;
    /** Whether the answer comes when what the call asked for is answered, not at its commit. */
    readonly settle: boolean;
  }
  | {
    readonly verb: "watch";
    readonly piece: string;
    readonly path: string;
    /** The piece is kept running, and no values are sent. */
    readonly quiet?: boolean;
  };

/** From the server to the child. */
export type ToChild =
  | {
    readonly type: "open";
    readonly space: string;
    readonly principal: string;
    readonly label: string;
    readonly budgetMs: number;
    /** What relative addresses are relative to. */
    readonly apiUrl: string;
    /** How long a `get` waits for answers before it takes the value as it stands. */
    readonly settleMs: number;
  }
  | { readonly type: "socket"; readonly socket: number; readonly text: string }
  | { readonly type: "socket-closed"; readonly socket: number }
  | { readonly type: "program"; readonly id: number; readonly program: unknown }
  | { readonly type: "compiled"; readonly id: number; readonly outcome: CompileOutcome }
  | { readonly type: "no-program"; readonly id: number; readonly problem: string }
  | { readonly type: "run"; readonly id: number; readonly request: PieceRequest }
  | { readonly type: "stop"; readonly id: number }
  | { readonly type: "fetched"; readonly id: number; readonly head: OutwardHead }
  /** Base64. */
  | { readonly type: "fetched-part"; readonly id: number; readonly data: string }
  | {
    readonly type: "fetched-end";
    readonly id: number;
    readonly problem?: { readonly code: string; readonly message: string };
  }
  | { readonly type: "ping"; readonly id: number };

/** How many failed queries one answer tells of. */
export const FAILURES_MAX = 20;

const id = z.number().int().nonnegative();
const error = z.object({
  code: z.string().max(200),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
});

const navigation = z.object({
  space: z.string().max(1000),
  id: z.string().max(1000),
  path: z.array(z.string().max(1000)).max(100),
});

const fromChild = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("socket-open"), socket: id }),
  z.object({ type: z.literal("socket"), socket: id, text: z.string() }),
  z.object({ type: z.literal("socket-close"), socket: id }),
  z.object({
    type: z.literal("compile"),
    id,
    hash: z.string().max(200).optional(),
    source: z.object({ main: z.string(), files: z.record(z.string(), z.string()) }),
  }),
  z.object({ type: z.literal("fetch"), id, request: outwardRequest }),
  z.object({ type: z.literal("model"), id, request: modelRequest }),
  z.object({ type: z.literal("fetch-abort"), id }),
  z.object({ type: z.literal("navigate"), ids: z.array(id).max(1000), target: navigation }),
  z.object({ type: z.literal("committed"), id, value: z.unknown().optional() }),
  z.object({
    type: z.literal("done"),
    id,
    value: z.unknown().optional(),
    failures: z.array(z.string()).max(FAILURES_MAX).optional(),
  }),
  z.object({ type: z.literal("value"), id, value: z.unknown() }),
  z.object({ type: z.literal("failed"), id, error }),
  z.object({ type: z.literal("pong"), id }),
  z.object({ type: z.literal("console"), level: z.string().max(20), text: z.string() }),
  z.object({ type: z.literal("error"), text: z.string() }),
]);

/** From the child to the server. */
export type FromChild =
  /** It has started, and works on what it was sent. */
  | { readonly type: "ready" }
  | { readonly type: "socket-open" | "socket-close"; readonly socket: number }
  | { readonly type: "socket"; readonly socket: number; readonly text: string }
  | {
    readonly type: "compile";
    readonly id: number;
    /** What the space calls the program; none for sources that a pattern made. */
    readonly hash?: string;
    readonly source: { readonly main: string; readonly files: Readonly<Record<string, string>> };
  }
  | { readonly type: "fetch"; readonly id: number; readonly request: OutwardRequest }
  | { readonly type: "model"; readonly id: number; readonly request: ModelRequest }
  | { readonly type: "fetch-abort"; readonly id: number }
  /** A pattern leads its reader elsewhere; `ids` are the requests that it belongs to. */
  | {
    readonly type: "navigate";
    readonly ids: readonly number[];
    readonly target: z.infer<typeof navigation>;
  }
  /** A call is committed; `done` follows when what it began is answered. */
  | { readonly type: "committed"; readonly id: number; readonly value?: unknown }
  | { readonly type: "value"; readonly id: number; readonly value?: unknown }
  | {
    readonly type: "done";
    readonly id: number;
    readonly value?: unknown;
    /** Why queries failed that the value rests on. */
    readonly failures?: readonly string[] | undefined;
  }
  | {
    readonly type: "failed";
    readonly id: number;
    readonly error: { readonly code: string; readonly message: string; readonly data: object };
  }
  | { readonly type: "pong"; readonly id: number }
  | { readonly type: "console"; readonly level: string; readonly text: string }
  | { readonly type: "error"; readonly text: string };

/** The message that a line of the child is, or `undefined` if it is none. */
export function parseFromChild(line: unknown): FromChild | undefined {
  const result = fromChild.safeParse(line);
  return result.success ? result.data as FromChild : undefined;
}
