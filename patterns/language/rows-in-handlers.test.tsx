import { action, assert, pattern, TESTS, UI, Writable } from "commonfabric";
import Tasks from "./rows-in-handlers.tsx";

// deno-lint-ignore no-explicit-any
const named = (node: any, name: string): any[] =>
  Array.isArray(node)
    ? node.flatMap((child) => named(child, name))
    : typeof node === "object" && node !== null
    ? [...(node.name === name ? [node] : []), ...named(node.children, name)]
    : [];

export default pattern(() => {
  const work = Tasks({});
  const seen = new Writable<string[]>([]);
  // Nobody looks at the rows before these handlers do.
  const click = action(() => named(work[UI], "li")[1].props.onClick.send({}));
  const look = action(() => seen.set(work.heavy.map(({ title }) => title)));
  const copy = action(() => work.add.send({ title: work.tasks[0]!.title + "2", weight: 9 }));
  return {
    [TESTS]: [
      { action: work.add, event: { title: "paint", weight: 7 } },
      { action: work.add, event: { title: "saw", weight: 2 } },
      { action: click },
      { assertion: assert(() => work.chosen === "saw") },
      { action: copy },
      { action: look },
      { assertion: assert(() => seen.get().join() === "paint,paint2") },
      { action: work.dropLightest },
      { action: work.dropLightest },
      { assertion: assert(() => work.tasks.map(({ title }) => title).join() === "paint2") },
      { render: work[UI] },
    ],
    work,
  };
});
