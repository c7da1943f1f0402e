import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Makes, { Count, Growing, Twice } from "./whole-inputs.tsx";

export default pattern(() => {
  const name = new Writable("s");
  const names = new Writable(["a"]);
  const literal = Count(["p", "q"]);
  const linked = Count(names);
  const mixed = Count([name, "r"]);
  const growing = Growing(["g"]);
  const eight = Twice(4);
  const it = Makes({ names });
  return {
    [TESTS]: [
      { assertion: assert(() => literal.count === 2 && literal.first === "p") },
      { assertion: assert(() => linked.count === 1 && mixed.count === 2 && mixed.first === "s") },
      {
        action: action(() => {
          name.set("t");
          names.push("b");
        }),
      },
      { assertion: assert(() => linked.count === 2 && mixed.first === "t" && eight.value === 8) },
      { action: growing.add, event: { name: "h" } },
      { assertion: assert(() => growing.all.join() === "g,h") },
      { action: it.count, event: { names: ["x", "y", "z"] } },
      { action: it.link },
      { assertion: assert(() => it.made[0].count === 3 && it.made[0].first === "x") },
      { assertion: assert(() => it.made[1].count === 2 && it.made[1].first === "a") },
    ],
  };
});
