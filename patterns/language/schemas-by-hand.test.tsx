import { assert, pattern, TESTS, valueEqual } from "commonfabric";
import { Before, Behind, Inside } from "./schemas-by-hand.tsx";

export default pattern(() => {
  const before = Before({});
  const behind = Behind({ value: 1, step: 3, list: [9, 4] });
  const inside = Inside({});
  return {
    [TESTS]: [
      { assertion: assert(() => inside.value === 5 && inside.note === "none") },
      { action: inside.raise, event: { amount: 3 } },
      { assertion: assert(() => inside.value === 8) },
      { assertion: assert(() => before.value === 5 && before.text === "5 by 1") },
      { assertion: assert(() => valueEqual(before.range, { low: 1, high: 3 })) },
      { action: before.raise, event: { amount: 2 } },
      { action: before.raise, event: {} },
      { assertion: assert(() => before.value === 8) },
      { action: before.twice, event: { amount: 10 } },
      { assertion: assert(() => before.text === "28 by 1") },
      { action: before.clear },
      { assertion: assert(() => before.value === 0) },
      { action: behind.raise, event: { amount: 2 } },
      { assertion: assert(() => behind.text === "7 by 3!") },
      { assertion: assert(() => valueEqual(behind.range, { low: 4, high: 9 })) },
    ],
  };
});
