/** What each noun of the command line is about, one line for help. */

/** Summaries by noun. */
export const NOUNS: Readonly<Record<string, string>> = {
  acl: "Who may read, write and own a space.",
  id: "The key that you act with.",
  piece: "Patterns deployed in a space.",
  space: "Spaces of a server or a store folder.",
  sqlite: "The databases that patterns own.",
};
