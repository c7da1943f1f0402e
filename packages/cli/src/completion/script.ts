/** Completion scripts: the words stand in the script, so that a key press starts no process. */

import type { Verb } from "../frame/verb.ts";
import { completables, topWords, verbWords, type Word } from "./words.ts";

/** Shells that a script exists for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The script for one shell. */
export function completionScript(shell: (typeof SHELLS)[number], verbs: readonly Verb[]): string {
  switch (shell) {
    case "bash":
      return bash(verbs);
    case "zsh":
      return `#compdef cf\nautoload -U +X bashcompinit && bashcompinit\n${bash(verbs)}`;
    case "fish":
      return fish(verbs);
  }
}

const spell = (words: readonly Word[]) => words.map(({ word }) => word).join(" ");

function bash(verbs: readonly Verb[]): string {
  const nouns = [...verbWords(verbs)].map(([noun, words]) =>
    `    ${noun}) [ "$COMP_CWORD" = 2 ] && words="${spell(words)}" ;;`
  );
  const commands = completables(verbs).map(({ command, flags, choices, files }) => {
    const extra = files ? " files=1" : "";
    const words = choices.length === 0 ? "" : ` words="${choices.join(" ")}"`;
    return `    "${command.join(" ")}") flags="${spell(flags)}"${words}${extra} ;;`;
  });
  const values = completables(verbs).flatMap(({ command, flags }) =>
    flags.flatMap(({ word, value }) => {
      if (value === undefined) return [];
      const files = value.files ? " files=1" : " files=0";
      const place = [...command, word].join(" ");
      return [`    "${place}") words="${value.choices.join(" ")}"${files} ;;`];
    })
  );
  return `_cf() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="" flags="--help" files=0
  [ "$COMP_CWORD" = 1 ] && words="${spell(topWords(verbs))}"
  case "\${COMP_WORDS[1]}" in
${nouns.join("\n")}
  esac
  local command="\${COMP_WORDS[1]}"
  case " ${[...verbWords(verbs).keys()].join(" ")} " in
    *" $command "*) command="$command \${COMP_WORDS[2]}" ;;
  esac
  [ "$COMP_CWORD" -ge 2 ] && case "$command" in
${commands.join("\n")}
  esac
  [ "$COMP_CWORD" -ge 2 ] && case "$command \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join("\n")}
  esac
  case "$word" in -*) words="$flags" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  case "$word" in
    -*) ;;
    *) [ "$files" = 1 ] && COMPREPLY+=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _cf cf`;
}

const quote = (text: string) => `'${text.replace(/'/g, "\\'")}'`;

function fish(verbs: readonly Verb[]): string {
  const lines = ["complete -c cf -f"];
  for (const { word, summary } of topWords(verbs)) {
    lines.push(`complete -c cf -n __fish_use_subcommand -a ${word} -d ${quote(summary)}`);
  }
  for (const [noun, words] of verbWords(verbs)) {
    const known = words.map(({ word }) => word).join(" ");
    const when =
      `__fish_seen_subcommand_from ${noun}; and not __fish_seen_subcommand_from ${known}`;
    for (const { word, summary } of words) {
      lines.push(`complete -c cf -n ${quote(when)} -a ${word} -d ${quote(summary)}`);
    }
  }
  for (const { command, flags, choices, files } of completables(verbs)) {
    const others = command.length > 1 ? [] : [...verbWords(verbs).keys()];
    const when = quote([
      ...command.map((word) => `__fish_seen_subcommand_from ${word}`),
      // `cf piece new` is not `cf new`.
      ...(others.length > 0 ? [`not __fish_seen_subcommand_from ${others.join(" ")}`] : []),
    ].join("; and "));
    for (const { word, summary, value } of flags) {
      const takes = value === undefined ? "" : value.files ? " -r -F" : " -x";
      const offers = value?.choices.length ? ` -a ${quote(value.choices.join(" "))}` : "";
      const flag = `-l ${word.slice(2)}${takes}${offers} -d ${quote(summary)}`;
      lines.push(`complete -c cf -n ${when} ${flag}`);
    }
    if (choices.length > 0) lines.push(`complete -c cf -n ${when} -a ${quote(choices.join(" "))}`);
    if (files) lines.push(`complete -c cf -n ${when} -F`);
  }
  return lines.join("\n");
}
