import { assert, pattern, TESTS } from "commonfabric";
import Inspector from "./inspector.tsx";

export default pattern(() => {
  const it = Inspector({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.compact === "[]" && it.highest === "none" && it.average === 0) },
      { assertion: assert(() => it.cell === "Cell(of:… = 0)") },
      { action: it.read, event: { sensor: "north", value: 3 } },
      { action: it.read, event: { sensor: "south", value: 8 } },
      {
        assertion: assert(() =>
          it.compact === '[{ sensor: "north", value: 3 }, { sensor: "south", value: 8 }]'
        ),
      },
      { assertion: assert(() => it.indented.split("\n")[2] === '    sensor: "south",') },
      { assertion: assert(() => it.cell === "Cell(of:… = 2)") },
      { assertion: assert(() => it.highest === "south" && it.average === 6 && it.spread === 2.5) },
      { assertion: assert(() => it.count === 2 && it.mine === "south") },
      { action: it.remember },
      { assertion: assert(() => it.seen === 1) },
      { settle: true },
      { assertion: assert(() => it.ticking) },
    ],
  };
});
