/** Steps of a form: each must be complete before the next one shows. */

import {
  Cell,
  cell,
  computed,
  Default,
  handler,
  ifElse,
  pattern,
  str,
  Writable,
} from "commonfabric";
const STEPS = ["name", "plan", "confirm"] as const;
type Step = typeof STEPS[number];
type Answers = { name?: string; plan?: "free" | "pro"; seats?: number };
const complete: Record<Step, (a: Answers) => boolean> = {
  name: (a) => !!a.name?.trim(),
  plan: (a) => a.plan === "free" || (a.plan === "pro" && (a.seats ?? 0) > 0),
  confirm: () => true,
};
const navigation = (step: Cell<number>, answers: Cell<Answers>, errors: Cell<string[]>) => {
  const next = handler<
    unknown,
    { step: Cell<number>; answers: Cell<Answers>; errors: Cell<string[]> }
  >((_, s) => {
    const name = STEPS[s.step.get()];
    if (!complete[name](s.answers.get())) return s.errors.push(`${name} incomplete`);
    s.errors.set([]);
    if (s.step.get() < STEPS.length - 1) s.step.increment();
  });
  const back = handler<unknown, { step: Cell<number> }>((_, s) =>
    s.step.set(Math.max(0, s.step.get() - 1))
  );
  return { next: next({ step, answers, errors }), back: back({ step }) };
};
const answer = handler<Answers, { answers: Cell<Answers> }>((patch, { answers }) =>
  answers.update(patch)
);
export const wizardNav = pattern(() => {
  const step = cell(0), answers = cell<Answers>({}), errors = new Writable<string[]>([]);
  const current = computed(() => STEPS[step.get()]);
  return {
    current,
    answers,
    errors,
    progress: str`${computed(() => step.get() + 1)}/${STEPS.length}`,
    ...navigation(step, answers, errors),
    answer: answer({ answers }),
    done: STEPS.map((s) => ({ step: s, ok: computed(() => complete[s](answers.get())) })),
    price: ifElse(
      computed(() => answers.get().plan === "pro"),
      computed(() => (answers.get().seats ?? 0) * 10),
      0,
    ),
  };
});
