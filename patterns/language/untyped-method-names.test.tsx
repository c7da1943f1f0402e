/** Results of no declared type whose parts have the names of cell methods. */
import { action, assert, computed, Default, pattern, TESTS, Writable } from "commonfabric";

interface Input {
  filter: Writable<string | Default<"">>;
  map: Writable<number[] | Default<[]>>;
}

// deno-lint-ignore no-explicit-any -- an author who left the type open
type Any = any;

const Shelf = pattern<Input, Any>(({ filter, map }) => ({
  filter,
  map,
  key: computed(() => filter.get().length),
  push: action(({ n }: { n: number }) => map.push(n)),
  remove: action(() => map.set(map.get().slice(1))),
  set: action((text: string) => filter.set(text)),
  update: action(() => filter.set(`${filter.get()}!`)),
  send: { get: action(() => filter.set("")), sample: filter },
}));

const Outer = pattern<Input, Any>(({ filter, map }) => {
  const shelf: Any = Shelf({ filter, map });
  return {
    shelf,
    shown: computed(() => `${shelf.filter.get()}/${shelf.map.get().length}/${shelf.key}`),
    clear: action(() => {
      shelf.send.get.send();
      shelf.remove.send();
    }),
  };
});

export default pattern(() => {
  const filter = new Writable("a");
  const map = new Writable<number[]>([]);
  const shelf: Any = Shelf({ filter, map });
  const outer: Any = Outer({ filter, map });
  return {
    [TESTS]: [
      { assertion: assert(() => shelf.filter.get() === "a" && shelf.map.get().length === 0) },
      { action: shelf.push, event: { n: 1 } },
      {
        action: action(() => {
          shelf.push.send({ n: 2 });
          shelf.set.send("word");
          shelf.update.send();
        }),
      },
      { assertion: assert(() => filter.get() === "word!" && map.get().join() === "1,2") },
      { assertion: assert(() => shelf.send.sample.get() === "word!" && shelf.key === 5) },
      { assertion: assert(() => outer.shown === "word!/2/5") },
      {
        action: action(() => {
          shelf.filter.set("x");
          outer.shelf.map.push(3);
          outer.shelf.remove.send();
        }),
      },
      { assertion: assert(() => outer.shown === "x/2/1" && map.get().join() === "2,3") },
      { action: outer.clear },
      { assertion: assert(() => outer.shown === "/1/0") },
    ],
  };
});
