/** `cf completion`: prints the script that completes nouns, verbs and flags in a shell. */

import { completionScript, SHELLS } from "../completion/script.ts";
import type { Io } from "../frame/io.ts";
import { argument, type ValuesOf, type Verb } from "../frame/verb.ts";

export const about = {
  name: "completion",
  summary: "Print a completion script for bash, zsh or fish.",
  examples: [
    ["source <(cf completion bash)", "completes in this shell"],
    ["cf completion fish > ~/.config/fish/completions/cf.fish", "completes in every fish"],
  ],
} as const;

export const options = {
  shell: argument("shell", "bash, zsh or fish", { choices: SHELLS }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  // Loaded here, because the list of verbs holds this one.
  const { VERBS } = await import("./all.ts") as { VERBS: readonly Verb[] };
  io.out(completionScript(values.shell as (typeof SHELLS)[number], VERBS));
}
