import { action, assert, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Flow from "./control-flow.tsx";

export default pattern(() => {
  const open = new Writable(false);
  const name = new Writable<string | undefined>(undefined);
  const count = new Writable(0);
  const shape = new Writable<any>({ kind: "square", side: 3 });
  const flow = Flow({ open, name, count, shape, error: null });
  const bare = Flow({});
  const html = () => JSON.stringify(flow[UI]);
  return {
    [TESTS]: [
      { assertion: assert(() => bare[NAME] === "round of 3" && bare.kind === "round") },
      { assertion: assert(() => flow.size === 9 && flow.kind === "edgy") },
      { assertion: assert(() => flow.shown === "nobody" && !flow.initial && flow.length === -1) },
      { assertion: assert(() => flow.openText === "closed" && flow.few === "few") },
      { assertion: assert(() => flow.either === "neither" && flow.both === "no") },
      { assertion: assert(() => flow.many === false) },
      {
        assertion: assert(() =>
          html().includes("idle") && html().includes("none") && !html().includes("many")
        ),
      },
      {
        action: action(() => {
          open.set(true);
          name.set("ann");
          count.set(3);
        }),
      },
      {
        assertion: assert(() =>
          flow.openText === "open" && flow.many === "many" && flow.few === true
        ),
      },
      {
        assertion: assert(() => flow.shown === "ann" && flow.initial === "A" && flow.length === 3),
      },
      { assertion: assert(() => flow.both === "ann is open" && flow.either === "ann") },
      {
        assertion: assert(() =>
          html().includes("busy 3") && html().includes("many") && html().includes('"ann"')
        ),
      },
      { action: action(() => shape.set({ kind: "label" })) },
      { assertion: assert(() => flow.size === 0 && flow.kind === "flat") },
      { render: flow },
    ],
  };
});
