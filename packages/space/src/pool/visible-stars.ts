/**
 * What `*` stands for in a statement that names a hidden key or a rowid. It is prepared where tables
 * are as they are stored, with hidden keys, and perhaps with columns in another order.
 */

import type { Declaration } from "../database/declaration.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { type Joined, parseJoin } from "../live/plan-join.ts";
import { isComma, nameOf, split, type Token } from "../live/select-clauses.ts";
import { takeOut } from "../live/take-out.ts";

/**
 * `sql` with the declared columns in the place of each `*` of its result; as it stands if it is more
 * than a query over declared tables.
 */
export function withVisibleStars(sql: string, declaration: Declaration): string {
  const clauses = takeOut(sql)?.clauses;
  const sources = clauses && parseJoin(clauses.from, declaration);
  if (clauses === undefined || sources === undefined) return sql;
  let text = "";
  let at = 0;
  for (const item of split(clauses.items, isComma)) {
    const meant = meantBy(item, sources);
    if (meant.length === 0) continue;
    const columns = meant.flatMap(({ alias, shape }) =>
      declaration.tables.get(shape.name.toLowerCase())!.visible
        .map((name) => `${quoteName(alias)}.${quoteName(name)}`)
    );
    text += `${sql.slice(at, item[0]!.start)}${columns.join(", ")} `;
    at = item.at(-1)!.end;
  }
  return text + sql.slice(at);
}

/** The tables whose columns `*` or `alias.*` stands for; none for any other item. */
function meantBy(item: readonly Token[], sources: readonly Joined[]): readonly Joined[] {
  if (item.at(-1)?.text !== "*") return [];
  if (item.length === 1) return sources;
  const alias = item.length === 3 && item[1]!.text === "." && nameOf(item[0])?.toLowerCase();
  return sources.filter((source) => source.alias === alias);
}
