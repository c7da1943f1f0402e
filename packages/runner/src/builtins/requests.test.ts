import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Fabric, openFabric } from "@cf/fabric";
import type { Json } from "@cf/utils";
import type { Piece } from "../piece/piece.ts";
import type { HostServices } from "./host.ts";
import { type AskedChat, type Piece as Said, startFakeModel } from "./test/fake-model.ts";

/** Runs `test` with a piece of the fixture on a space in memory. */
async function withPiece(
  { services, argument = {} }: { services: HostServices; argument?: object },
  test: (piece: Piece, fabric: Fabric) => Promise<void>,
): Promise<void> {
  const fabric = await openFabric({ store: ":memory:", ...services });
  try {
    const path = fileURLToPath(new URL("test/fixtures/requests.tsx", import.meta.url));
    await test(await fabric.run(path, { argument }), fabric);
  } finally {
    await fabric.close();
  }
}

/** What a sink saw, and when it sees what is waited for. */
class Seen {
  readonly values: Json[] = [];
  readonly stop: () => void;
  #waiting: (() => void)[] = [];

  constructor(piece: Piece, path: string) {
    this.stop = piece.sink(path, (value) => {
      this.values.push(value ?? null);
      for (const look of this.#waiting) look();
    });
  }

  until(holds: (value: Record<string, Json>) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (this.values.some((value) => holds(value as Record<string, Json>))) resolve();
    };
    this.#waiting.push(look);
    look();
    return promise;
  }
}

interface Call {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly answer: PromiseWithResolvers<Response>;
}

/** A network whose answers the test gives. */
function manualNetwork() {
  const calls: Call[] = [];
  let arrived = Promise.withResolvers<void>();
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const signal = init!.signal!;
    const answer = Promise.withResolvers<Response>();
    signal.addEventListener("abort", () => answer.reject(signal.reason));
    calls.push({ url: String(input), signal, answer });
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
    return answer.promise;
  };
  const call = async (index: number): Promise<Call> => {
    while (calls.length <= index) await arrived.promise;
    return calls[index]!;
  };
  return { fetch, calls, call };
}

Deno.test("a request is made once, and only while something observes it", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece, fabric) => {
    await fabric.idle();
    assert.equal(network.calls.length, 0);
    const one = new Seen(piece, "text");
    const two = new Seen(piece, "twin");
    (await network.call(0)).answer.resolve(new Response("hello"));
    await one.until(({ result }) => result === "hello");
    await two.until(({ result }) => result === "hello");
    assert.deepEqual(one.values, [{ pending: true }, { pending: false, result: "hello" }]);
    one.stop();
    two.stop();
    await fabric.idle();
    const again = new Seen(piece, "text");
    assert.deepEqual(again.values, [{ pending: false, result: "hello" }]);
    assert.equal(network.calls.length, 1);
    again.stop();
  });
});

Deno.test("a request that nobody waits for is aborted, and made again for who looks again", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece, fabric) => {
    const seen = new Seen(piece, "text");
    const first = await network.call(0);
    seen.stop();
    await fabric.idle();
    assert.equal(first.signal.aborted, true);
    assert.equal(fabric.runtime.builtins.pending, 0);
    const again = new Seen(piece, "text");
    (await network.call(1)).answer.resolve(new Response("late"));
    await again.until(({ result }) => result === "late");
    again.stop();
  });
});

Deno.test("a changed request aborts the old one and never shows its answer", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece) => {
    const seen = new Seen(piece, "text");
    const first = await network.call(0);
    await piece.setArgument("url", "https://example.org/b");
    const second = await network.call(1);
    assert.equal(second.url, "https://example.org/b");
    assert.equal(first.signal.aborted, true);
    assert.deepEqual(seen.values, [{ pending: true }]);
    second.answer.resolve(new Response("b"));
    await seen.until(({ result }) => result === "b");
    assert.deepEqual(seen.values.at(-1), { pending: false, result: "b" });
    await piece.setArgument("url", "");
    await seen.until(({ pending, result }) => pending === false && result === undefined);
    seen.stop();
  });
});

Deno.test("a request that replaces another shows the former answer until it has its own", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece) => {
    const seen = new Seen(piece, "text");
    (await network.call(0)).answer.resolve(new Response("a"));
    await seen.until(({ result }) => result === "a");
    await piece.setArgument("url", "https://example.org/b");
    const second = await network.call(1);
    assert.deepEqual(seen.values.at(-1), { pending: true, result: "a" });
    await piece.setArgument("url", "https://example.org/c");
    const third = await network.call(2);
    assert.equal(second.signal.aborted, true);
    assert.deepEqual(seen.values.at(-1), { pending: true, result: "a" });
    third.answer.reject(new TypeError("no route"));
    await seen.until(({ error }) => error !== undefined);
    assert.deepEqual(Object.keys(seen.values.at(-1) as object), ["pending", "error"]);
    await piece.setArgument("url", "https://example.org/d");
    await network.call(3);
    assert.deepEqual(seen.values.at(-1), { pending: true });
    await piece.setArgument("url", "");
    await piece.setArgument("url", "https://example.org/a");
    await seen.until(({ pending, result }) => pending === false && result === "a");
    assert.equal(network.calls.length, 4);
    seen.stop();
  });
});

Deno.test("a request made in a computation keeps its answer, one of several does not", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece) => {
    const seen = new Seen(piece, "made");
    for (const at of [0, 1, 2]) {
      const { url, answer } = await network.call(at);
      answer.resolve(new Response(url.slice("https://example.org/".length)));
    }
    const ready = (result: string) => ({ pending: false, result });
    await seen.until((made) => !JSON.stringify(made).includes("true"));
    assert.deepEqual(seen.values.at(-1), { page: ready("a"), parts: [ready("a/1"), ready("a/2")] });
    for (
      const [url, last] of [["https://example.org/b", 5], ["https://example.org/c", 8]] as const
    ) {
      await piece.setArgument("url", url);
      await network.call(last);
      const parts = [{ pending: true }, { pending: true }];
      assert.deepEqual(seen.values.at(-1), { page: { pending: true, result: "a" }, parts });
    }
    await piece.setArgument("url", "");
    await piece.setArgument("url", "https://example.org/d");
    await network.call(11);
    assert.deepEqual((seen.values.at(-1) as { page: Json }).page, { pending: true });
    seen.stop();
  });
});

for (const [stream, first, second] of [["note", null, "hello"], ["noteLength", -1, 5]] as const) {
  Deno.test(`a request that a handler reads is made, for the next event (${stream})`, async () => {
    const network = manualNetwork();
    const timers: { delayMs: number; fire: () => void; running: boolean }[] = [];
    const after = (delayMs: number, fire: () => void) => {
      const timer = { delayMs, fire, running: true };
      timers.push(timer);
      return () => void (timer.running = false);
    };
    await withPiece({ services: { fetch: network.fetch, after } }, async (piece, fabric) => {
      await piece.send(stream);
      const call = await network.call(0);
      assert.equal(call.signal.aborted, false);
      call.answer.resolve(new Response("hello"));
      await fabric.runtime.idle({ builtins: true });
      await piece.send(stream);
      assert.deepEqual(await piece.get("noted"), [first, second]);
      await piece.setArgument("url", "https://example.org/b");
      const later = await network.call(1);
      for (const timer of timers) if (timer.running && timer.delayMs === 60_000) timer.fire();
      await fabric.idle();
      assert.equal(later.signal.aborted, true, "nobody looks any more");
      assert.equal(fabric.runtime.builtins.pending, 0);
      await piece.send(stream);
      assert.equal((await network.call(2)).url, "https://example.org/b");
    });
  });
}

Deno.test("an error is shown, and tried again by who looks again", async () => {
  const network = manualNetwork();
  await withPiece({ services: { fetch: network.fetch } }, async (piece, fabric) => {
    const seen = new Seen(piece, "text");
    (await network.call(0)).answer.reject(new TypeError("no route"));
    await seen.until(({ error }) => error !== undefined);
    assert.deepEqual(seen.values.at(-1), {
      pending: false,
      error: { error: "Cannot fetch https://example.org/a: no route" },
    });
    seen.stop();
    await fabric.idle();
    const again = new Seen(piece, "text");
    (await network.call(1)).answer.resolve(new Response("back"));
    await again.until(({ result }) => result === "back");
    again.stop();
  });
});

Deno.test("a server that does not answer is an error when the host's patience is over", async () => {
  const network = manualNetwork();
  const patience: { ms: number; end: () => void }[] = [];
  const after = (ms: number, end: () => void) => {
    patience.push({ ms, end });
    return () => {};
  };
  const services = { fetch: network.fetch, after, answerTimeoutMs: 1234 };
  await withPiece({ services }, async (piece) => {
    const seen = new Seen(piece, "text");
    await network.call(0);
    assert.deepEqual(patience.map(({ ms }) => ms), [1234]);
    patience[0]!.end();
    await seen.until(({ error }) => error !== undefined);
    assert.equal(network.calls[0]!.signal.aborted, true);
    seen.stop();
  });
});

/** A server whose every answer is the stream of events that `source` gives. */
function startEventServer(source: () => AsyncGenerator<string>) {
  const hungUp = Promise.withResolvers<void>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    const events = source();
    const body = new ReadableStream<string>({
      pull: async (controller) => {
        const { value, done } = await events.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => hungUp.resolve(),
    });
    return new Response(body.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, hungUp: hungUp.promise, close: () => server.shutdown() };
}

const priceOf = (result: Json | undefined) => (result as { price: Json } | undefined)?.price;

Deno.test("streamData() shows the latest event of a real server and hangs up when unobserved", async () => {
  const gate = Promise.withResolvers<void>();
  const server = startEventServer(async function* () {
    yield `data: {"price":1}\n\n`;
    await gate.promise;
    yield `: comment\n\ndata: {"price":2}\n\ndata: {"price":3}\n\n`;
    await new Promise(() => {});
  });
  try {
    const argument = { events: server.url };
    await withPiece({ services: {}, argument }, async (piece, fabric) => {
      const seen = new Seen(piece, "prices");
      await seen.until(({ result }) => priceOf(result) === 1);
      await fabric.runtime.idle({ builtins: true });
      gate.resolve();
      await seen.until(({ result }) => priceOf(result) === 3);
      seen.stop();
      await server.hungUp;
    });
  } finally {
    await server.close();
  }
});

/** A server of one stream whose connections the test answers, and timers that the test fires. */
function startBreakingStream() {
  const asked: Request[] = [];
  const answers = [0, 1, 2, 3, 4, 5].map(() => Promise.withResolvers<Response>());
  const onAsked = answers.map(() => Promise.withResolvers<void>());
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const index = asked.push(request) - 1;
    onAsked[index]!.resolve();
    return answers[index]!.promise;
  });
  const paused = answers.map(() => Promise.withResolvers<{ delayMs: number; go: () => void }>());
  let pauses = 0;
  const after = (delayMs: number, go: () => void) => {
    if (delayMs < 60_000) paused[pauses++]!.resolve({ delayMs, go });
    return () => {};
  };
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    after,
    asked: async (index: number) => (await onAsked[index]!.promise, asked[index]!),
    answer: (index: number, body: string, init: ResponseInit = {}) =>
      answers[index]!.resolve(
        new Response(init.status === 204 ? null : body, {
          headers: { "content-type": "text/event-stream" },
          ...init,
        }),
      ),
    pause: (index: number) => paused[index]!.promise,
    close: () => server.shutdown(),
  };
}

Deno.test("streamData() comes back after the last event it saw, later each time it fails", async () => {
  const stream = startBreakingStream();
  try {
    const argument = { events: stream.url };
    await withPiece({ services: { after: stream.after }, argument }, async (piece) => {
      const seen = new Seen(piece, "prices");
      assert.equal((await stream.asked(0)).headers.get("last-event-id"), null);
      stream.answer(0, `id: 7\ndata: {"price":1}\n\n`);
      const first = await stream.pause(0);
      assert.equal(first.delayMs, 1000);
      assert.deepEqual(seen.values.at(-1), { pending: true, result: { price: 1 } });
      first.go();
      assert.equal((await stream.asked(1)).headers.get("last-event-id"), "7");
      stream.answer(1, "busy", { status: 503 });
      const second = await stream.pause(1);
      assert.equal(second.delayMs, 2000);
      const broken = seen.values.at(-1) as Record<string, Json>;
      assert.deepEqual([broken.pending, broken.result], [true, { price: 1 }]);
      assert.match(JSON.stringify(broken.error), /answered 503/);
      second.go();
      await stream.asked(2);
      stream.answer(2, `retry: 50\nid: 8\ndata: {"price":2}\n\n`);
      await seen.until(({ result }) => priceOf(result) === 2);
      const third = await stream.pause(2);
      assert.equal(third.delayMs, 50);
      third.go();
      assert.equal((await stream.asked(3)).headers.get("last-event-id"), "8");
      stream.answer(3, "", { status: 204 });
      await seen.until(({ pending, result }) => pending === false && priceOf(result) === 2);
      seen.stop();
    });
  } finally {
    await stream.close();
  }
});

Deno.test("streamData() does not come back to who refuses it", async () => {
  const stream = startBreakingStream();
  try {
    const argument = { events: stream.url };
    await withPiece({ services: { after: stream.after }, argument }, async (piece, fabric) => {
      const seen = new Seen(piece, "prices");
      await stream.asked(0);
      stream.answer(0, "no", { status: 403 });
      await fabric.runtime.idle({ builtins: true });
      const { pending, error } = seen.values.at(-1) as Record<string, Json>;
      assert.equal(pending, false);
      assert.match(JSON.stringify(error), /answered 403/);
      seen.stop();
    });
  } finally {
    await stream.close();
  }
});

Deno.test("streamData() keeps its last result beside the error of an event that does not fit", async () => {
  const server = startEventServer(async function* () {
    yield await Promise.resolve(`data: {"price":1}\n\ndata: {"price":"two"}\n\n`);
  });
  try {
    await withPiece({ services: {}, argument: { events: server.url } }, async (piece) => {
      const seen = new Seen(piece, "prices");
      await seen.until(({ error }) => error !== undefined);
      const { result, error } = seen.values.at(-1) as Record<string, Json>;
      assert.deepEqual(result, { price: 1 });
      assert.match(JSON.stringify(error), /'price' is a string, a number is needed/);
      seen.stop();
    });
  } finally {
    await server.close();
  }
});

Deno.test("generateText() shows the answer as it streams", async () => {
  const gate = Promise.withResolvers<void>();
  const model = startFakeModel(async function* (): AsyncGenerator<Said> {
    yield "Hel";
    await gate.promise;
    yield "lo";
  } as never);
  try {
    const services = { llm: model.provider };
    await withPiece({ services, argument: { prompt: "Greet" } }, async (piece) => {
      const seen = new Seen(piece, "answer");
      await seen.until(({ partial }) => partial === "Hel");
      gate.resolve();
      await seen.until(({ result }) => result === "Hello");
      seen.stop();
    });
  } finally {
    await model.close();
  }
});

Deno.test("llmDialog() answers unobserved, shows what streams, and can be cancelled", async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let rounds = 0;
  async function* script(asked: AskedChat): AsyncGenerator<Said> {
    const gate = gates[rounds++]!;
    yield `To ${asked.body.messages.length}: `;
    await gate.promise;
    yield "done";
  }
  const model = startFakeModel(script);
  try {
    await withPiece({ services: { llm: model.provider } }, async (piece, fabric) => {
      gates[0]!.resolve();
      await piece.send("dialog.addMessage", { role: "user", content: "one" });
      await fabric.runtime.idle({ builtins: true });
      const both = [{ role: "user", content: "one" }, { role: "assistant", content: "To 1: done" }];
      assert.deepEqual(await piece.get("messages"), both);

      const seen = new Seen(piece, "dialog");
      await piece.send("dialog.addMessage", { role: "user", content: "two" });
      await seen.until(({ partial }) => partial === "To 3: ");
      await piece.send("dialog.cancelGeneration");
      await fabric.runtime.idle({ builtins: true });
      const { pending, partial } = seen.values.at(-1) as Record<string, Json>;
      assert.deepEqual([pending, partial], [false, undefined]);
      assert.equal((seen.values.at(-1) as Record<string, Json>).result, "To 1: done");
      assert.deepEqual(await piece.get("messages"), [...both, { role: "user", content: "two" }]);
      gates[1]!.resolve();
      seen.stop();
    });
  } finally {
    await model.close();
  }
});

Deno.test("llmDialog() gives up its answer for a message that comes meanwhile, and answers both", async () => {
  const started = Promise.withResolvers<void>();
  async function* script({ body }: AskedChat): AsyncGenerator<Said> {
    yield `To ${body.messages.map(({ content }) => content).join("+")}`;
    if (body.messages.length > 1) return;
    started.resolve();
    await new Promise(() => {});
  }
  const model = startFakeModel(script);
  try {
    await withPiece({ services: { llm: model.provider } }, async (piece, fabric) => {
      const seen = new Seen(piece, "dialog");
      await piece.send("dialog.addMessage", { role: "user", content: "one" });
      await started.promise;
      await seen.until(({ partial }) => partial === "To one");
      await piece.send("dialog.addMessage", "two");
      await fabric.runtime.idle({ builtins: true });
      assert.deepEqual(await piece.get("messages"), [
        { role: "user", content: "one" },
        { role: "user", content: "two" },
        { role: "assistant", content: "To one+two" },
      ]);
      assert.equal((seen.values.at(-1) as Record<string, Json>).pending, false);
      seen.stop();
    });
  } finally {
    await model.close();
  }
});
