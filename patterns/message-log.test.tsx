import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import MessageLog from "./message-log.tsx";

export default pattern(() => {
  const me = new Writable({ name: "Ada" });
  const log = MessageLog({ me });
  return {
    [TESTS]: [
      { assertion: assert(() => log.count === 0 && log.bodies.length === 0) },
      { action: log.post, event: { body: "first" } },
      { action: log.post, event: { body: "  second  " } },
      { action: log.post, event: { body: "   " } },
      { assertion: assert(() => log.count === 2) },
      { assertion: assert(() => log.bodies.join() === "second,first") },
      { action: action(() => me.key("name").set("Ada L.")) },
      { assertion: assert(() => log.bodies.length === 2) },
      { render: log },
    ],
  };
});
