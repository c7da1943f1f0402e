import { assert, pattern, TESTS } from "commonfabric";
import Outline from "./outline.tsx";

export default pattern(() => {
  const outline = Outline({});
  return {
    [TESTS]: [
      { action: outline.add, event: { path: [], text: "Fruit" } },
      { action: outline.add, event: { path: [], text: "Tools" } },
      { action: outline.add, event: { path: [0], text: "Apple" } },
      { action: outline.add, event: { path: [0, 0], text: "Red" } },
      { action: outline.add, event: { path: [0], text: "  " } },
      { assertion: assert(() => outline.text === "Fruit\n  Apple\n    Red\nTools") },
      { assertion: assert(() => outline.nodes[0].children[0].children[0].text === "Red") },
      { render: outline },
      { action: outline.remove, event: { path: [0, 0] } },
      { action: outline.remove, event: { path: [7] } },
      { assertion: assert(() => outline.size === 2 && outline.text === "Fruit\nTools") },
      { render: outline },
    ],
  };
});
