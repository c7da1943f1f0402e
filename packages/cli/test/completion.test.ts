import assert from "node:assert/strict";
import { Workplace } from "./run-cf.ts";

/** What bash offers for the last of `words`. */
async function complete(workplace: Workplace, words: readonly string[]): Promise<string[]> {
  const { out } = await workplace.cf(["completion", "bash"]);
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const { stdout } = await new Deno.Command("bash", {
    args: [
      "-c",
      `${out}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _cf; ` +
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ],
    cwd: workplace.folder,
  }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((word) => word !== "");
}

Deno.test("cf completion bash completes nouns, verbs, flags and choices", async () => {
  await using workplace = new Workplace();
  assert.deepEqual(await complete(workplace, ["cf", "comp"]), ["completion"]);
  assert.deepEqual(await complete(workplace, ["cf", "id", ""]), ["new", "show"]);
  assert.deepEqual(await complete(workplace, ["cf", "id", "new", "--o"]), ["--out"]);
  assert.deepEqual(await complete(workplace, ["cf", "completion", "z"]), ["zsh"]);
});

Deno.test("cf completion bash completes what stands behind a flag", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("log.json"), "");
  const values = async (...words: string[]) => (await complete(workplace, ["cf", ...words])).sort();
  assert.deepEqual(await values("new", "x", "--template", ""), ["counter", "log", "todo"]);
  assert.deepEqual(await values("serve", "--create", "o"), ["operator"]);
  assert.deepEqual(await values("id", "new", "--out", "l"), ["log.json"]);
  assert.deepEqual(await values("test", "--timeout", ""), []);
  assert.deepEqual(await values("test", "--watch", "l"), ["log.json"]);
});

Deno.test("cf completion prints a script for zsh and for fish", async () => {
  await using workplace = new Workplace();
  const zsh = await workplace.cf(["completion", "zsh"]);
  assert.match(zsh.out, /^#compdef cf\n/);
  const fish = await workplace.cf(["completion", "fish"]);
  assert.match(fish.out, /complete -c cf -n __fish_use_subcommand -a id -d 'The key/);
  assert.match(fish.out, /-l out -r -F -d /);
  assert.match(fish.out, /-l template -x -a 'counter todo log' -d /);
  assert.match(fish.out, /from new; and not __fish_seen_subcommand_from id piece.*-l template/);
});
