import { assert, pattern, TESTS } from "commonfabric";
import Written, { Untyped } from "./written-schemas.tsx";

export default pattern(() => {
  const it = Written({});
  const untyped = Untyped({});
  const given = Untyped({ value: 8 });
  return {
    [TESTS]: [
      { assertion: assert(() => it.value === 3 && it.names!.join() === "first") },
      { assertion: assert(() => it.label === "#3") },
      { assertion: assert(() => untyped.value === 3 && untyped.names!.join() === "first") },
      { assertion: assert(() => given.value === 8 && given.names!.join() === "first") },
      { action: it.add, event: { by: 4 } },
      { assertion: assert(() => it.value === 7 && it.label === "#7") },
      { action: it.add, event: {} },
      { assertion: assert(() => it.value === 17) },
    ],
  };
});
