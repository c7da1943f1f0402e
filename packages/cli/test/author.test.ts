import assert from "node:assert/strict";
import ts from "typescript";
import { TEMPLATES } from "../src/author/templates.ts";
import { Workplace } from "./run-cf.ts";

/** What TypeScript's own language server would show for a folder, by its tsconfig.json. */
function editorProblems(folder: string): string[] {
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  assert.ok(fileNames.length > 0);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  return diagnostics.map(({ messageText, file }) =>
    `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`
  );
}

for (const template of Object.keys(TEMPLATES)) {
  Deno.test(`cf new --template ${template} makes a pattern that checks, here and in an editor`, async () => {
    await using workplace = new Workplace();
    const made = await workplace.cf(["new", "mine", "--template", template]);
    assert.equal(made.status, 0, made.err);
    const checked = await workplace.cf(["check", "mine"]);
    assert.equal(checked.status, 0, checked.out);
    assert.deepEqual(editorProblems(workplace.path("mine")), []);
    const { compilerOptions } = JSON.parse(
      await Deno.readTextFile(workplace.path("mine/tsconfig.json")),
    );
    assert.ok(
      compilerOptions.lib.every((name: string) => !/\d/.test(name)),
      "an editor's own TypeScript may be older than the year of a library",
    );
    const deno = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "main.tsx", "main.test.tsx"],
      cwd: workplace.path("mine"),
    }).output();
    assert.ok(deno.success, new TextDecoder().decode(deno.stderr));
  });
}

Deno.test("cf new refuses a folder that holds something", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  const again = await workplace.cf(["new", "mine", "--json"]);
  assert.equal(JSON.parse(again.err).error.code, "folder-not-empty");
});

Deno.test("cf init keeps settings that exist unless forced", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("tsconfig.json"), "{}");
  const kept = await workplace.cf(["init", "--json"]);
  assert.deepEqual(JSON.parse(kept.out).kept, ["tsconfig.json"]);
  assert.equal(await Deno.readTextFile(workplace.path("tsconfig.json")), "{}");
  const forced = await workplace.cf(["init", "--force", "--json"]);
  assert.deepEqual(JSON.parse(forced.out).kept, []);
  assert.notEqual(await Deno.readTextFile(workplace.path("tsconfig.json")), "{}");
});

const BROKEN = `import { pattern } from "commonfabric";
export default pattern<{ n: number }, { n: number }>(({ n }) => {
  const text: number = "no";
  return { n };
});
`;

Deno.test("cf check shows file, line and text of a type error, and exits with 1", async () => {
  await using workplace = new Workplace();
  await Deno.mkdir(workplace.path("a"));
  await Deno.writeTextFile(workplace.path("a/bad.tsx"), BROKEN);
  const { status, out, err } = await workplace.cf(["check", "a/bad.tsx"]);
  assert.equal(status, 1);
  assert.match(out, /^a\/bad\.tsx:3:9 error TS2322: /);
  assert.match(out, /3 \| {3}const text: number = "no";/);
  assert.match(err, /^1 of 1 file has errors\.$/m);
  assert.ok(!out.includes("\x1b"), "colour appears only on a terminal");
});

Deno.test("cf check --json lists diagnostics by file, those that pass too", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "good"]);
  await Deno.writeTextFile(workplace.path("bad.tsx"), BROKEN);
  const { status, out } = await workplace.cf(["check", "bad.tsx", "good", "--json"]);
  assert.equal(status, 1);
  const reports = JSON.parse(out) as { file: string; ok: boolean; diagnostics: unknown[] }[];
  assert.deepEqual(reports.map(({ file, ok }) => [file, ok]), [
    ["bad.tsx", false],
    ["good/main.test.tsx", true],
    ["good/main.tsx", true],
  ]);
  assert.deepEqual(reports[1]!.diagnostics, []);
});

Deno.test("cf check --show-transformed and --schemas print what the compiler made", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  const args = ["check", "mine/main.tsx", "--show-transformed", "--schemas"];
  const { out } = await workplace.cf([...args, "--json"]);
  const [report] = JSON.parse(out);
  assert.match(report.modules["/main.tsx"], /\bpattern\)\(/);
  assert.ok(Object.keys(report.schemas).length > 0);
  assert.match((await workplace.cf(args)).out, /\bpattern\)\(/);
});

Deno.test("cf check names a file that is not there", async () => {
  await using workplace = new Workplace();
  const { status, err } = await workplace.cf(["check", "none.tsx"]);
  assert.equal(status, 1);
  assert.match(err, /Cannot load .*none\.tsx/);
  const nothing = await workplace.cf(["check"]);
  assert.equal(nothing.status, 2);
  assert.match(nothing.err, /there is no \.tsx file in \./);
});

Deno.test("cf check runs the body once and shows what it throws, with the author's line", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(
    workplace.path("throws.tsx"),
    `import { pattern } from "commonfabric";

export default pattern(() => {
  const parts: string[] = JSON.parse("{");
  return { parts };
});
`,
  );
  const { status, out } = await workplace.cf(["check", "throws.tsx"]);
  assert.equal(status, 1);
  assert.match(out, /^throws\.tsx:4:\d+ error evaluation: .*JSON/);
  assert.equal((await workplace.cf(["check", "throws.tsx", "--no-evaluate"])).status, 0);
});
