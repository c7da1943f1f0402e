/** `cf call` against a real server: handlers that ask a model or the network, or make pieces. */

import assert from "node:assert/strict";
import { lastText, startFakeModel } from "../../runner/src/builtins/test/fake-model.ts";
import { type Finished, Workplace } from "./run-cf.ts";

const ASKING = `
import {
  action, BuiltInLLMMessage, computed, Default, fetchJson, generateText, handler, llmDialog, NAME,
  navigateTo, pattern, Stream, UI, type VNode, Writable,
} from "commonfabric";

interface Note { [NAME]: string; [UI]: VNode; title: string; words: number }
const Note = pattern<{ title: string }, Note>(({ title }) => ({
  [NAME]: \`Note \${title}\`,
  [UI]: <p>{title}</p>,
  title,
  words: computed(() => title.split(" ").length),
}));
interface Input {
  url: Writable<string | Default<"">>;
  prompt: Writable<string | Default<"">>;
  notes: Writable<Note[] | Default<[]>>;
}
interface Output {
  city: { name: string } | undefined;
  problem: string | undefined;
  answer: string | undefined;
  said: string[];
  notes: Note[];
  load: Stream<{ url: string }>;
  ask: Stream<string, { asked: string; length: number }>;
  talk: Stream<BuiltInLLMMessage>;
  make: Stream<{ title: string }, number>;
  open: Stream<{ title: string }>;
  fails: Stream<void>;
}
const make = handler<{ title: string }, { notes: Writable<Note[]> }, number>(
  ({ title }, { notes }) => {
    notes.push(Note({ title }));
    return notes.get().length;
  },
);
export default pattern<Input, Output>(({ url, prompt, notes }) => {
  const city = fetchJson<{ name: string }>({ url });
  const messages = new Writable<BuiltInLLMMessage[]>([]);
  const dialog = llmDialog({ messages });
  return {
    city: city.result,
    problem: computed(() => (city.error as Error | undefined)?.message),
    answer: generateText({ prompt }).result,
    said: computed(() => messages.get().map(({ content }) => String(content))),
    notes,
    load: action((event: { url: string }) => { url.set(event.url); }),
    ask: action((question: string) => {
      prompt.set(question);
      return { asked: question, length: question.length };
    }),
    talk: dialog.addMessage,
    make: make({ notes }),
    open: action(({ title }: { title: string }) => {
      const note = Note({ title });
      notes.push(note);
      navigateTo(note);
    }),
    fails: action(() => {
      notes.push(Note({ title: "never" }));
      throw new RangeError("on purpose");
    }),
  };
});
`;

interface Setting {
  readonly piece: string;
  readonly space: string;
  readonly url: string;
  /** An address that answers with a city, or with nothing of the kind. */
  readonly network: string;
  cf(verb: string, path: string, ...rest: string[]): Promise<Finished>;
}

async function withAsking(test: (setting: Setting) => Promise<void>): Promise<void> {
  const model = startFakeModel((asked) => ["You said ", lastText(asked)]);
  const network = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/city") return Response.json({ name: "Paris" });
    return pathname === "/other" ? Response.json({ name: 3 }) : new Response("", { status: 404 });
  });
  const { url, key, model: name } = model.provider;
  try {
    await using workplace = new Workplace({
      CF_LLM_URL: url,
      CF_LLM_KEY: key ?? "",
      CF_LLM_MODEL: name ?? "",
    });
    await using serving = await workplace.serve(["--allow-net", "127.0.0.1"]);
    await Deno.writeTextFile(workplace.path("asking.tsx"), ASKING.trimStart());
    const made = await workplace.cf(["piece", "new", "asking.tsx"]);
    assert.equal(made.status, 0, made.err);
    const piece = made.out.trim();
    await test({
      piece,
      space: serving.space,
      url: serving.url,
      network: `http://127.0.0.1:${network.addr.port}`,
      cf: (verb, path, ...rest) => workplace.cf([verb, `${piece}/${path}`, ...rest]),
    });
  } finally {
    await network.shutdown();
    await model.close();
  }
}

function ok({ status, out, err }: Finished): unknown {
  assert.equal(status, 0, err);
  return out === "" ? undefined : JSON.parse(out);
}

Deno.test("cf call starts requests, whose answers cf get waits for", async () => {
  await withAsking(async ({ cf, network }) => {
    const load = async (path: string) =>
      ok(await cf("call", "load", JSON.stringify({ url: `${network}${path}` })));
    assert.equal(await load("/city"), undefined);
    assert.deepEqual(ok(await cf("get", "city")), { name: "Paris" });
    await load("/other");
    assert.match((await cf("get", "city")).err, /^Nothing is there/);
    assert.match(String(ok(await cf("get", "problem"))), /'name' is a number, a string is needed/);
    await load("/none");
    assert.match(String(ok(await cf("get", "problem"))), /the server answered 404/);
    assert.deepEqual(ok(await cf("call", "ask", '"Why?"')), { asked: "Why?", length: 4 });
    assert.equal(ok(await cf("get", "answer")), "You said Why?");
  });
});

Deno.test("cf call waits for the model that its handler asks", async () => {
  await withAsking(async ({ cf }) => {
    const talked = await cf("call", "talk", '{"role":"user","content":"Hello"}');
    assert.equal(talked.status, 0, talked.err);
    assert.equal(talked.err, "");
    assert.deepEqual(ok(await cf("get", "said")), ["Hello", "You said Hello"]);
  });
});

Deno.test("cf call makes pieces, answers with what was declared, and says where they are", async () => {
  await withAsking(async ({ cf, url, space }) => {
    assert.equal(ok(await cf("call", "make", '{"title":"a b c"}')), 1);
    const opened = await cf("call", "open", '{"title":"d"}');
    assert.ok(opened.err.startsWith(`open: ${url}/${space}/piece:`), opened.err);
    const notes = [
      { $NAME: "Note a b c", title: "a b c", words: 3 },
      { $NAME: "Note d", title: "d", words: 1 },
    ];
    assert.deepEqual(ok(await cf("get", "notes")), notes);
    const view = { type: "vnode", name: "p", props: {}, children: ["d"] };
    assert.deepEqual(ok(await cf("get", "notes.1.$UI")), view);
    const failed = await cf("call", "fails", "--json");
    assert.equal(failed.status, 1);
    const { code, message, data } = JSON.parse(failed.err).error;
    assert.equal(code, "pattern-error");
    const line = ASKING.trimStart().split("\n").findIndex((text) => text.includes("RangeError")) +
      1;
    assert.deepEqual([data.path, data.line], ["/asking.tsx", line]);
    assert.ok(message.startsWith("on purpose\n  at /asking.tsx:"), message);
    assert.deepEqual(ok(await cf("get", "notes")), notes);
  });
});

Deno.test("cf call says what an event lacks, and which streams there are", async () => {
  await withAsking(async ({ cf }) => {
    const wrong = async (args: [string, ...string[]], message: RegExp) => {
      const finished = await cf("call", ...args);
      assert.equal(finished.status, 1);
      assert.match(finished.err, message);
    };
    const streams = "load, ask, talk, make, open, fails";
    await wrong(["ask"], /Cannot call 'ask': the event is missing, a string is needed\nnext: Give/);
    await wrong(["ask", "4"], /the event is a number, a string is needed/);
    await wrong(["make", '{"title":1}'], /'title' of the event is a number, a string is needed/);
    await wrong(["mak"], new RegExp(`'mak': the piece has no such stream; it has ${streams}`));
    await wrong([""], new RegExp(`name one of its streams; it has ${streams}`));
  });
});
