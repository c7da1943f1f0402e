import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import CellKinds, { type Entry } from "./cell-kinds.tsx";

export default pattern(() => {
  const rate = new Writable(3);
  const log = new Writable<string[]>([]);
  const entries = new Writable<Entry[]>([{ title: "a" }, { title: "b" }]);
  const it = CellKinds({ rate, log, chosen: entries.key(0), entries });
  const raise = action(() => rate.increment(4));
  return {
    [TESTS]: [
      { assertion: assert(() => it.doubled === 6) },
      { action: it.write, event: "tea" },
      { assertion: assert(() => log.get().join() === "tea at 3") },
      { action: raise },
      { assertion: assert(() => it.doubled === 14) },
      { assertion: assert(() => it.chosenIsFirst === true && it.sameCell === true) },
    ],
  };
});
