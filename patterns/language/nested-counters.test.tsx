import { action, assert, pattern, TESTS } from "commonfabric";
import Counters from "./nested-counters.tsx";

export default pattern(() => {
  const subject = Counters({});
  const bumpFirst = action(() => subject.children[0].increment.send({ amount: 4 }));
  const bumpSecond = action(() => {
    subject.children[1].increment.send(undefined);
  });
  const bumpSeed = action(() => subject.seeded[1].increment.send({}));
  return {
    [TESTS]: [
      { assertion: assert(() => subject.left.value === 10 && subject.right.value === 20) },
      { assertion: assert(() => subject.title === "Value 10 and Value 20") },
      { assertion: assert(() => subject.total === 0) },
      { action: subject.left.increment },
      { action: subject.right.increment, event: { amount: -20 } },
      { assertion: assert(() => subject.left.value === 15) },
      { assertion: assert(() => subject.right.value === 0) },
      { assertion: assert(() => subject.title === "Value 15 and Value 0") },
      { action: subject.addChild, event: { value: 7 } },
      { action: subject.addChild },
      { assertion: assert(() => subject.children.length === 2 && subject.created === 2) },
      { assertion: assert(() => subject.children[0].label === "Value 7") },
      { action: bumpFirst },
      { action: bumpSecond },
      { assertion: assert(() => subject.total === 12) },
      {
        assertion: assert(() => subject.children.map((c) => c.label).join() === "Value 11,Value 1"),
      },
      { assertion: assert(() => subject.seeded.length === 2) },
      { action: bumpSeed },
      { assertion: assert(() => subject.seeded[0].value === 1 && subject.seeded[1].value === 3) },
    ],
  };
});
