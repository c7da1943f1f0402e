import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Fabric, openFabric } from "@cf/fabric";
import type { Json } from "@cf/utils";
import type { Piece } from "../../piece/piece.ts";
import type { HostServices } from "../host.ts";
import { type FakeModel, lastText, type Script, startFakeModel } from "../test/fake-model.ts";

const PATH = fileURLToPath(new URL("../test/fixtures/models.tsx", import.meta.url));

interface Stage {
  readonly piece: Piece;
  readonly fabric: Fabric;
  readonly model: FakeModel;
  /** The state at a path, once nothing is outstanding. */
  settled(path: string): Promise<Record<string, Json>>;
}

async function withModel(
  script: Script,
  test: (stage: Stage) => Promise<void>,
  { argument = {}, ...services }: HostServices & { argument?: object } = {},
): Promise<void> {
  const model = startFakeModel(script);
  const fabric = await openFabric({ store: ":memory:", llm: model.provider, ...services });
  try {
    const piece = await fabric.run(PATH, { argument });
    const settled = async (path: string) => {
      const stop = piece.sink(path, () => {});
      await fabric.idle({ builtins: true });
      const state = await piece.get(path);
      stop();
      return state as Record<string, Json>;
    };
    await test({ piece, fabric, model, settled });
  } finally {
    await fabric.close();
    await model.close();
  }
}

/** A streamed answer, byte by byte. */
function bytewise(text: string): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, ++at));
      else controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

const delta = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });

const ended = (reason: string) =>
  JSON.stringify({ choices: [{ delta: {}, finish_reason: reason }] });

const events = (...data: string[]) =>
  new Response(data.map((one) => `data: ${one}\n\n`).join(""), {
    headers: { "content-type": "text/event-stream" },
  });

const call = (index: number, name: string, given: object, id?: string) => ({
  choices: [{
    delta: { tool_calls: [{ index, id, function: { name, arguments: JSON.stringify(given) } }] },
  }],
});

Deno.test("generateText() reads an answer whose signs and lines come in pieces", async () => {
  const script = () =>
    bytewise(
      `: hello\r\n\r\ndata: ${delta("žluťoučký ")}\r\n\r\ndata: ${delta("🐎\u2028")}\r\rdata:${
        delta("kůň")
      }\n\ndata: [DONE]\n\n`,
    );
  await withModel(script, async ({ settled }) => {
    assert.equal((await settled("text")).result, "žluťoučký 🐎\u2028kůň");
  }, { argument: { prompt: "horse" } });
});

Deno.test("generateObject() asks for the author's names, whatever they are", async () => {
  const note = { title: "a", tags: ["b"], scope: { type: "c" } };
  await withModel(() => [JSON.stringify(note)], async ({ settled, model }) => {
    assert.deepEqual((await settled("note")).result, note);
    const format = model.asked[0]!.body.response_format as {
      json_schema: { schema: { properties: Record<string, unknown>; required: string[] } };
    };
    const { properties, required } = format.json_schema.schema;
    assert.deepEqual(Object.keys(properties), ["due", "place", "scope", "tags", "title"]);
    assert.deepEqual(required, ["scope", "tags", "title"], "what may be undefined may be left out");
    assert.deepEqual(properties.due, { type: "string" });
    assert.deepEqual(properties.scope, {
      type: "object",
      properties: { ifc: { type: "number" }, type: { type: "string" } },
      required: ["type"],
    });
    assert.match(JSON.stringify(properties.place), /asCell/);
  }, { argument: { prompt: "a note" } });
});

Deno.test("generateObject() of one of some texts asks for it inside of an object", async () => {
  await withModel(() => [`{"value":"spam"}`], async ({ settled, model }) => {
    const { result, error } = await settled("kind");
    assert.deepEqual([result, error], ["spam", undefined]);
    const { json_schema: { schema } } = model.asked[0]!.body.response_format as {
      json_schema: { schema: unknown };
    };
    assert.deepEqual(schema, {
      type: "object",
      properties: { value: { enum: ["ham", "spam"] } },
      required: ["value"],
    });
  }, { argument: { prompt: "Buy now" } });
});

Deno.test("generateText() asks for nothing while its prompt is false", async () => {
  await withModel(() => ["gone"], async ({ piece, settled, model }) => {
    assert.deepEqual(await settled("gated"), { pending: false });
    assert.equal(model.asked.length, 0);
    await piece.setArgument("ready", true);
    assert.equal((await settled("gated")).result, "gone");
    assert.equal(lastText(model.asked[0]!), "Go");
  });
});

Deno.test("generateText() takes one text for its messages", async () => {
  await withModel((asked) => [lastText(asked)], async ({ settled }) => {
    assert.equal((await settled("asked")).result, "One text");
  });
});

const UNUSABLE: Record<string, [() => Response, RegExp]> = {
  "is no JSON": [() => new Response("<html>"), /answer: it is no JSON$/],
  "has a part that is no JSON": [() => events(delta("a"), "{"), /answer: an event is no JSON$/],
  "breaks off": [() => events(delta("a")), /answer: it broke off$/],
  "is an error": [() => events(delta("a"), `{"error":{"message":"overloaded"}}`), /overloaded$/],
  "is a refusal": [
    () => Response.json({ choices: [{ message: { content: null, refusal: "I cannot" } }] }),
    /answer: the model refused: I cannot$/,
  ],
  "is withheld": [() => events(ended("content_filter")), /the model's server withheld it$/],
};

for (const [what, [answer, words]] of Object.entries(UNUSABLE)) {
  Deno.test(`an answer of a model that ${what} is an error`, async () => {
    await withModel(answer, async ({ settled }) => {
      const { pending, result, error } = await settled("text");
      assert.deepEqual([pending, result], [false, undefined]);
      assert.match((error as { error: string }).error, words);
    }, { argument: { prompt: "Hello" } });
  });
}

Deno.test("generateObject() says that its answer was cut off, a text is what there is", async () => {
  const script = () => events(delta(`{"title":`), ended("length"));
  await withModel(script, async ({ settled }) => {
    const { error } = await settled("note");
    assert.match((error as { error: string }).error, /cut off; a larger maxTokens is needed$/);
    assert.equal((await settled("text")).result, `{"title":`);
  }, { argument: { prompt: "Hello" } });
});

Deno.test("a model that falls silent in the middle of its answer is an error in the end", async () => {
  const timers: (() => void)[] = [];
  const waiting = Promise.withResolvers<void>();
  const after = (_ms: number, fn: () => void) => {
    // The first waits for the head, the next for the first part, the third for what never comes.
    if (timers.push(fn) === 3) waiting.resolve();
    return () => {};
  };
  const silent = () =>
    new Response(
      new ReadableStream({
        start: (controller) =>
          controller.enqueue(new TextEncoder().encode(`data: ${delta("a")}\n\n`)),
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
  const llm = { url: "http://model.test/v1", fetch: () => Promise.resolve(silent()) };
  await withModel(() => [], async ({ settled }) => {
    const state = settled("text");
    await waiting.promise;
    timers[2]!();
    const { pending, error } = await state;
    assert.equal(pending, false);
    assert.match(
      (error as { error: string }).error,
      /^Cannot hear a language model out: no answer within 7 ms$/,
    );
  }, { argument: { prompt: "Hello" }, after, answerTimeoutMs: 7, llm });
});

/** Timers that fire at once, but for those of the host's patience. */
function pauses(patienceMs: number) {
  const waited: number[] = [];
  const after = (delayMs: number, fn: () => void) => {
    if (delayMs !== patienceMs) {
      waited.push(delayMs);
      fn();
    }
    return () => {};
  };
  return { waited, after, answerTimeoutMs: patienceMs };
}

const busy = (retryAfter: string) =>
  new Response(`{"error":{"message":"too many"}}`, {
    status: 429,
    headers: { "retry-after": retryAfter },
  });

Deno.test("a busy model is asked again when it says, and not more than twice", async () => {
  const answers = [busy("2"), busy("3"), events(delta("now"), "[DONE]")];
  const { waited, ...services } = pauses(60_000);
  await withModel(() => answers.shift()!, async ({ settled, piece }) => {
    assert.equal((await settled("text")).result, "now");
    assert.deepEqual(waited, [2000, 3000]);
    answers.push(busy("1"), busy("1"), busy("4"), busy("5"));
    await piece.setArgument("prompt", "Hello again");
    const { error } = await settled("text");
    assert.match((error as { error: string }).error, /language model: it answered 429: too many$/);
    assert.equal(answers.length, 1);
  }, { argument: { prompt: "Hello" }, ...services });
});

Deno.test("a model that is busy for longer than the host waits is an error that says how long", async () => {
  const { waited, ...services } = pauses(5000);
  await withModel(() => busy("6"), async ({ settled, model }) => {
    const { error } = await settled("text");
    assert.match(JSON.stringify(error), /it answered 429: too many/);
    assert.deepEqual([waited, model.asked.length], [[], 1]);
  }, { argument: { prompt: "Hello" }, ...services });
});

Deno.test("a server that hangs up is an error", async () => {
  const script = () =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(`data: ${delta("a")}\n\n`));
          controller.error(new Error("gone"));
        },
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
  await withModel(script, async ({ settled }) => {
    const { pending, result, error } = await settled("text");
    assert.deepEqual([pending, result], [false, undefined]);
    assert.match((error as { error: string }).error, /^Cannot /);
  }, { argument: { prompt: "Hello" } });
});

Deno.test("llmDialog() gives tools the names of their types, in every depth", async () => {
  const given = { note: { tags: ["x", "y"], scope: "cellar" } };
  const script: Script = ({ body }) =>
    body.messages.length > 1 ? ["done"] : [{ name: "file", arguments: JSON.stringify(given) }, {
      name: "tags",
      arguments: JSON.stringify(given),
    }];
  await withModel(script, async ({ piece, fabric, model }) => {
    await piece.send("dialog.addMessage", "File it");
    await fabric.idle({ builtins: true });
    assert.deepEqual(await piece.get("log"), ["x+y in cellar"]);
    const results = model.asked[1]!.body.messages.slice(-2).map(({ content }) => content);
    assert.deepEqual(results, [`{"ok":true}`, `{"count":2}`]);
    const [tool] = model.asked[0]!.body.tools as unknown as {
      function: { parameters: { properties: { note: { properties: object } } } };
    }[];
    const { note } = tool!.function.parameters.properties;
    assert.deepEqual(Object.keys(note.properties), ["scope", "tags"]);
  });
});

Deno.test("llmDialog() tells each call its own result where a server counts calls anew", async () => {
  const script: Script = ({ body }) => {
    const round = body.messages.filter(({ role }) => role === "assistant").length;
    const note = { tags: ["a", "b"].slice(round), scope: "" };
    return round < 2
      ? events(JSON.stringify(call(0, "tags", { note }, "call_0")), "[DONE]")
      : ["x"];
  };
  await withModel(script, async ({ piece, fabric, model }) => {
    await piece.send("dialog.addMessage", "Go");
    await fabric.idle({ builtins: true });
    const results = model.asked[2]!.body.messages.filter(({ role }) => role === "tool");
    assert.deepEqual(results.map(({ content }) => content), [`{"count":2}`, `{"count":1}`]);
  });
});

Deno.test("llmDialog() runs no more tools of an answer that was given up", async () => {
  const script: Script = () =>
    events(
      JSON.stringify(call(0, "tags", { note: { tags: [], scope: "" } }, "a")),
      JSON.stringify(call(1, "slow", { word: "late" }, "b")),
      "[DONE]",
    );
  await withModel(script, async ({ piece, fabric }) => {
    const called = Promise.withResolvers<void>();
    const stop = piece.sink("messages", (value) => {
      if ((value as unknown[]).length === 2) called.resolve();
    });
    await piece.send("dialog.addMessage", "Go");
    await called.promise;
    await piece.send("dialog.cancelGeneration");
    await fabric.idle({ builtins: true });
    assert.deepEqual(await piece.get("log"), []);
    assert.equal(await piece.get("dialog.pending"), false);
    stop();
  });
});

Deno.test("llmDialog() tells the model and the log of a tool that throws, and nothing of it stays", async () => {
  const script: Script = ({ body }) =>
    body.messages.length > 1 ? ["sorry"] : [{ name: "fail", arguments: `{"word":"bread"}` }];
  const reported: string[] = [];
  const onError = ({ text }: { text: string }) => void reported.push(text);
  await withModel(script, async ({ piece, fabric, model }) => {
    await piece.send("dialog.addMessage", "Go");
    await fabric.idle({ builtins: true });
    const told = model.asked[1]!.body.messages.at(-1) as { content: string };
    assert.match(told.content, /no bread here/);
    assert.deepEqual(await piece.get("log"), []);
    assert.equal(await piece.get("dialog.result"), "sorry");
    assert.deepEqual(reported, ["tools.fail: no bread here\n  at /models.tsx:45:9"]);
  }, { onError } as never);
});
