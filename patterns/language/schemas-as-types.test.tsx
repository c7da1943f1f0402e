import { assert, pattern, TESTS } from "commonfabric";
import SchemasAsTypes, { requiredOf } from "./schemas-as-types.tsx";

export default pattern(() => {
  const it = SchemasAsTypes({ tasks: [] });
  return {
    [TESTS]: [
      { assertion: assert(() => it.required.join() === "title,points,tags,points,titleLength") },
      { assertion: assert(() => requiredOf(true).length === 0) },
      { assertion: assert(() => it.fits && it.level === "low") },
      { action: it.add, event: { title: "Paint", points: 12, tags: ["house"] } },
      { assertion: assert(() => it.open === 12 && !it.fits && it.tasks[0]!.tags[0] === "house") },
      { action: it.raise, event: { points: 15 } },
      { assertion: assert(() => it.fits && it.level === "low") },
    ],
  };
});
