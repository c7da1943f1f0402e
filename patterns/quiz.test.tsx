import { assert, NAME, pattern, TESTS } from "commonfabric";
import Quiz from "./quiz.tsx";

export default pattern(() => {
  const quiz = Quiz({});
  const choose = (choice: number) => ({ action: quiz.answer, event: { choice } });
  return {
    [TESTS]: [
      { assertion: assert(() => quiz.current?.text === "What is 6 × 7?") },
      { render: quiz },
      choose(9),
      choose(1),
      { assertion: assert(() => quiz.points === 1 && quiz.current?.choices[1] === "59") },
      choose(0),
      { assertion: assert(() => quiz.points === 1 && quiz.best.length === 0) },
      choose(0),
      { assertion: assert(() => quiz.current === null && quiz[NAME] === "Quiz: 2 of 3") },
      { assertion: assert(() => quiz.best[0].points === 2 && quiz.best[0].name === "Somebody") },
      { render: quiz },
      choose(0),
      { assertion: assert(() => quiz.points === 2) },
      { action: quiz.restart },
      choose(1),
      choose(1),
      choose(0),
      { assertion: assert(() => quiz.best.map((score) => score.points).join() === "3,2") },
      { render: quiz },
    ],
  };
});
