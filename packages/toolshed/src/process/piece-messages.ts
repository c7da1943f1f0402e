/**
 * What the server and a child that runs pieces say to each other, one JSON line each.
 *
 * The child runs code of strangers in a compartment. Should it break out, this pipe is all that it
 * reaches, so everything that comes from it is validated. Its sessions with spaces go through the
 * same pipe as the messages of numbered WebSockets, all for the one principal it was started for.
 */

import { z } from "zod";

/** What the server can ask for. `piece` is an id, or a part of one that no other has. */
export type PieceRequest =
  | { readonly verb: "list" }
  | {
    readonly verb: "new";
    readonly program: unknown;
    readonly source: { readonly main: string; readonly files: Readonly<Record<string, string>> };
    readonly exportName: string;
    readonly argument?: unknown;
  }
  | { readonly verb: "get"; readonly piece: string; readonly path: string }
  | {
    readonly verb: "set";
    readonly piece: string;
    readonly path: string;
    readonly value?: unknown;
    /** Whether the path is in the argument, not in the result. */
    readonly input: boolean;
  }
  | {
    readonly verb: "call";
    readonly piece: string;
    readonly path: string;
    readonly value?: unknown;
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
  }
  | { readonly type: "socket"; readonly socket: number; readonly text: string }
  | { readonly type: "socket-closed"; readonly socket: number }
  | { readonly type: "program"; readonly id: number; readonly program: unknown }
  | { readonly type: "no-program"; readonly id: number; readonly problem: string }
  | { readonly type: "run"; readonly id: number; readonly request: PieceRequest }
  | { readonly type: "stop"; readonly id: number }
  | { readonly type: "ping"; readonly id: number };

const id = z.number().int().nonnegative();
const error = z.object({
  code: z.string().max(200),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
});

const fromChild = z.discriminatedUnion("type", [
  z.object({ type: z.literal("socket-open"), socket: id }),
  z.object({ type: z.literal("socket"), socket: id, text: z.string() }),
  z.object({ type: z.literal("socket-close"), socket: id }),
  z.object({
    type: z.literal("compile"),
    id,
    hash: z.string().max(200),
    source: z.object({ main: z.string(), files: z.record(z.string(), z.string()) }),
  }),
  z.object({ type: z.literal("done"), id, value: z.unknown().optional() }),
  z.object({ type: z.literal("value"), id, value: z.unknown() }),
  z.object({ type: z.literal("failed"), id, error }),
  z.object({ type: z.literal("pong"), id }),
  z.object({ type: z.literal("console"), level: z.string().max(20), text: z.string() }),
  z.object({ type: z.literal("error"), text: z.string() }),
]);

/** From the child to the server. */
export type FromChild =
  | { readonly type: "socket-open" | "socket-close"; readonly socket: number }
  | { readonly type: "socket"; readonly socket: number; readonly text: string }
  | {
    readonly type: "compile";
    readonly id: number;
    readonly hash: string;
    readonly source: { readonly main: string; readonly files: Readonly<Record<string, string>> };
  }
  | { readonly type: "done" | "value"; readonly id: number; readonly value?: unknown }
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
