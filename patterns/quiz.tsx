/** A quiz: one question at a time, each person's own answers, and a table of the best. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerUser,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Question {
  text: string;
  choices: string[];
  /** The index of the right choice. */
  right: number;
}

interface Score {
  name: string;
  points: number;
}

const QUESTIONS = [
  { text: "What is 6 × 7?", choices: ["36", "42", "48"], right: 1 },
  { text: "Which is a prime?", choices: ["57", "59", "63"], right: 1 },
  { text: "How many bits has a byte?", choices: ["8", "10", "16"], right: 0 },
];

interface Input {
  questions: Question[] | Default<typeof QUESTIONS>;
  answers: PerUser<Writable<number[] | Default<[]>>>;
  name: PerUser<Writable<string | Default<"Somebody">>>;
  scores: Writable<Score[] | Default<[]>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  current: Question | null;
  points: number;
  best: Score[];
  answer: Stream<{ choice: number }>;
  restart: Stream<void>;
}

export default pattern<Input, Output>(({ questions, answers, name, scores }) => {
  const current = computed(() => questions[answers.get().length] ?? null);
  const points = computed(() =>
    answers.get().filter((choice, index) => questions[index]?.right === choice).length
  );
  const best = computed(() => scores.get().toSorted((a, b) => b.points - a.points).slice(0, 3));

  const answer = action(({ choice }: { choice: number }) => {
    const question = current;
    if (question === null || question.choices[choice] === undefined) return;
    const total = points + (question.right === choice ? 1 : 0);
    const last = answers.get().length === questions.length - 1;
    answers.push(choice);
    if (last) scores.push({ name: name.get(), points: total });
  });
  const restart = action(() => answers.set([]));

  return {
    [NAME]: computed(() => current === null ? `Quiz: ${points} of ${questions.length}` : "Quiz"),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-progress value={answers.get().length} max={questions.length} label="Questions" />
          {current
            ? (
              <cf-card>
                <cf-vstack gap="2">
                  <cf-heading level="2">{current.text}</cf-heading>
                  {current.choices.map((choice, index) => (
                    <cf-button
                      block
                      onClick={() => answer.send({ choice: index })}
                    >
                      {choice}
                    </cf-button>
                  ))}
                </cf-vstack>
              </cf-card>
            )
            : (
              <cf-vstack gap="2" align="center">
                <cf-heading level="2">
                  {points === questions.length ? "Perfect!" : `${points} right`}
                </cf-heading>
                <cf-button variant="primary" onClick={restart}>Again</cf-button>
                <ol>{best.map((score) => <li>{score.name}: {score.points}</li>)}</ol>
              </cf-vstack>
            )}
        </cf-vstack>
      </cf-screen>
    ),
    current,
    points,
    best,
    answer,
    restart,
  };
});
