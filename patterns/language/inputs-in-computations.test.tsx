import { action, assert, pattern, TESTS, type VNode } from "commonfabric";
import Tasks from "./inputs-in-computations.tsx";

export default pattern(() => {
  const list = Tasks({
    tasks: [
      { title: "rest", hours: 0, parts: ["sleep"] },
      { title: "paint", hours: 2, parts: ["wall", "door"] },
    ],
    least: 1,
  });
  const child = (index: number) => list.shown[0].children[index] as VNode;
  return {
    [TESTS]: [
      { assertion: assert(() => list.shown.length === 1) },
      { action: action(() => child(0).props.$value.set("polish")) },
      { assertion: assert(() => list.tasks[1].title === "polish") },
      { action: action(() => child(1).props.$value.set("floor")) },
      { assertion: assert(() => list.tasks[1].parts.join() === "floor,door") },
      { action: action(() => child(2).props.onClick.send()) },
      { assertion: assert(() => list.tasks[1].hours === 3 && list.tasks[0].hours === 0) },
    ],
  };
});
