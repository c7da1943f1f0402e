/** Posts twice and reads the rows back, the newest first. */

import { assert, pattern, TESTS } from "commonfabric";
import Log from "./main.tsx";

export default pattern(() => {
  const log = Log({});
  return {
    [TESTS]: [
      { assertion: assert(() => log.count === 0) },
      { action: log.post, event: { body: "one" } },
      { action: log.post, event: { body: "two" } },
      { assertion: assert(() => log.count === 2) },
      { assertion: assert(() => log.bodies[0] === "two") },
    ],
  };
});
