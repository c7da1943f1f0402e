import { assert, pattern, TESTS } from "commonfabric";
import Meters from "./inferred-everything.tsx";

export default pattern(() => {
  const meters = Meters({});
  return {
    [TESTS]: [
      { assertion: assert(() => meters.later === "1kg2") },
      { action: meters.raiseBoth, event: 4 },
      { assertion: assert(() => meters.later === "5kg6" && meters.left.level.get() === 5) },
      { action: meters.write, event: "typed" },
      { assertion: assert(() => meters.draft.get() === "typed" && meters.level.get() === 5) },
      { action: meters.note, event: "measured" },
      { assertion: assert(() => meters.lines === 1) },
    ],
  };
});
