/** A model for tests: a real HTTP server on loopback that speaks the chat protocol. */

import type { ModelProvider } from "../host.ts";

/** A request as the server got it. */
export interface AskedChat {
  readonly authorization: string | null;
  readonly body: {
    readonly model?: string;
    readonly messages: readonly { readonly role: string; readonly content: unknown }[];
    readonly tools?: readonly { readonly function: { readonly name: string } }[];
    readonly [field: string]: unknown;
  };
}

/** What the model says: pieces of text, calls of tools, or a whole response. */
export type Script = (asked: AskedChat) => AsyncIterable<Piece> | Iterable<Piece> | Response;

/** One streamed piece. */
export type Piece = string | { readonly name: string; readonly arguments: string };

/** A running server. */
export interface FakeModel {
  readonly provider: ModelProvider;
  /** Every request, in order of arrival. */
  readonly asked: readonly AskedChat[];
  close(): Promise<void>;
}

/** Starts a server that answers by `script`. */
export function startFakeModel(script: Script): FakeModel {
  const asked: AskedChat[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      if (new URL(request.url).pathname !== "/v1/chat/completions") {
        return new Response("no such path", { status: 404 });
      }
      const one = {
        authorization: request.headers.get("authorization"),
        body: await request.json(),
      };
      asked.push(one);
      const answer = script(one);
      if (answer instanceof Response) return answer;
      return new Response(
        ReadableStream.from(events(answer)).pipeThrough(new TextEncoderStream()),
        {
          headers: { "content-type": "text/event-stream" },
        },
      );
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/v1`;
  return {
    provider: { url, key: "secret", model: "fake-1" },
    asked,
    close: () => server.shutdown(),
  };
}

async function* events(pieces: AsyncIterable<Piece> | Iterable<Piece>): AsyncGenerator<string> {
  let calls = 0;
  for await (const piece of pieces) {
    if (typeof piece === "string") {
      yield event({ delta: { content: piece } });
      continue;
    }
    const index = calls++;
    const half = Math.ceil(piece.arguments.length / 2);
    const start = { name: piece.name, arguments: piece.arguments.slice(0, half) };
    yield event({ delta: { tool_calls: [{ index, id: `id-${index}`, function: start }] } });
    const rest = { arguments: piece.arguments.slice(half) };
    yield event({ delta: { tool_calls: [{ index, function: rest }] } });
  }
  yield event({ delta: {}, finish_reason: calls > 0 ? "tool_calls" : "stop" });
  yield "data: [DONE]\n\n";
}

function event(choice: Record<string, unknown>): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`;
}

/** The text of the last message, whatever its form. */
export function lastText({ body }: AskedChat): string {
  const content = body.messages.at(-1)?.content;
  return typeof content === "string" ? content : JSON.stringify(content);
}
