// What was read is frozen: freezing it once more is allowed and changes nothing.

import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";

interface Item {
  size: number;
  tags: string[];
}

export default pattern(() => {
  const items = new Writable<Item[]>([{ size: 1, tags: ["x"] }]);
  const first = new Writable<Item>({ size: 1, tags: ["x"] });
  const seen = new Writable(0);

  const list = computed(() => {
    const frozen = Object.freeze(items.get());
    return Object.isFrozen(frozen) && frozen.length === 1;
  });
  const item = computed(() => {
    const frozen = Object.freeze(first.get());
    return Object.isFrozen(frozen.tags) && Object.isSealed(frozen) ? frozen.size : -1;
  });
  const look = action(() => {
    const [only] = Object.seal(items.get());
    seen.set(Object.preventExtensions(only!).size);
  });

  return {
    [TESTS]: [
      { assertion: assert(() => list === true) },
      { assertion: assert(() => item === 1) },
      { action: look },
      { assertion: assert(() => seen.get() === 1) },
      { action: action(() => first.key("size").set(2)) },
      { assertion: assert(() => item === 2) },
    ],
  };
});
