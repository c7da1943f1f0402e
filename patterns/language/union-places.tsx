/** Places for which the branches of a union declare different things: rules, answers, settings. */

import { type Cell, computed, handler, pattern, Writable } from "commonfabric";

/** A condition of a mail rule; `of` is a list in one branch and a condition in another. */
export type Condition =
  | { op: "and" | "or"; of: Condition[] }
  | { op: "not"; of: Condition }
  | { op: "from"; part: string }
  | { op: "larger"; part: number };

/** What a form can hold, at any depth. */
export type Answer = string | number | boolean | null | string[] | Answers | Answers[];
export interface Answers {
  [id: string]: Answer;
}

/** Told apart by `kind`. */
export type Setting =
  | { kind: "number"; value: number }
  | { kind: "text"; value: string }
  | { kind: "list"; value: number[] }
  | { kind: "point"; value: { x: number } };

/** Told apart by nothing but what is in it. */
export type Loose = Record<string, number> | Record<string, string[]> | { deep: { x: boolean } };

export const describe = (condition: Condition): string => {
  switch (condition.op) {
    case "and":
    case "or":
      return `(${condition.of.map(describe).join(` ${condition.op} `)})`;
    case "not":
      return `not ${describe(condition.of)}`;
    default:
      return `${condition.op} ${condition.part}`;
  }
};

interface Rule {
  when: Condition;
}

const addRule = handler<Rule, { rules: Writable<Rule[]> }>((rule, { rules }) => {
  rules.push(rule);
});

const answer = handler<{ id: string; value: Answer }, { answers: Writable<Answers> }>(
  ({ id, value }, { answers }) => {
    answers.key(id).set(value);
  },
);

const choose = handler<Setting, { setting: Cell<Setting> }>((next, { setting }) => {
  setting.set(next);
});

const loosen = handler<{ next: Loose }, { loose: Cell<Loose> }>(({ next }, { loose }) => {
  loose.set(next);
});

const Row = pattern<{ rule: Rule }, { text: string }>(({ rule }) => ({
  text: computed(() => describe(rule.when)),
}));

export default pattern(() => {
  const rules = new Writable<Rule[]>([]);
  const answers = new Writable<Answers>({});
  const setting = new Writable<Setting>({ kind: "number", value: 1 });
  const loose = new Writable<Loose>({ deep: { x: true } });
  const lists = new Writable<(number[] | string[] | { x: number }[])[]>([[1], ["a"], [{ x: 1 }]]);
  const rows = rules.map((rule) => Row({ rule }));
  return {
    texts: computed(() => rules.get().map(({ when }) => describe(when))),
    rowTexts: computed(() => rows.map(({ text }) => text)),
    answers,
    value: computed(() => JSON.stringify(setting.key("value").get())),
    setting,
    loose: computed(() => JSON.stringify(loose.get())),
    firsts: computed(() => JSON.stringify(lists.get().map((list) => list[0]))),
    addRule: addRule({ rules }),
    answer: answer({ answers }),
    choose: choose({ setting }),
    loosen: loosen({ loose }),
  };
});
