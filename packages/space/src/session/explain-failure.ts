/**
 * Why a query fails for what its code declares: a file gets a changed declaration with the first write
 * of the changed code, and queries may ask before.
 */

import { isRecord, type Json } from "@cf/utils";

const LACKS = /no such (?:column|table): (?:\w+\.)?(\w+)/;

/**
 * The message of a failed query, with what explains it: `stored` is the value of the database's handle,
 * `asked` what the code that asks declares, if it does.
 */
export function explainFailure(
  message: string,
  stored: Json | undefined,
  asked: Json | undefined,
): string {
  const lacking = LACKS.exec(message)?.[1];
  const reason = lacking === undefined ? undefined : reasonFor(lacking, stored, asked);
  if (reason === undefined) return message;
  const [problem, ...rest] = message.split("\n");
  return [`${problem}; ${reason}`, ...rest].join("\n");
}

function reasonFor(
  lacking: string,
  stored: Json | undefined,
  asked: Json | undefined,
): string | undefined {
  const [before, after] = [versionOf(stored), versionOf(asked)];
  if (before === undefined || after === undefined) return undefined;
  if (before < after) {
    return `the database is at version ${before}, and the next write brings it to ${after}`;
  }
  if (before > after) {
    return `the database is at version ${before}, and this code declares version ${after}`;
  }
  const isIndex = hasFullText(asked, lacking) && !hasFullText(stored, lacking);
  return isIndex ? "the next write makes this full-text index" : undefined;
}

/** Whether `index` is the full-text index of a table of `declaration`. */
function hasFullText(declaration: Json | undefined, index: string): boolean {
  const tables = isRecord(declaration) && isRecord(declaration.tables) ? declaration.tables : {};
  return Object.entries(tables).some(([name, table]) => {
    const options = isRecord(table) ? table.options : undefined;
    return `${name}_fts`.toLowerCase() === index.toLowerCase() && isRecord(options) &&
      Array.isArray(options.fts) && options.fts.length > 0;
  });
}

/** The version of a declaration; `undefined` where there is none. */
function versionOf(declaration: Json | undefined): number | undefined {
  if (!isRecord(declaration)) return undefined;
  return typeof declaration.version === "number" ? declaration.version : 1;
}
