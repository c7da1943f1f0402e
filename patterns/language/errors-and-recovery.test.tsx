import { assert, pattern, TESTS } from "commonfabric";
import Parser from "./errors-and-recovery.tsx";

export default pattern(() => {
  const parser = Parser({ text: '{"n":4}' });
  return {
    allowRuntimeErrors: true,
    [TESTS]: [
      { assertion: assert(() => parser.double === 8 && parser.safe === "n is 4") },
      { action: parser.write, event: "oops" },
      { assertion: assert(() => parser.safe === "no number") },
      { action: parser.write, event: '{"n":5}' },
      { assertion: assert(() => parser.double === 10) },
      { action: parser.failing },
      { assertion: assert(() => parser.log.length === 0) },
    ],
  };
});
