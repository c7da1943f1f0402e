/** Answers of different kinds and what they come to, question by question. */

import { type Cell, Default, handler, lift, pattern, str } from "commonfabric";
type Answer = number | string | string[] | boolean | null;
interface Response {
  who: string;
  answers: Record<string, Answer>;
}
interface Question {
  id: string;
  kind: "scale" | "choice" | "multi" | "bool";
  text?: string;
}
interface Args {
  questions: Default<
    Question[],
    [
      { id: "q1"; kind: "scale" },
      { id: "q2"; kind: "choice" },
      { id: "q3"; kind: "multi" },
      { id: "q4"; kind: "bool" },
    ]
  >;
  responses: Default<Response[], []>;
}
const tally = (xs: string[]) =>
  xs.reduce<Record<string, number>>((m, x) => {
    m[x] = (m[x] || 0) + 1;
    return m;
  }, {});
const summarize = lift((
  { questions, responses }: { questions: Question[]; responses: Response[] },
) =>
  questions.map((q) => {
    const values = responses.map((r) => r.answers[q.id]).filter((v) =>
      v !== undefined && v !== null
    );
    switch (q.kind) {
      case "scale": {
        const nums = values.filter((v): v is number => typeof v === "number");
        return {
          id: q.id,
          n: nums.length,
          mean: nums.length ? nums.reduce((a, b) => a + b) / nums.length : null,
        };
      }
      case "choice":
        return { id: q.id, n: values.length, counts: tally(values as string[]) };
      case "multi":
        return { id: q.id, n: values.length, counts: tally(values.flat() as string[]) };
      default:
        return { id: q.id, n: values.length, yes: values.filter((v) => v === true).length };
    }
  })
);
const respond = handler((e: Response, { responses }: { responses: Cell<Response[]> }) => {
  if (!e || !e.who) return;
  const rest = responses.get().filter((r) => r.who !== e.who);
  responses.set([...rest, { who: e.who, answers: e.answers ?? {} }]);
});
const amend = handler(
  (e: { who: string; q: string; a: Answer }, { responses }: { responses: Cell<Response[]> }) => {
    const i = responses.get().findIndex((r) => r.who === e.who);
    if (i >= 0) responses.key(i).key("answers").key(e.q).set(e.a);
  },
);
export const survey = pattern<Args>(({ questions, responses }) => {
  const summary = summarize({ questions, responses });
  const complete = lift((
    { questions, responses }: { questions: Question[]; responses: Response[] },
  ) => responses.filter((r) => questions.every((q) => r.answers[q.id] != null)).map((r) => r.who))({
    questions,
    responses,
  });
  return {
    responses,
    summary,
    complete,
    label: str`${complete.length}/${responses.length} complete`,
    respond: respond({ responses }),
    amend: amend({ responses }),
  };
});
