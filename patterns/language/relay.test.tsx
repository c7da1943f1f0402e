import { assert, pattern, TESTS } from "commonfabric";
import Relay from "./relay.tsx";

export default pattern(() => {
  const relay = Relay({});
  return {
    [TESTS]: [
      { action: relay.a.work, event: { n: 1 } },
      { action: relay.b.work, event: { n: 2 } },
      { assertion: assert(() => relay.log.join() === "a:2,b:4" && relay.total === 6) },
      { action: relay.fan, event: { ns: [1, 2, 3] } },
      {
        assertion: assert(() => relay.log.slice(2).join() === "a:2,b:4,a:6" && relay.total === 18),
      },
      { action: relay.b.quit },
      { assertion: assert(() => !relay.stopped) },
      { action: relay.a.quit },
      { assertion: assert(() => relay.stopped === true) },
      { action: relay.ask, event: { name: "eve" } },
      { assertion: assert(() => relay.log.at(-1) === "eve") },
    ],
  };
});
