/** Sends to the counter's stream and looks at what follows. */

import { assert, NAME, pattern, TESTS } from "commonfabric";
import Counter from "./main.tsx";

export default pattern(() => {
  const counter = Counter({ value: 3 });
  return {
    [TESTS]: [
      { assertion: assert(() => counter.value === 3) },
      { action: counter.increment, event: { amount: 2 } },
      { assertion: assert(() => counter.value === 5) },
      { action: counter.increment, event: {} },
      { assertion: assert(() => counter[NAME] === "Counter: 6") },
    ],
  };
});
