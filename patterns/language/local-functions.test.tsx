import { assert, pattern, TESTS, UI } from "commonfabric";
import LocalFunctions from "./local-functions.tsx";

export default pattern(() => {
  const it = LocalFunctions({});
  const html = () => JSON.stringify(it[UI]);
  return {
    [TESTS]: [
      { assertion: assert(() => it.lines.join() === "root,-a,-bb" && it.longest === "bb") },
      { assertion: assert(() => it.width === "4px" && it.loud === "ROOT") },
      { assertion: assert(() => html().includes("2px") && html().includes("PX")) },
      { action: it.grow },
      { assertion: assert(() => it.width === "8px" && html().includes("4px")) },
      { action: it.rename, event: "trunk" },
      { assertion: assert(() => it.loud === "TRUNK" && it.lines.join() === "trunk,-a,-bb") },
      { render: it },
    ],
  };
});
