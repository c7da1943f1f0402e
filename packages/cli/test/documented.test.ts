/** Every `cf` command that the documentation of databases shows is there, with the options it shows. */

import assert from "node:assert/strict";
import { Workplace } from "./run-cf.ts";

const FOLDER = new URL("../../../docs/sqlite/", import.meta.url);

/** The commands in backticks and in shell blocks: their words and their options. */
function commands(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name } of Deno.readDirSync(FOLDER)) {
    const page = Deno.readTextFileSync(new URL(name, FOLDER));
    for (const [, text] of page.matchAll(/(?:^|`)cf ([^`\n|&]+)/gm)) {
      const words = text!.trim().split(/\s+/);
      const nested = ["sqlite", "space", "piece"].includes(words[0]!) ? 2 : 1;
      const command = words.slice(0, nested).join(" ");
      const options = found.get(command) ?? new Set();
      for (const word of words) if (word.startsWith("-")) options.add(word);
      found.set(command, options);
    }
  }
  return found;
}

Deno.test("the commands in docs/sqlite exist, with the options that are shown", async () => {
  await using workplace = new Workplace();
  const shown = commands();
  assert.ok(shown.size > 12, `${shown.size} commands`);
  for (const [command, options] of shown) {
    const { status, out } = await workplace.cf([...command.split(" "), "--help"]);
    assert.equal(status, 0, command);
    assert.match(out, new RegExp(`^Usage: cf ${command} `), command);
    for (const option of options) assert.match(out, new RegExp(`^\\s.*${option}\\b`, "m"), command);
  }
});
