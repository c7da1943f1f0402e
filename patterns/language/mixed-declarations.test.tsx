import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Mixed from "./mixed-declarations.tsx";

export default pattern(() => {
  const name = new Writable("cell");
  const plain = Mixed({ label: "plain" });
  const given = Mixed({ label: name, settings: { page: {} } });
  return {
    [TESTS]: [
      { assertion: assert(() => plain.text === "plain: 5" && plain.left === 3) },
      { action: action(() => plain.more.send()) },
      { assertion: assert(() => plain.text === "plain: 6" && plain.left === 2) },
      { assertion: assert(() => given.text === "cell: 5") },
      { action: action(() => name.set("renamed")) },
      { assertion: assert(() => given.text === "renamed: 5") },
      { assertion: assert(() => given.shown === "light/20") },
    ],
  };
});
