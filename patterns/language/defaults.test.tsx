import { assert, pattern, TESTS, Writable } from "commonfabric";
import Defaults from "./defaults.tsx";

export default pattern(() => {
  const plain = Defaults({ nested: {} as any });
  const bag = new Writable<Record<string, number>>({ z: 1 });
  const given = Defaults({
    title: "T",
    count: 0,
    flag: false,
    tags: [],
    bag,
    maybe: "m",
    nothing: "n",
    limits: { low: 2, high: 4 },
    nested: { a: 1, b: {} as any },
  });
  return {
    [TESTS]: [
      { assertion: assert(() => plain.summary === "untitled|3|true|low|none||7|") },
      { assertion: assert(() => given.summary === "T|0|false|low|m|n|1|deep") },
      { assertion: assert(() => plain.spread === 8 && given.spread === 2) },
      { assertion: assert(() => plain.nothing === null) },
      { assertion: assert(() => plain.tags.length === 2 && plain.keys === "") },
      { action: plain.addTag, event: "z" },
      { action: given.addTag, event: "z" },
      { assertion: assert(() => plain.tags.join() === "x,y,z") },
      { assertion: assert(() => given.tags.join() === "z") },
      { action: given.put, event: { key: "y", value: 2 } },
      { assertion: assert(() => given.keys === "y,z" && bag.get().y === 2) },
      { action: given.put, event: { key: "z" } },
      { assertion: assert(() => given.keys === "y" && !("z" in bag.get())) },
      { action: plain.put, event: { key: "q", value: 0 } },
      { assertion: assert(() => plain.keys === "q" && plain.bag.q === 0) },
    ],
  };
});
