/**
 * Tools for a model: patterns made with `patternTool`, which are run until they are settled, and
 * handlers, which are sent the arguments as an event.
 */

import type { Json } from "@cf/utils";
import { cellOf } from "../../cell/faces.ts";
import { presentValue, readValue } from "../../cell/read.ts";
import { CellState } from "../../cell/state.ts";
import { type Schema, shapeOf } from "../../cell/schema.ts";
import { runIn } from "../../context.ts";
import { patternOf } from "../../pattern/factory.ts";
import type { Frame } from "../../pattern/frame.ts";
import type { StreamNode } from "../../pattern/stream.ts";
import { toPlain } from "../../piece/piece.ts";
import type { Runtime } from "../../runtime.ts";
import type { HostServices } from "../host.ts";
import { withPatience } from "../http.ts";
import { conform } from "../validate.ts";
import type { ChatTool } from "./chat.ts";
import { requiredOf, standard } from "./standard-schema.ts";
import { parseArguments, type ToolCall, type ToolResult } from "./messages.ts";

/** A tool and how to call it. */
export interface Tool extends ChatTool {
  call(input: Record<string, Json>, signal: AbortSignal): Promise<Json | undefined>;
}

/** The tools that an author gave, by name; what is no tool is left out. */
export function toolsOf(runtime: Runtime, frame: Frame, given: unknown): Tool[] {
  const record = plainRecord(runtime, given);
  if (record === undefined) return [];
  return Object.entries(record).flatMap(([name, value]) =>
    toolOf(runtime, frame, name.replaceAll(/[^A-Za-z0-9_-]/g, "_"), value) ?? []
  );
}

function plainRecord(runtime: Runtime, given: unknown): Record<string, unknown> | undefined {
  const value = cellOf(given) === undefined ? given : presentValue({ runtime }, given, undefined);
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
      cellOf(value) === undefined
    ? value as Record<string, unknown>
    : undefined;
}

function toolOf(runtime: Runtime, frame: Frame, name: string, value: unknown): Tool | undefined {
  if (patternOf(value) !== undefined) return patternCall(runtime, frame, name, value as object, {});
  const stream = streamOf(runtime, value);
  if (stream !== undefined) return handlerCall(runtime, frame, name, stream, {});
  const parts = plainRecord(runtime, value);
  if (parts === undefined) return undefined;
  const handler = streamOf(runtime, parts.handler ?? parts.stream);
  if (handler !== undefined) return handlerCall(runtime, frame, name, handler, parts);
  const factory = patternOf(parts.pattern) === undefined
    ? plainRecord(runtime, parts.pattern)?.pattern
    : parts.pattern;
  if (patternOf(factory) === undefined) return undefined;
  return patternCall(runtime, frame, name, factory as object, parts);
}

function streamOf(runtime: Runtime, value: unknown): StreamNode | undefined {
  const state = cellOf(value);
  return state === undefined ? undefined : runtime.streamAt(state);
}

/** A pattern is run in a frame of its own until everything in it has its answer. */
function patternCall(
  runtime: Runtime,
  outer: Frame,
  name: string,
  factory: object,
  parts: Record<string, unknown>,
): Tool {
  const extra = plainRecord(runtime, parts.extraParams) ?? {};
  const pattern = patternOf(factory)!;
  const schema = asSchema(parts.inputSchema) ?? pattern.argumentSchema;
  return {
    name,
    description: describe(parts, pattern.resultSchema, pattern.argumentSchema, pattern.name),
    parameters: parametersOf(schema, Object.keys(extra)),
    call: async (input, signal) => {
      const frame = outer.nested(outer.claim(`(call ${name})`));
      try {
        const result = runIn(
          { mode: "body", runtime, frame },
          () => (factory as (inputs: unknown) => unknown)({ ...input, ...extra }),
        );
        return await runtime.builtins.answeredWithin(
          frame,
          signal,
          () => withoutViews(toPlain(presentValue({ runtime }, result, undefined))),
        );
      } finally {
        frame.dispose();
      }
    },
  };
}

/** A model has no use for views. */
function withoutViews(value: Json | undefined): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !/^\$(\w+_)?UI$/.test(key)),
  );
}

/**
 * A handler is sent the arguments and, as `result`, a cell for its answer; the answer is what it
 * wrote there, else what it returned.
 */
function handlerCall(
  runtime: Runtime,
  outer: Frame,
  name: string,
  stream: StreamNode,
  parts: Record<string, unknown>,
): Tool {
  const schema = asSchema(parts.inputSchema) ?? stream.site.event;
  return {
    name,
    description: describe(parts, undefined, stream.site.event, name),
    parameters: parametersOf(schema, ["result"]),
    call: async (input) => {
      const target = outer.documentOf(outer.claim(`(answer of ${name})`), "session");
      const state = new CellState(runtime, target, [], undefined, undefined);
      const event = { ...input, result: runtime.faces.cell(state) };
      const returned = await runtime.queue.send(stream, event);
      const written = await runtime.whenReady(() => toPlain(readValue(state)));
      return written ?? toPlain(returned) ?? { ok: true };
    },
  };
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === "object" && value !== null ? value as Schema : undefined;
}

function describe(
  parts: Record<string, unknown>,
  ...others: (Schema | string | undefined)[]
): string {
  if (typeof parts.description === "string") return parts.description;
  for (const other of others) {
    if (typeof other === "string") return other;
    const text = shapeOf(other)?.schema.description;
    if (typeof text === "string") return text;
  }
  return "";
}

/** The schema of what the model chooses: without inputs that are filled already, or are handles. */
function parametersOf(schema: Schema | undefined, filled: readonly string[]): unknown {
  const shape = shapeOf(schema);
  if (shape === undefined) {
    return { type: "object", properties: {}, required: [], additionalProperties: true };
  }
  const { root } = shape;
  const { properties = {} } = shape.schema;
  const own = Object.entries(properties).filter(([key, property]) =>
    !filled.includes(key) &&
    !(typeof property === "object" && property.asCell?.some((kind) => kind === "stream"))
  );
  const names = own.map(([key]) => key);
  const { $defs } = root;
  return {
    type: "object",
    properties: Object.fromEntries(own.map(([key, property]) => [key, standard(property, root)])),
    required: requiredOf(shape.schema, root).filter((key) => names.includes(key)),
    ...($defs === undefined ? {} : standard({ $defs }, root) as object),
  };
}

/** Calls what the model asked for; a failure is told to the model and does not end the answer. */
export async function callTool(
  tools: readonly Tool[],
  call: ToolCall,
  { signal, host }: { signal: AbortSignal; host: HostServices },
): Promise<ToolResult> {
  const fail = (reason: string): ToolResult => ({ call, value: reason, failed: true });
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(", ");
    return fail(`There is no tool '${call.name}'; there are ${names}`);
  }
  const input = parseArguments(call.arguments);
  if (input === undefined) return fail("The arguments are no JSON object");
  const fitting = conform(input, tool.parameters as Schema);
  if ("problem" in fitting) {
    const { path, reason } = fitting.problem;
    return fail(`The arguments do not fit: '${path}' is ${reason}`);
  }
  try {
    const value = await withPatience(
      host,
      (limited) => tool.call(fitting.value as Record<string, Json>, limited),
      { action: `finish tool '${call.name}'`, signal },
    );
    return { call, value: value ?? null, failed: false };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
