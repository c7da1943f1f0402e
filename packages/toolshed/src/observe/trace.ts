/**
 * Spans for OpenTelemetry. Deno exports them when it runs with `OTEL_DENO=true` and an endpoint in
 * `OTEL_EXPORTER_OTLP_ENDPOINT`; without, a span costs next to nothing.
 */

import { type Attributes, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { errorFields } from "./log.ts";

const tracer = trace.getTracer("cf.toolshed");

/** A span that its caller ends. */
export function startSpan(name: string, attributes: Attributes): Span {
  return tracer.startSpan(name, { attributes });
}

/** Marks a span as failed with the code of `error`. */
export function failSpan(span: Span, error: unknown): void {
  const { code, error: message } = errorFields(error);
  span.setAttribute("cf.code", String(code ?? "internal"));
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(message) });
}

/** Runs `work` within a span. */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  return await tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}
