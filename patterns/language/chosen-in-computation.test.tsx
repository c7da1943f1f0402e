import { action, assert, pattern, TESTS } from "commonfabric";
import Parts, { type Part } from "./chosen-in-computation.tsx";

const nest = (depth: number): Part =>
  depth === 0
    ? { kind: "text", text: "one two" }
    : { kind: "group", open: true, children: [nest(depth - 1), { kind: "text", text: "x" }] };

export default pattern(() => {
  const tree = Parts({ parts: [nest(8), { kind: "text", text: "a b c" }] });
  const isOpen = (part: Part | undefined) => part?.kind === "group" && part.open;
  return {
    [TESTS]: [
      { assertion: assert(() => tree.shown.map(({ words }) => words).join() === "10,3") },
      { assertion: assert(() => tree.first.label === "open") },
      { action: action(() => tree.first.toggle.send()) },
      { assertion: assert(() => isOpen(tree.parts[0]) === false) },
      { assertion: assert(() => tree.first.label === "closed") },
      { action: action(() => tree.shown[0].toggle.send()) },
      { assertion: assert(() => isOpen(tree.parts[0]) === true) },
      { assertion: assert(() => tree.first.label === "open") },
    ],
  };
});
