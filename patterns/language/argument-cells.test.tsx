import { assert, NAME, pattern, TESTS } from "commonfabric";
import Counters from "./argument-cells.tsx";

export default pattern(() => {
  const it = Counters({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.child[NAME] === "child: 1" && it.sum === 2) },
      // The count is a number, although the pattern itself has a cell.
      { assertion: assert(() => it.shown === "number") },
      { action: it.reset, event: 7 },
      { assertion: assert(() => it.child.value === 7 && it.sum === 8) },
      { action: it.child.increase },
      { assertion: assert(() => it.child.value === 9) },
      { action: it.add, event: "first" },
      { assertion: assert(() => it.names.join() === "first: 0") },
      { action: it.rename, event: { label: "renamed" } },
      { assertion: assert(() => it.names.join() === "renamed: 50") },
      { action: it.hand },
      { assertion: assert(() => it.held.join() === "50") },
      { action: it.raiseHeld },
      { assertion: assert(() => it.names.join() === "renamed: 55" && it.held.join() === "55") },
    ],
  };
});
