import assert from "node:assert/strict";

/** Runs a bench module given as text, and returns what run-one wrote for it. */
async function figuresOf(source: string): Promise<{ success: boolean; written: string }> {
  const folder = await Deno.makeTempDir();
  const [bench, target] = [`${folder}/sample.bench.ts`, `${folder}/figures.json`];
  await Deno.writeTextFile(bench, source);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./run-one.ts", import.meta.url).pathname, bench, target],
    stdout: "null",
    stderr: "null",
  }).output();
  const written = await Deno.readTextFile(target).catch(() => "");
  await Deno.remove(folder, { recursive: true });
  return { success, written };
}

Deno.test("run-one writes the figures of a bench that also prints and leaves things open", async () => {
  const { success, written } = await figuresOf(`
    export async function figures() {
      console.log('{"not": 1}');
      setInterval(() => {}, 1000);
      return { "a.vsRaw": 1.5 };
    }`);
  assert.ok(success);
  assert.deepEqual(JSON.parse(written), { "a.vsRaw": 1.5 });
});

Deno.test("run-one fails when the bench fails, and writes nothing", async () => {
  const { success, written } = await figuresOf(
    `export async function figures() { throw new TypeError("Cannot measure: made to fail"); }`,
  );
  assert.ok(!success);
  assert.equal(written, "");
});
