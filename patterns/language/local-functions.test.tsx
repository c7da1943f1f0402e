import { assert, pattern, TESTS, UI } from "commonfabric";
import LocalFunctions from "./local-functions.tsx";

export default pattern(() => {
  const it = LocalFunctions({});
  const inches = LocalFunctions({ unit: "in" });
  const html = () => JSON.stringify(it[UI]);
  return {
    [TESTS]: [
      { assertion: assert(() => it.lines.join() === "root,-a,-bb" && it.longest === "bb") },
      { assertion: assert(() => it.width === "4px" && it.loud === "ROOT") },
      { assertion: assert(() => html().includes("2px") && html().includes("PX")) },
      { assertion: assert(() => it.formatted === "3 pixels" && it.inText === "1 pixels!") },
      { assertion: assert(() => inches.formatted === "unknown" && inches.inText === "-!") },
      { assertion: assert(() => it.rounded === 2) },
      { action: it.grow },
      { assertion: assert(() => it.rounded === 2 && it.inText === "2 pixels!") },
      { assertion: assert(() => it.width === "8px" && html().includes("4px")) },
      { action: it.rename, event: "trunk" },
      { assertion: assert(() => it.loud === "TRUNK" && it.lines.join() === "trunk,-a,-bb") },
      { render: it },
    ],
  };
});
