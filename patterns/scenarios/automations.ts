/** Rules whose fields are named like what every object or promise has: `then`, `valueOf`. */

import { type Cell, computed, type Default, handler, pattern, str } from "commonfabric";

interface Rule {
  if: string;
  then: string;
  else?: { then: number };
  valueOf?: number;
}

const add = handler((rule: Rule, { rules }: { rules: Cell<Rule[]> }) => {
  rules.push(rule);
  rules.key(0).key("then").set(`${rules.get().at(-1)!.then}!`);
});

export const automations = pattern<{ rules: Default<Rule[], [{ if: "dark"; then: "light" }]> }>(
  ({ rules }) => ({
    rules,
    first: rules[0].then,
    effects: rules.map((rule) => rule.then),
    texts: rules.map(({ then, else: other }) => str`${then}/${other?.then ?? 0}`),
    joined: computed(() => rules.map((rule) => `${rule.if}>${rule.then}`).join()),
    worth: rules.map((rule) => rule.valueOf),
    add: add({ rules }),
  }),
);
