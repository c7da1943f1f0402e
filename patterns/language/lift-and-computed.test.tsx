import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Sums from "./lift-and-computed.tsx";

export default pattern(() => {
  const range = new Writable({ from: 1, to: 2 });
  const it = Sums({ range });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          it.sums.join() === "3,3,3,3,3" && it.cells === 12 && it.chain === 4
        ),
      },
      {
        assertion: assert(() =>
          it.total === 3 && it.text === "from 1 to 2" && it.sampled === "5-7"
        ),
      },
      { action: action(() => range.key("to").set(9)) },
      { assertion: assert(() => it.sums.join() === "10,10,10,10,10" && it.text === "from 1 to 9") },
      { assertion: assert(() => it.total === 10) },
      {
        action: action(() => {
          it.b.set(6);
        }),
      },
      { assertion: assert(() => it.cells === 13 && it.b === 6) },
    ],
  };
});
