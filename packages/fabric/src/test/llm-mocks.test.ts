import assert from "node:assert/strict";
import { testFile } from "./run.ts";

/** Runs a test file whose steps read `text`, `plan`, `kind` and a dialog. */
async function run({ given = "", steps }: { given?: string; steps: string }) {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-" });
  const path = `${folder}/subject.test.tsx`;
  await Deno.writeTextFile(
    path,
    `import { action, assert, BuiltInLLMMessage, computed, generateObject, generateText, handler, llmDialog, pattern, TESTS, Writable } from "commonfabric";
${given}
const note = handler<{ word: string }, { notes: Writable<string[]> }>(({ word }, { notes }) => notes.push(word));
export default pattern(() => {
  const topic = new Writable<string>("whales");
  const text = generateText({ prompt: computed(() => \`Summarize \${topic.get()}\`) });
  const plan = generateObject<{ steps: string[] }>({ prompt: "Make a plan" });
  const kind = generateObject<"ham" | "spam">({ prompt: "Which kind?" });
  const notes = new Writable<string[]>([]);
  const messages = new Writable<BuiltInLLMMessage[]>([]);
  const dialog = llmDialog({ messages, tools: { note: note({ notes }) } });
  const say = action((event: string) => dialog.addMessage.send({ role: "user", content: event }));
  return { [TESTS]: [${steps}] };
});
`,
  );
  try {
    const { steps: reports, problems } = await testFile(path);
    return {
      problems,
      failures: reports.filter(({ outcome }) => outcome !== "passed").map(({ message }) => message),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const passed = { problems: [], failures: [] };

const check = (text: string) => `{ assertion: assert(() => ${text}) }`;

Deno.test("llmMocks say what the model answers, as text, as data and by calling tools", async () => {
  const given = `export const llmMocks: LLMMock[] = [
  { promptIncludes: "whales", answer: "They sing.", delayMs: 1 },
  { promptIncludes: "plan", answer: { steps: ["Rest"] } },
  { promptIncludes: "kind", answer: "spam" },
  { promptIncludes: "Note", toolCalls: [{ name: "note", input: { word: "tea" } }] },
  { promptIncludes: "ok", answer: "Noted." },
  { promptIncludes: "busy", status: 500, answer: "no time" },
];
import type { LLMMock } from "commonfabric";`;
  const steps = [
    `{ settle: true }`,
    check(`text.result === "They sing."`),
    check(`plan.result.steps.join() === "Rest"`),
    check(`kind.result === "spam"`),
    `{ action: say, event: "Note tea" }`,
    `{ settle: true }`,
    check(`notes.get().join() === "tea" && dialog.result === "Noted."`),
    `{ action: say, event: "Are you busy?" }`,
    `{ settle: true }`,
    check(`dialog.error.message === "Cannot ask a language model: it answered 500: no time"`),
  ].join(",");
  assert.deepEqual(await run({ given, steps }), passed);
});

Deno.test("llmMocks without an entry for a prompt are told of it", async () => {
  const given = `export const llmMocks = [{ promptIncludes: "bees", answer: "They hum." }];`;
  const needed = "no entry of llmMocks has a part of 'Summarize whales'";
  const steps = `{ settle: true }, ${check(`text.error.message.endsWith("${needed}")`)}`;
  assert.deepEqual(await run({ given, steps }), passed);
});

Deno.test("a test without llmMocks is told how to say what the model answers", async () => {
  const steps = `{ settle: true }, ${
    check(`text.error.code === "no-provider" && text.error.message.includes("llmMocks = [")`)
  }`;
  assert.deepEqual(await run({ steps }), passed);
});

Deno.test("an entry of fetchMocks may speak the protocol of models itself", async () => {
  const given = `export const fetchMocks = [{
  urlIncludes: "/chat/completions", body: { choices: [{ message: { content: "raw" } }] },
}];`;
  const steps = `{ settle: true }, ${check(`text.result === "raw"`)}`;
  assert.deepEqual(await run({ given, steps }), passed);
});

for (
  const [given, problem] of [
    ["export const fetchMocks = {};", "Cannot use fetchMocks: it is no list"],
    ["export const llmMocks = ['yes'];", "Cannot use llmMocks: entry 1 is no object"],
    [
      "export const fetchMocks = [{ url: '/a' }];",
      "Cannot use fetchMocks: entry 1 has no text 'urlIncludes'",
    ],
  ]
) {
  Deno.test(`mocks that could never answer fail the file (${given})`, async () => {
    assert.deepEqual((await run({ given: given!, steps: check("true") })).problems, [problem]);
  });
}
