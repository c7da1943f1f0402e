import { assert, pattern, TESTS, Writable } from "commonfabric";
import Plan from "./values-in-hand.tsx";

export default pattern(() => {
  const plan = Plan({
    steps: new Writable([
      { id: "cut", minutes: 4, tools: ["knife"] },
      { id: "bake", minutes: 40 },
      { id: "eat", minutes: 9 },
    ]),
  });
  const ids = () => plan.steps.map((step) => step.id).join();
  return {
    [TESTS]: [
      { assertion: assert(() => plan.byLength.join() === "bake,eat,cut") },
      { action: plan.compare },
      { assertion: assert(() => plan.said === "true,true,2,cut,1,true") },
      { action: plan.toFront, event: { id: "eat" } },
      { assertion: assert(() => ids() === "eat,cut,bake") },
      { action: plan.annotate, event: { text: "soon" } },
      { assertion: assert(() => plan.steps.every((step) => step.note?.text === "soon")) },
      { assertion: assert(() => plan.steps[1].tools?.join() === "knife,pen") },
      { action: plan.cloneInPlace, event: { id: "bake" } },
      { assertion: assert(() => plan.said === "1970-01-01T00:00:00.000Z true") },
      { assertion: assert(() => plan.steps[2].minutes === 41) },
      { action: plan.refuse },
      { assertion: assert(() => plan.said.startsWith("Cannot clone a cell")) },
    ],
  };
});
