import { action, assert, pattern, TESTS, UI, Writable } from "commonfabric";
import Views from "./patterns-as-values.tsx";

export default pattern(() => {
  const mode = new Writable<"plain" | "stars">("plain");
  const value = new Writable(2);
  const it = Views({ mode, value, items: ["aa", "b", "ca"] });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          it.chosen === "plain 2" && it.both === "plain 2+**" && it.listed === "plain 2,**"
        ),
      },
      {
        action: action(() => {
          mode.set("stars");
          value.set(3);
        }),
      },
      { assertion: assert(() => it.chosen === "***" && it.hits.join() === "aa,ca") },
      { assertion: assert(() => JSON.stringify(it[UI]).includes("***")) },
      { render: it },
    ],
  };
});
