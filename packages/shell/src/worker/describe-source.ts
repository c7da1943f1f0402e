/** What a pattern is, in its author's words: the first sentence of the comment on its module. */

const COMMENT = /^\s*\/\*\*([\s\S]*?)\*\//;

/** The longest description, in characters. */
const LENGTH_MAX = 140;

/** The first sentence of a module's leading JSDoc comment; empty where there is none. */
export function describeSource(source: string): string {
  const comment = COMMENT.exec(source)?.[1] ?? "";
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*?\s?/, "").trim());
  const untilTag = lines.findIndex((line) => line.startsWith("@"));
  const text = (untilTag < 0 ? lines : lines.slice(0, untilTag)).join("\n").trim();
  const paragraph = (text.split(/\n\s*\n/)[0] ?? "").replace(/\s+/g, " ");
  const sentence = /^.*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  if (sentence.length <= LENGTH_MAX) return sentence;
  return `${sentence.slice(0, LENGTH_MAX - 1).trimEnd()}…`;
}
