import { assert, pattern, TESTS } from "commonfabric";
import TypedTables from "./typed-tables.tsx";

export default pattern(() => {
  const it = TypedTables({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.titles.length === 0 && it.has === 0) },
      { action: it.add, event: ["lamp", "table", "chair"] },
      { assertion: assert(() => it.titles.join() === "chair,lamp,table" && it.has === 3) },
      { assertion: assert(() => it.owners.join() === "Ada,Ada,Ada") },
      { action: it.search, event: "la" },
      { assertion: assert(() => it.titles.join() === "lamp") },
      { action: it.search, event: "nothing" },
      { assertion: assert(() => it.titles.length === 0 && it.has === 3) },
    ],
  };
});
