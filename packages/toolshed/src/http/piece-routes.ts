/**
 * Pieces over HTTP: a call is a stored procedure. One call, one transaction, one typed answer, run
 * as the caller in a child process.
 */

import { z } from "zod";
import type { CompileService } from "../compile/compile-service.ts";
import { ProgramRefusedError } from "../errors.ts";
import type { Hosting } from "../hosting.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { PieceHost } from "../process/piece-host.ts";
import type { PieceRequest } from "../process/piece-messages.ts";
import type { RunAnswer, WatchEvent } from "../process/piece-process.ts";
import { type Route, route, type RouteCall } from "./routes.ts";

const path = z.string().max(4096).default("").describe("into the result, as children.0.label");
const failures = z.array(z.string()).optional()
  .describe("why queries failed that the value rests on, and has no rows of");

const navigate = z.array(z.object({ space: z.string(), id: z.string(), path: z.array(z.string()) }))
  .optional().describe("pieces that the pattern leads to; nothing where it leads nowhere");
const value = z.unknown().optional().describe("any JSON; nothing where nothing is");
const source = z.strictObject({ main: z.string(), files: z.record(z.string(), z.string()) });
const RUN_CODES = [
  "unknown-space",
  "not-allowed",
  "unknown-piece",
  "ambiguous-piece",
  "run-timeout",
  "run-memory",
  "run-aborted",
  "too-many-processes",
  "pattern-error",
];

const EVENTS_MAX = 20;

/** What the routes are made of. */
export interface PieceRouteParts {
  readonly hosting: Hosting;
  readonly pieces: PieceHost;
  readonly compiler: CompileService;
  readonly metrics: Metrics;
}

/** The routes of pieces. */
export function pieceRoutes(parts: PieceRouteParts): readonly Route[] {
  return [...listRoutes(parts), ...verbRoutes(parts)];
}

function listRoutes(parts: PieceRouteParts): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/spaces/{space}/pieces",
      summary: "The pieces of a space, oldest first",
      access: "signed",
      query: {
        names: "true runs the first 40 for their names; else only those running say theirs",
      },
      answer: z.object({
        pieces: z.array(z.object({
          id: z.string(),
          name: z.string().nullable(),
          pattern: z.string().describe("the file of its pattern; empty where it has none"),
        })),
      }),
      codes: RUN_CODES,
      handle: async (call) => {
        const names = call.query.get("names") === "true";
        return { pieces: (await runPiece(parts, call, { verb: "list", names })).value };
      },
    }),
    route({
      method: "post",
      path: "/api/spaces/{space}/pieces",
      summary: "Compiles a program and makes a piece of one of its patterns",
      access: "signed",
      body: z.strictObject({
        program: source,
        exportName: z.string().default("default"),
        argument: z.unknown().optional(),
      }),
      answer: z.object({ piece: z.string() }),
      codes: ["program-refused", "compiler-failed", "no-field", "bad-value", ...RUN_CODES],
      handle: async (call) => ({ piece: await newPiece(parts, call) }),
    }),
  ];
}

function verbRoutes(parts: PieceRouteParts): readonly Route[] {
  const run = (call: RouteCall<unknown>, request: PieceRequest) => runPiece(parts, call, request);
  return [
    route({
      method: "post",
      path: "/api/spaces/{space}/pieces/{piece}/get",
      summary: "Reads a value of a piece's result, links resolved",
      access: "signed",
      body: z.strictObject({
        path,
        settle: z.boolean().default(true)
          .describe("wait for the requests that the value depends on, for a few seconds"),
      }),
      answer: z.object({ value, failures, navigate }),
      codes: RUN_CODES,
      handle: async (call) => {
        const { piece = "" } = call.params;
        const answer = await run(call, { verb: "get", piece, ...call.body });
        const { value, navigate, failures } = answer;
        return {
          value,
          ...(failures === undefined ? {} : { failures }),
          ...(navigate.length === 0 ? {} : { navigate }),
        };
      },
    }),
    route({
      method: "post",
      path: "/api/spaces/{space}/pieces/{piece}/set",
      summary: "Replaces a value of a piece's result that is a cell",
      access: "signed",
      body: z.strictObject({
        path,
        value: z.unknown(),
        input: z.boolean().default(false).describe("set the argument instead of the result"),
        force: z.boolean().default(false).describe("set what the declared type does not allow"),
      }),
      codes: ["no-field", "derived-value", "bad-value", ...RUN_CODES],
      handle: async (call) => {
        const { piece = "" } = call.params;
        await run(call, { verb: "set", piece, ...call.body });
      },
    }),
    route({
      method: "post",
      path: "/api/spaces/{space}/pieces/{piece}/call",
      summary: "Sends an event to a stream of a piece and answers when it is committed",
      access: "signed",
      body: z.strictObject({
        path,
        event: z.unknown().optional(),
        settle: z.boolean().default(false)
          .describe("wait until what the call asked for is answered too: a model, the network"),
      }),
      answer: z.object({
        result: value.describe("what the handler returned"),
        settled: z.boolean().describe("false where an answer took too long; it still comes"),
        navigate,
      }),
      codes: ["no-stream", "bad-event", "conflict", ...RUN_CODES],
      handle: async (call) => {
        const { piece = "" } = call.params;
        const { event, ...rest } = call.body;
        const request = { verb: "call", piece, value: event, ...rest } as const;
        const { value, isSettled, navigate } = await run(call, request);
        return {
          result: value,
          settled: isSettled,
          ...(navigate.length === 0 ? {} : { navigate }),
        };
      },
    }),
    route({
      method: "get",
      path: "/api/spaces/{space}/pieces/{piece}/watch",
      summary:
        "A stream of server-sent events: the value now and after each change, and as events " +
        "named navigate the pieces that the pattern leads to",
      access: "signed",
      query: { path: "into the result" },
      answer: z.string(),
      codes: RUN_CODES,
      handle: (call) => watchPiece(parts, call),
    }),
  ];
}

async function runPiece(
  { hosting, pieces, metrics }: PieceRouteParts,
  { principal, params }: RouteCall<unknown>,
  request: PieceRequest,
): Promise<RunAnswer> {
  const { space = "" } = params;
  // Said here already, so that nobody without rights makes the server start a process.
  hosting.info(space, principal);
  try {
    const answer = await pieces.run({ space, principal }, request);
    metrics.runs.inc({ outcome: "ok" });
    return answer;
  } catch (error) {
    metrics.runs.inc({ outcome: "failed" });
    throw error;
  }
}

interface NewPiece {
  readonly program: { readonly main: string; readonly files: Record<string, string> };
  readonly exportName: string;
  readonly argument?: unknown;
}

async function newPiece(parts: PieceRouteParts, call: RouteCall<NewPiece>): Promise<unknown> {
  parts.hosting.info(call.params.space!, call.principal);
  const { program: source, exportName, argument } = call.body;
  const { program, diagnostics } = await parts.compiler.compile(source);
  if (program === undefined || diagnostics.some(({ severity }) => severity === "error")) {
    throw new ProgramRefusedError(source.main, diagnostics);
  }
  const request = { verb: "new", program, source, exportName, argument } as const;
  return (await runPiece(parts, call, request)).value;
}

/** Answers when the first value is there, so that errors before it have their status. */
async function watchPiece(
  { hosting, pieces }: PieceRouteParts,
  { principal, params, query }: RouteCall<unknown>,
): Promise<Response> {
  const { space = "", piece = "" } = params;
  hosting.info(space, principal);
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const waiting = new WatchBacklog();
  let isWriting = false;
  const flush = async () => {
    if (isWriting) return;
    isWriting = true;
    for (let event = waiting.next(); event !== undefined; event = waiting.next()) {
      try {
        if (event.kind === "end") return void await writer.close();
        await writer.write(encoder.encode(eventText(event)));
      } catch {
        return watching.stop();
      }
    }
    isWriting = false;
  };
  const place = { space, principal };
  const path = query.get("path") ?? "";
  const watching = pieces.watch(place, { verb: "watch", piece, path }, (event) => {
    waiting.add(event);
    flush();
  });
  writer.closed.catch(() => watching.stop());
  await watching.started;
  return new Response(readable, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** What a slow reader has still to get: it misses the values between, and nothing else. */
class WatchBacklog {
  readonly #events: WatchEvent[] = [];

  add(event: WatchEvent): void {
    const old = this.#events.findIndex(({ kind }) => kind === "value");
    if (event.kind === "value" && old >= 0) this.#events.splice(old, 1);
    if (this.#events.length < EVENTS_MAX || event.kind !== "navigate") this.#events.push(event);
  }

  next(): WatchEvent | undefined {
    return this.#events.shift();
  }
}

function eventText(event: Exclude<WatchEvent, { kind: "end" }>): string {
  return event.kind === "value"
    ? `data: ${JSON.stringify(event.value)}\n\n`
    : `event: navigate\ndata: ${JSON.stringify(event.target)}\n\n`;
}
