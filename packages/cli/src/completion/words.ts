/** What can be completed: the words of each level of the command line, and each verb's flags. */

import { NOUNS } from "../frame/nouns.ts";
import type { Option, Verb } from "../frame/verb.ts";

/** A word and what it means. */
export interface Word {
  readonly word: string;
  readonly summary: string;
}

/** A flag, and what may stand behind it. */
export interface Flag extends Word {
  /** Whether a value follows, and of which words; none: the shell cannot know. */
  readonly value?: { readonly choices: readonly string[]; readonly files: boolean };
}

/** One command: how it is spelled, its flags, and what its arguments may be. */
export interface Completable {
  /** One or two words. */
  readonly command: readonly string[];
  readonly flags: readonly Flag[];
  readonly choices: readonly string[];
  /** Whether its arguments are files. */
  readonly files: boolean;
}

const GLOBAL_FLAGS: readonly Word[] = [
  { word: "--json", summary: "print data and errors as JSON" },
  { word: "--verbose", summary: "show where a failure comes from" },
  { word: "--no-color", summary: "print without colour" },
  { word: "--help", summary: "show help" },
];

/** The first words: single-word verbs and nouns. */
export function topWords(verbs: readonly Verb[]): readonly Word[] {
  const words = new Map<string, string>();
  for (const { about } of verbs) {
    const [first = "", second] = about.name.split(" ");
    words.set(first, second === undefined ? about.summary : NOUNS[first] ?? "");
  }
  return [...words].map(([word, summary]) => ({ word, summary }));
}

/** The second words, by noun. */
export function verbWords(verbs: readonly Verb[]): ReadonlyMap<string, readonly Word[]> {
  const nouns = new Map<string, Word[]>();
  for (const { about } of verbs) {
    const [first = "", second] = about.name.split(" ");
    if (second === undefined) continue;
    const words = nouns.get(first) ?? [];
    words.push({ word: second, summary: about.summary });
    nouns.set(first, words);
  }
  return nouns;
}

/** Every command with what may follow it. */
export function completables(verbs: readonly Verb[]): readonly Completable[] {
  return verbs.map(({ about, options }) => {
    const all = Object.values(options);
    const positional = all.filter(({ syntax }) => !syntax.startsWith("-"));
    return {
      command: about.name.split(" "),
      flags: [
        ...all.filter(({ syntax }) => syntax.startsWith("-")).map(flagOf),
        ...GLOBAL_FLAGS,
      ],
      choices: positional.flatMap(({ choices }) => choices ?? []),
      files: positional.some(({ files }) => files === true),
    };
  });
}

function flagOf({ syntax, summary, choices = [], files = false }: Option<unknown>): Flag {
  const word = /--[\w-]+/.exec(syntax)![0];
  return { word, summary, ...(syntax.includes("<") ? { value: { choices, files } } : {}) };
}
