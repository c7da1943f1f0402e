/** A rule engine with a namespace, a generator and a labelled loop in one computation. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
interface Rule {
  id: string;
  when: { field: string; op: "eq" | "gt" | "lt" | "in"; value: unknown }[];
  then: { set?: Record<string, number>; add?: Record<string, number>; stop?: boolean };
  priority?: number;
}
type Facts = Record<string, number | string>;
namespace Engine {
  const ops = new Map<string, (a: any, b: any) => boolean>([
    ["eq", (a, b) => a === b],
    ["gt", (a, b) => a > b],
    ["lt", (a, b) => a < b],
    ["in", (a, b) => Array.isArray(b) && b.includes(a)],
  ]);
  export const matches = (rule: Rule, facts: Facts) =>
    rule.when.every(({ field, op, value }) => ops.get(op)?.(facts[field], value) ?? false);
  export function* fire(rules: readonly Rule[], facts: Facts): Generator<[string, Facts], Facts> {
    let state = { ...facts };
    outer: for (
      const rule of [...rules].sort((a, b) =>
        (b.priority ?? 0) - (a.priority ?? 0) || a.id.localeCompare(b.id)
      )
    ) {
      if (!matches(rule, state)) continue;
      state = { ...state, ...rule.then.set };
      for (const [k, v] of Object.entries(rule.then.add ?? {})) {
        state[k] = Number(state[k] ?? 0) + v;
      }
      yield [rule.id, state];
      if (rule.then.stop) break outer;
    }
    return state;
  }
}
const run = lift(({ rules, facts }: { rules: Rule[]; facts: Facts }) => {
  const fired: string[] = [];
  const it = Engine.fire(rules, facts);
  let step = it.next();
  while (!step.done) {
    fired.push(step.value[0]);
    step = it.next();
  }
  return { fired, facts: step.value };
});
const assertFact = handler((
  e: { field: string; value: number | string },
  { facts }: { facts: Cell<Facts> },
) => facts.key(e.field).set(e.value));
const addRule = handler((e: Rule, { rules }: { rules: Cell<Rule[]> }) => {
  rules.set([...rules.get().filter((r) => r.id !== e.id), e]);
});
export const rulesEngine = pattern<
  { rules: Default<Rule[], []>; facts: Default<Facts, { total: 10 }> }
>(({ rules, facts }) => {
  const out = run({ rules, facts });
  return {
    rules,
    facts,
    out,
    fired: out.fired,
    discount: out.facts.discount,
    text: str`fired ${out.fired}`,
    assertFact: assertFact({ facts }),
    addRule: addRule({ rules }),
  };
});
