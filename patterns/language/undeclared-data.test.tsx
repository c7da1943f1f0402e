import { assert, FS, pattern, TESTS, TYPE, Writable } from "commonfabric";
import Entries, { Shelf } from "./undeclared-data.tsx";

export default pattern(() => {
  const it = Entries({ entries: [{ title: "plain" }] });
  const label = new Writable("ink");
  const shelf = Shelf({ label });
  return {
    [TESTS]: [
      { assertion: assert(() => shelf[TYPE] === "ink" && shelf.parts[0] === "ink") },
      { assertion: assert(() => (shelf[FS] as { content: string }).content === "ink") },
      { assertion: assert(() => JSON.stringify(shelf.any) === '{"label":"ink"}') },
      { assertion: assert(() => (shelf.parts[1] as { label: string }).label.length === 3) },
      { assertion: assert(() => shelf.record.label === "ink") },
      { assertion: assert(() => (shelf.thing as { label: string }).label === "ink") },
      // deno-lint-ignore no-explicit-any -- a cast to any lets its use decide.
      { assertion: assert(() => (shelf.any as any).label.get() === "ink") },
      { assertion: assert(() => it.sizes === "plain:none:undefined") },
      { action: it.wrap, event: { title: "box", inside: ["x", "y"] } },
      { assertion: assert(() => it.sizes === "plain:none:undefined,box:x+y:2") },
      { action: it.fill, event: { at: 1, title: "z" } },
      { assertion: assert(() => it.sizes === "plain:none:undefined,box:x+y+z:3") },
      {
        assertion: assert(() =>
          JSON.stringify(it.entries[1]) ===
            '{"title":"box","items":[{"title":"x"},{"title":"y"},{"title":"z"}],"more":{"depth":3}}'
        ),
      },
    ],
  };
});
