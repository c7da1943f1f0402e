import { action, assert, pattern, TESTS, valueEqual } from "commonfabric";
import Inside, { Root } from "./defaults-seen-by-others.tsx";

const COLD = "180° middle 25min silent";

export default pattern(() => {
  const inside = Inside({});
  const root = Root({});
  const heatBoth = action(() => {
    inside.controls.heat.send({ by: 20 });
    root.controls.heat.send({ by: 20 });
  });
  return {
    [TESTS]: [
      { assertion: assert(() => inside.text === COLD && root.text === COLD) },
      { assertion: assert(() => inside.panel.text === COLD && root.panel.text === COLD) },
      { assertion: assert(() => inside.controls.text === COLD && root.controls.text === COLD) },
      { action: inside.note },
      { action: root.noteCell },
      { assertion: assert(() => inside.said === COLD && root.said === COLD) },
      { action: heatBoth },
      { assertion: assert(() => inside.panel.degrees === "200°") },
      { assertion: assert(() => root.panel.text === "200° middle 25min silent") },
      { action: inside.ring, event: { bell: "ding" } },
      { action: root.ring, event: { bell: "dong" } },
      { action: inside.noteCell },
      { action: root.note },
      { assertion: assert(() => inside.said === "200° middle 25min ding") },
      { assertion: assert(() => root.said === "200° middle 25min dong") },
      {
        assertion: assert(() =>
          valueEqual(inside.oven, {
            degrees: 200,
            racks: ["middle"],
            timer: { minutes: 25, bell: "ding" },
          })
        ),
      },
    ],
  };
});
