/**
 * Row rules of `cfSqlite`: who may see and write a row, as pure data that a declaration carries to
 * the space. A rule is `{ rule: name, … }`:
 *
 * ```
 * { rule: "match", conditions: [{ column: value }, …] }     the row's columns have these values
 * { rule: "principal", of: [column or DID, …] }             the principals that these name
 * { rule: "all" | "any" | "intersect", rules: [rule, …] }   every one; at least one; what all allow
 * { rule: "whenMatches", condition: rule, then: rule, else?: rule }
 * { rule: "dbOwner" }                                       the principal that owns the database
 * { rule: "authoredBy" | "endorsedBy", principals: [rule or column, …] }
 * { rule: "constant", value }
 * ```
 */

import { deepFreeze, isRecord } from "@cf/utils";

/** A row rule. */
export type RowRule = Readonly<{ rule: string } & Record<string, unknown>>;

function rule(name: string, fields: Record<string, unknown> = {}): RowRule {
  return deepFreeze({ rule: name, ...fields });
}

/** Lists may be written as arguments or as one array. */
function listOf(parts: readonly unknown[]): unknown[] {
  return parts.length === 1 && Array.isArray(parts[0]) ? [...parts[0]] : [...parts];
}

function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "function") {
    throw new TypeError("Cannot make a row rule: it holds a function, rules are data");
  }
  return JSON.parse(JSON.stringify(value));
}

function isRule(value: unknown): boolean {
  return isRecord(value) && typeof value.rule === "string";
}

/** The builders of rules. */
export const rowRules = {
  match: (...conditions: unknown[]): RowRule => {
    const [first, second] = conditions;
    const pairs = typeof first === "string" ? [{ [first]: second }] : listOf(conditions);
    return rule("match", { conditions: pairs.map(plain) });
  },
  principal: (...of: unknown[]): RowRule => rule("principal", { of: listOf(of).map(plain) }),
  all: (...rules: unknown[]): RowRule => rule("all", { rules: listOf(rules).map(plain) }),
  any: (...rules: unknown[]): RowRule => rule("any", { rules: listOf(rules).map(plain) }),
  intersect: (...rules: unknown[]): RowRule =>
    rule("intersect", { rules: listOf(rules).map(plain) }),
  whenMatches: (...parts: unknown[]): RowRule => {
    const [condition, then, otherwise] = parts;
    return rule("whenMatches", {
      condition: isRule(condition) ? plain(condition) : rowRules.match(condition),
      then: plain(then),
      ...(otherwise === undefined ? {} : { else: plain(otherwise) }),
    });
  },
  dbOwner: (): RowRule => rule("dbOwner"),
  authoredBy: (...principals: unknown[]): RowRule =>
    rule("authoredBy", { principals: listOf(principals).map(plain) }),
  endorsedBy: (...principals: unknown[]): RowRule =>
    rule("endorsedBy", { principals: listOf(principals).map(plain) }),
  constant: (value: unknown): RowRule => rule("constant", { value: plain(value) }),
};
