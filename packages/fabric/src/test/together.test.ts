/** Participants of a `multiUserTest` in each way that they can be written. */

import assert from "node:assert/strict";
import { testFile } from "./run.ts";

const file = (participants: string) =>
  `import { action, assert, handler, multiUserTest, pattern, Stream, TESTS, Writable } from "commonfabric";
interface Shared { count: Writable<number>; bump: Stream<{ by: number }> }
const bump = handler<{ by: number }, { count: Writable<number> }>(({ by }, { count }) => count.set(count.get() + by));
const setup = pattern<{}, Shared>(() => {
  const count = new Writable<number>(0);
  return { count, bump: bump({ count }) };
});
const First = pattern<Shared>(({ count, bump }) => ({ [TESTS]: [
  { action: action(() => bump.send({ by: 2 })) },
  { label: "first is done" },
  { await: "second is done" },
  { assertion: assert(() => count.get() === 5) },
] }));
const Second = pattern<Shared>(({ count, bump }) => ({ [TESTS]: [
  { await: "first is done" },
  { assertion: assert(() => count.get() === 2) },
  { action: bump, event: { by: 3 } },
  { label: "second is done" },
] }));
export default multiUserTest({ setup, participants: ${participants} });
`;

const SPELLINGS: readonly (readonly [string, readonly string[]])[] = [
  ["{ ann: First, bob: Second }", ["ann", "bob"]],
  ["{ ann: { pattern: First }, bob: { test: Second } }", ["ann", "bob"]],
  ["[First, Second]", ["user 1", "user 2"]],
  ["[{ name: 'ann', pattern: First }, { user: 'bob', test: Second }]", ["ann", "bob"]],
];

const PROBLEMS: readonly (readonly [string, RegExp])[] = [
  ["{}", /it has no participants; write multiUserTest\(/],
  ["{ ann: First, bob: [] }", /its participant 'bob' is no pattern/],
  ["[{ name: 'ann', pattern: First }, { name: 'ann', pattern: Second }]", /two participants 'ann'/],
  ["{ ann: { pattern: First, inputs: 7 } }", /the inputs of its participant 'ann' are no object/],
];

async function run(participants: string) {
  return await runText(file(participants));
}

async function runText(text: string) {
  const folder = await Deno.makeTempDir({ prefix: "cf-together-" });
  const path = `${folder}/subject.test.tsx`;
  await Deno.writeTextFile(path, text);
  try {
    return await testFile(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const [participants, names] of SPELLINGS) {
  Deno.test(`multiUserTest() takes ${participants}`, async () => {
    const { outcome, steps, problems } = await run(participants);
    assert.equal(outcome, "passed", JSON.stringify([problems, steps]));
    assert.deepEqual([...new Set(steps.map(({ participant }) => participant))], names);
    assert.equal(steps.length, 8);
  });
}

for (const [participants, problem] of PROBLEMS) {
  Deno.test(`multiUserTest() refuses ${participants}`, async () => {
    const { outcome, problems } = await run(participants);
    assert.equal(outcome, "failed");
    assert.match(problems.join("\n"), problem);
  });
}

Deno.test("multiUserTest() gives participants inputs of their own, and one user several sessions", async () => {
  const { outcome, steps, problems } = await runText(`
import { action, assert, multiUserTest, pattern, PerSession, PerUser, TESTS, Writable } from "commonfabric";
interface Shared { all: Writable<string[]>; mine: PerUser<Writable<string>>; draft: PerSession<Writable<string>> }
const setup = pattern<{}, Shared>(() => ({
  all: new Writable<string[]>([]),
  mine: new Writable.perUser<string>("nobody"),
  draft: new Writable.perSession<string>("empty"),
}));
const Writer = pattern<Shared & { who: string }>(({ all, mine, draft, who }) => ({ [TESTS]: [
  { action: action(() => { all.push(who); mine.set(who); draft.set(who); }) },
  { label: "written" },
  { assertion: assert(() => draft.get() === "ann" && who === "ann") },
] }));
const Reader = pattern<Shared & { sees: string }>(({ all, mine, draft, sees }) => ({ [TESTS]: [
  { await: "written" },
  { assertion: assert(() => all.get().join() === "ann") },
  { assertion: assert(() => mine.get() === sees) },
  { assertion: assert(() => draft.get() === "empty") },
] }));
export default multiUserTest({ setup, participants: {
  laptop: { user: "ann", pattern: Writer, inputs: { who: "ann" } },
  phone: { user: "ann", pattern: Reader, inputs: { sees: "ann" } },
  bob: { pattern: Reader, inputs: { sees: "nobody" } },
} });
`);
  assert.equal(outcome, "passed", JSON.stringify([problems, steps]));
  assert.equal(steps.length, 11);
});
