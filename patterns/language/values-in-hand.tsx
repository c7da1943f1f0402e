/** What a handler reads from a cell behaves like plain data: one object is one object, and copies. */
import { Default, handler, lift, pattern, Writable } from "commonfabric";

interface Step {
  id: string;
  minutes: number;
  tools?: string[];
  note?: { text: string };
}

type Plan = { steps: Writable<Step[]>; said: Writable<string> };

const toFront = handler<{ id: string }, Plan>(({ id }, { steps }) => {
  const list = steps.get();
  const step = list.find((each) => each.id === id);
  if (step === undefined) return;
  const others = list.slice();
  others.splice(list.indexOf(step), 1);
  steps.set([step, ...others]);
});

const compare = handler<void, Plan>((_, { steps, said }) => {
  const list = steps.get();
  const long = new Set(list.filter(({ minutes }) => minutes > 5));
  const byStep = new Map(list.map((step, index) => [step, index]));
  said.set([
    list[0] === list[0],
    list.includes(list[1]),
    list.lastIndexOf(list[2]),
    list.filter((step) => !long.has(step)).map((step) => step.id).join("+"),
    byStep.get(list[1]),
    list[0].tools === list[0].tools,
  ].join());
});

const annotate = handler<{ text: string }, Plan>(({ text }, { steps }) => {
  const copy = structuredClone(steps.get());
  for (const step of copy) {
    step.note = { ...step.note, text };
    step.tools?.push("pen");
  }
  steps.set(copy);
});

const cloneInPlace = handler<{ id: string }, Plan>(({ id }, { steps, said }) => {
  const at = steps.get().findIndex((step) => step.id === id);
  const holder = structuredClone({ step: steps.get()[at], at: new Date(0), all: new Set(["x"]) });
  holder.step.minutes += 1;
  steps.key(at).set(holder.step);
  said.set(`${holder.at.toISOString()} ${holder.all.has("x")}`);
});

const refuse = handler<void, Plan>((_, { steps, said }) => {
  try {
    structuredClone({ steps });
  } catch (error) {
    said.set((error as Error).message);
  }
});

const sortedIds = lift((steps: Step[]) => {
  const copy = structuredClone(steps);
  copy.sort((a, b) => b.minutes - a.minutes);
  return copy.map(({ id }) => id);
});

export default pattern<{ steps: Writable<Step[] | Default<[]>> }>(({ steps }) => {
  const said = new Writable("");
  return {
    steps,
    said,
    byLength: sortedIds(steps),
    toFront: toFront({ steps, said }),
    compare: compare({ steps, said }),
    annotate: annotate({ steps, said }),
    cloneInPlace: cloneInPlace({ steps, said }),
    refuse: refuse({ steps, said }),
  };
});
