import { action, assert, pattern, TESTS } from "commonfabric";
import Effects from "./effects-in-parts.tsx";

export default pattern(() => {
  const it = Effects({});
  const addTwo = action(() => {
    it.add.send("b");
    it.add.send("c");
  });
  return {
    [TESTS]: [
      { action: it.add, event: "a" },
      { assertion: assert(() => it.total === 1 && it.tens === 10 && it.stepped === 1) },
      { assertion: assert(() => it.log.join() === "a" && it.seen.join() === "a") },
      { action: addTwo },
      { assertion: assert(() => it.total === 3 && it.tens === 30 && it.stepped === 3) },
      { assertion: assert(() => it.log.join() === "a,b,c" && it.seen.join() === "a,b,c") },
      { assertion: assert(() => it.noted.join() === "shut") },
      { action: it.open },
      { assertion: assert(() => it.noted.toSorted().join() === "if,open,shut,when") },
    ],
    it,
  };
});
