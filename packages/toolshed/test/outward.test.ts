/** The way out: requests of pages and of pieces that the server runs, and the operator's model. */

import assert from "node:assert/strict";
import { createIdentity, decodeOutwardHead, OUTWARD_HEADER } from "@cf/protocol";
import {
  type AskedChat,
  lastText,
  startFakeModel,
} from "../../runner/src/builtins/test/fake-model.ts";
import { type Server, type ServerOptions, startServer } from "../mod.ts";
import { Caller } from "./caller.ts";

const PATTERN = `
import {
  action, BuiltInLLMMessage, computed, fetchText, generateText, llmDialog, navigateTo, pattern, Stream, Writable,
} from "commonfabric";

interface Output {
  page: { pending: boolean; result?: string; error?: unknown };
  answer: { pending: boolean; result?: string; error?: unknown };
  said: string;
  open: Stream<void, string>;
  wander: Stream<void>;
  talk: Stream<string>;
}

const Child = pattern<{ n: number }>(({ n }) => ({ n }));

export default pattern<{ url: string; prompt: string }, Output>(({ url, prompt }) => {
  const messages = new Writable<BuiltInLLMMessage[]>([]);
  const dialog = llmDialog({ messages });
  const children = new Writable<{ n: number }[]>([]);
  const open = action(() => {
    const child = Child({ n: 7 });
    children.push(child);
    navigateTo(child);
    return "opened";
  });
  return {
    page: fetchText({ url }),
    answer: generateText({ prompt }),
    said: computed(() => messages.get().map(({ content }) => String(content)).join("|")),
    open,
    wander: action(() => open.send()),
    talk: dialog.addMessage,
  };
});
`;

interface World {
  readonly server: Server;
  readonly owner: Caller;
  readonly space: string;
  /** Makes a piece of {@linkcode PATTERN} and gives the function that calls its verbs. */
  piece(argument: object): Promise<(verb: string, body: object) => Promise<unknown>>;
}

async function withWorld(
  options: Partial<ServerOptions>,
  test: (world: World) => Promise<void>,
): Promise<void> {
  const identity = await createIdentity();
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {}, ...options });
  try {
    const owner = new Caller(server.url, identity);
    const { space } = (await owner.send("POST", "/api/spaces", {})).body;
    const piece = async (argument: object) => {
      const made = await owner.send("POST", `/api/spaces/${space}/pieces`, {
        program: { main: "/main.tsx", files: { "/main.tsx": PATTERN } },
        argument,
      });
      assert.equal(made.status, 200, JSON.stringify(made.body));
      const at = `/api/spaces/${space}/pieces/${encodeURIComponent(made.body.piece)}`;
      return async (verb: string, body: object) =>
        (await owner.send("POST", `${at}/${verb}`, body)).body;
    };
    await test({ server, owner, space, piece });
  } finally {
    await server.close();
  }
}

function serve(handler: Deno.ServeHandler<Deno.NetAddr>) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const host = `127.0.0.1:${server.addr.port}`;
  return { host, url: `http://${host}/`, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("a page's request is made by the server, byte for byte and as it arrives", async () => {
  const gate = Promise.withResolvers<void>();
  await using site = serve(() => {
    const body = ReadableStream.from((async function* () {
      yield new Uint8Array([1, 2]);
      await gate.promise;
      yield new Uint8Array([255]);
    })());
    return new Response(body, {
      status: 418,
      headers: { "content-type": "text/html", "x-a": "b" },
    });
  });
  await withWorld({ outward: { hosts: [site.host] } }, async ({ owner, space }) => {
    const response = await owner.fetch("POST", `/api/spaces/${space}/fetch`, { url: site.url });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/octet-stream");
    const head = decodeOutwardHead(response.headers.get(OUTWARD_HEADER)!);
    assert.deepEqual([head.status, head.url], [418, site.url]);
    assert.equal(new Map(head.headers).get("x-a"), "b");
    const reader = response.body!.getReader();
    assert.deepEqual((await reader.read()).value, new Uint8Array([1, 2]));
    gate.resolve();
    assert.deepEqual((await reader.read()).value, new Uint8Array([255]));
    assert.equal((await reader.read()).done, true);
  });
});

Deno.test("the server's own network is out of reach unless its operator says otherwise", async () => {
  await using site = serve(() => new Response("inner"));
  await withWorld({}, async ({ owner, space, piece }) => {
    const { status, body } = await owner.send("POST", `/api/spaces/${space}/fetch`, {
      url: site.url,
    });
    assert.deepEqual([status, body.error.code], [403, "address-refused"]);
    const call = await piece({ url: site.url, prompt: "" });
    const { value } = await call("get", { path: "page" }) as { value: { error: unknown } };
    assert.match(JSON.stringify(value.error), /is in the server's own network/);
  });
  await withWorld({ outward: { hosts: [site.host] } }, async ({ piece }) => {
    const call = await piece({ url: site.url, prompt: "" });
    const { value } = await call("get", { path: "page.result" }) as { value: unknown };
    assert.equal(value, "inner");
  });
});

Deno.test("requests need rights in the space, and those of models the right to write", async () => {
  const model = startFakeModel(() => ["yes"]);
  const exchange = { messages: [{ role: "user", content: "well?" }] };
  try {
    await withWorld({ model: model.provider }, async ({ server, owner, space }) => {
      const reader = new Caller(server.url, await createIdentity());
      const ask = (who: Caller) =>
        who.send("POST", `/api/spaces/${space}/model/chat/completions`, exchange);
      const fetchIt = (who: Caller) =>
        who.send("POST", `/api/spaces/${space}/fetch`, { url: "http://127.0.0.1:1/" });
      assert.equal((await fetchIt(reader)).body.error.code, "not-allowed");
      assert.equal((await ask(reader)).body.error.code, "not-allowed");
      const { did } = reader.identity;
      await owner.send("PUT", `/api/spaces/${space}/access/${did}`, { capability: "read" });
      assert.equal((await fetchIt(reader)).body.error.code, "address-refused");
      assert.equal((await ask(reader)).body.error.code, "not-allowed");
      await owner.send("PUT", `/api/spaces/${space}/access/${did}`, { capability: "write" });
      const path = `/api/spaces/${space}/model/chat/completions`;
      const answer = await reader.fetch("POST", path, exchange);
      assert.match(await answer.text(), /"content":"yes"/);
      const [asked] = model.asked;
      assert.equal(model.asked.length, 1);
      assert.deepEqual([asked!.authorization, asked!.body.model], ["Bearer secret", "fake-1"]);
      assert.doesNotMatch(JSON.stringify([...answer.headers]), /secret/);
      const odd = await owner.send("POST", path, { ...exchange, user: "x" });
      assert.equal(odd.body.error.code, "bad-request");
    });
  } finally {
    await model.close();
  }
});

Deno.test("a client that hangs up ends what is asked for it, before and after the head", async () => {
  const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const gone = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using site = serve((request) => {
    const at = Number(new URL(request.url).pathname.slice(1));
    request.signal.addEventListener("abort", () => gone[at]!.resolve());
    arrived[at]!.resolve();
    if (at === 0) return gone[0]!.promise.then(() => new Response());
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(1)),
        cancel: () => gone[1]!.resolve(),
      }),
    );
  });
  await withWorld({ outward: { hosts: [site.host] } }, async ({ owner, space }) => {
    for (const at of [0, 1]) {
      const abort = new AbortController();
      const path = `/api/spaces/${space}/fetch`;
      const open = owner.fetch("POST", path, { url: `${site.url}${at}` }, abort.signal);
      open.catch(() => {});
      await arrived[at]!.promise;
      if (at === 1) await (await open).body!.getReader().read();
      abort.abort();
      await gone[at]!.promise;
    }
  });
});

Deno.test("an answer beyond the limit is refused, or cut off where it does not say its size", async () => {
  await using site = serve((request) =>
    request.url.endsWith("long")
      ? new Response(new Uint8Array(2000))
      : new Response(ReadableStream.from([new Uint8Array(900), new Uint8Array(900)]))
  );
  const outward = { hosts: [site.host], limits: { answerBytesMax: 1000 } };
  await withWorld({ outward }, async ({ owner, space, piece }) => {
    const ask = (url: string) => owner.fetch("POST", `/api/spaces/${space}/fetch`, { url });
    const refused = await ask(`${site.url}long`);
    assert.equal((await refused.json()).error.code, "answer-too-large");
    await assert.rejects((await ask(`${site.url}stream`)).arrayBuffer());
    const call = await piece({ url: `${site.url}stream`, prompt: "" });
    const { value } = await call("get", { path: "page" }) as { value: { error: unknown } };
    assert.match(JSON.stringify(value.error), /more than 1000 bytes/);
  });
});

Deno.test("a piece that the server runs asks the operator's model, or hears that there is none", async () => {
  const model = startFakeModel((asked: AskedChat) => ["You said ", lastText(asked)]);
  try {
    await withWorld({ model: model.provider }, async ({ piece }) => {
      const call = await piece({ url: "", prompt: "Hello" });
      const { value } = await call("get", { path: "answer.result" }) as { value: unknown };
      assert.equal(value, "You said Hello");
    });
  } finally {
    await model.close();
  }
  await withWorld({}, async ({ piece }) => {
    const call = await piece({ url: "", prompt: "Hello" });
    const { value } = await call("get", { path: "answer" }) as { value: { error: unknown } };
    assert.match(JSON.stringify(value.error), /this server has none; its operator sets CF_LLM_URL/);
  });
});

Deno.test("a call on a dialog answers when the model has, if it is told to, else at its commit", async () => {
  const gate = Promise.withResolvers<void>();
  let rounds = 0;
  const model = startFakeModel(async function* (asked: AskedChat) {
    if (rounds++ === 1) await gate.promise;
    yield `Re: ${lastText(asked)}`;
  });
  try {
    await withWorld({ model: model.provider }, async ({ piece }) => {
      const call = await piece({ url: "", prompt: "" });
      const settled = await call("call", { path: "talk", event: "one", settle: true });
      assert.deepEqual(settled, { settled: true });
      const said = async () => await call("get", { path: "said", settle: false });
      assert.deepEqual(await said(), { value: "one|Re: one" });
      assert.deepEqual(await call("call", { path: "talk", event: "two" }), { settled: true });
      assert.deepEqual(await said(), { value: "one|Re: one|two" });
      gate.resolve();
    });
  } finally {
    gate.resolve();
    await model.close();
  }
});

Deno.test("a call that is committed is answered although what it asked for takes too long", async () => {
  const gate = Promise.withResolvers<void>();
  const model = startFakeModel(async function* () {
    await gate.promise;
    yield "late";
  });
  try {
    const budgets = { settleMs: 1 };
    await withWorld({ model: model.provider, budgets }, async ({ piece }) => {
      const call = await piece({ url: "", prompt: "" });
      const answer = await call("call", { path: "talk", event: "one", settle: true });
      assert.deepEqual(answer, { settled: false });
      gate.resolve();
    });
  } finally {
    gate.resolve();
    await model.close();
  }
});

Deno.test("a caller is told where a handler, and what it sends, leads", async () => {
  await withWorld({}, async ({ space, piece }) => {
    const call = await piece({ url: "", prompt: "" });
    const { result, navigate } = await call("call", { path: "open" }) as {
      result: unknown;
      navigate: { space: string; id: string }[];
    };
    assert.equal(result, "opened");
    assert.equal(navigate.length, 1);
    assert.equal(navigate[0]!.space, space);
    const wandered = await call("call", { path: "wander", settle: true }) as typeof navigate[0] & {
      navigate: { id: string }[];
    };
    assert.equal(wandered.navigate.length, 1);
    assert.notEqual(wandered.navigate[0]!.id, navigate[0]!.id);
  });
});
