import { assert, pattern, TESTS } from "commonfabric";
import Defaults from "./event-defaults.tsx";

export default pattern(() => {
  const it = Defaults({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.lifted === 8) },
      { action: it.change, event: {} },
      { assertion: assert(() => it.value === 12) },
      { action: it.change, event: { options: {} } },
      { assertion: assert(() => it.value === 34) },
      { action: it.change, event: { by: 1, options: { twice: false } } },
      { assertion: assert(() => it.value === 36) },
      { action: it.change, event: { by: 0, steps: [{}, { size: 3 }] } },
      { assertion: assert(() => it.value === 42) },
      { action: it.set, event: {} },
      { assertion: assert(() => it.value === 5) },
      { action: it.stepOrReset, event: { by: 1, steps: [] } },
      { assertion: assert(() => it.value === 7) },
      { action: it.stepOrReset },
      { assertion: assert(() => it.value === 0) },
      { action: it.log, event: { steps: [] } },
      { assertion: assert(() => it.seen === "steps") },
      { action: it.logWhole, event: { steps: [] } },
      { assertion: assert(() => it.seen === "by,steps") },
    ],
  };
});
