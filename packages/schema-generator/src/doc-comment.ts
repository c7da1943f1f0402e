/** Reads what JSDoc says about a declaration: description, hashtags, `@deprecated`. */

import ts from "typescript";
import { isStandardSymbol } from "./library.ts";
import { mergeNotes, type Notes } from "./notes.ts";

/** A `#` at a word's start, then letters, digits, `-` or `_`, not only digits. */
const HASHTAG = /(?<![\w&/#])#([\p{L}_][\p{L}\p{N}_-]*)/gu;

/** The notes of all declarations of `symbol`, merged in order. */
export function notesOfSymbol(symbol: ts.Symbol): Notes {
  const texts: string[] = [];
  const tags = new Set<string>();
  const notes: Notes = {};
  for (const declaration of symbol.declarations ?? []) {
    for (const comment of ts.getJSDocCommentsAndTags(declaration)) {
      if (ts.isJSDoc(comment)) {
        const text = ts.getTextOfJSDocComment(comment.comment)?.trim();
        if (text) {
          texts.push(text);
          collectTags(text, tags);
        }
      }
    }
    for (const tag of ts.getJSDocTags(declaration)) {
      if (tag.tagName.text === "deprecated") notes.deprecated = true;
      collectTags(ts.getTextOfJSDocComment(tag.comment) ?? "", tags);
    }
  }
  if (texts.length > 0) notes.description = [...new Set(texts)].join("\n");
  if (tags.size > 0) notes.tags = [...tags].sort();
  return notes;
}

/**
 * The notes of a named type: its own, then the tags and the description that it inherits from what
 * it extends or is an intersection of.
 */
export function notesOfNamed(checker: ts.TypeChecker, symbol: ts.Symbol, type: ts.Type): Notes {
  const notes = notesOfSymbol(symbol);
  const bases = type.isClassOrInterface()
    ? checker.getBaseTypes(type)
    : type.isIntersection()
    ? type.types
    : [];
  for (const base of bases) {
    const named = base.aliasSymbol ?? base.symbol as ts.Symbol | undefined;
    if (named === undefined || isStandardSymbol(named)) continue;
    const { description, tags } = notesOfNamed(checker, named, base);
    mergeNotes(notes, { ...(description && { description }), ...(tags && { tags }) });
  }
  return notes;
}

function collectTags(text: string, tags: Set<string>): void {
  for (const match of text.matchAll(HASHTAG)) tags.add(match[1]!.toLowerCase());
}
