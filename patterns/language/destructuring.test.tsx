import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Unpack from "./destructuring.tsx";

export default pattern(() => {
  const flags = new Writable<Record<string, boolean>>({ b: true, a: true, c: false });
  const limit = new Writable<number | undefined>(undefined);
  const it = Unpack({
    person: {
      name: "Ann",
      address: { city: "Ulm", lines: ["1", "2", "3"], geo: { lat: 1, lon: 2 } },
    },
    pair: [4, "four"],
    flags,
    limit,
    note: null,
  });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          it.greeting === "Ann of Ulm" && it.doubled === 8 && it.label === "four"
        ),
      },
      {
        assertion: assert(() => it.extra === "none" && it.note === "no note" && it.place === "1:2"),
      },
      { assertion: assert(() => it.on.join() === "a,b" && it.shown.join() === "1,2") },
      { assertion: assert(() => it.joined === "four/1/2" && it.bare === "x/-/0") },
      { action: it.setLine },
      {
        action: action(() => {
          limit.set(1);
          flags.key("c").set(true);
        }),
      },
      { assertion: assert(() => it.shown.join() === "new" && it.on.join() === "a,b,c") },
      { assertion: assert(() => it.joined === "four/new/2") },
      { assertion: assert(() => JSON.stringify(it.view).includes("new")) },
    ],
  };
});
