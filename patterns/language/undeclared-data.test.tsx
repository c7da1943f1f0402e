import { assert, pattern, TESTS } from "commonfabric";
import Entries from "./undeclared-data.tsx";

export default pattern(() => {
  const it = Entries({ entries: [{ title: "plain" }] });
  return {
    [TESTS]: [
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
