import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Counter from "./counter.tsx";

export default pattern(() => {
  const counter = Counter({});
  const shared = new Writable(10);
  const wide = Counter({ value: shared, step: 5 });
  return {
    [TESTS]: [
      { assertion: assert(() => counter.value === 0) },
      { action: counter.increment, event: {} },
      { action: counter.increment, event: { amount: 4 } },
      { assertion: assert(() => counter.value === 5) },
      { action: wide.increment, event: {} },
      { assertion: assert(() => wide.value === 15 && shared.get() === 15) },
      { action: action(() => counter.reset.send()) },
      { assertion: assert(() => counter.value === 0) },
      { render: counter },
    ],
  };
});
