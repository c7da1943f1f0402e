import { assert, pattern, TESTS } from "commonfabric";
import Units from "./units.tsx";

export default pattern(() => {
  const units = Units({});
  return {
    [TESTS]: [
      { assertion: assert(() => units.result === 0.621371 && units.units.length === 4) },
      { action: units.convert, event: { amount: 12, from: "inch", to: "m" } },
      { assertion: assert(() => units.result === 0.3048) },
      { action: units.swap },
      { assertion: assert(() => units.result === 12) },
      { render: units },
      { action: units.choose, event: { kind: "mass" } },
      { action: units.convert, event: { amount: 500, from: "g", to: "pound" } },
      { assertion: assert(() => units.result === 1.10231 && units.units.join() === "kg,g,pound") },
      { action: units.convert, event: { amount: 3, to: "g" } },
      { assertion: assert(() => units.result === 3) },
      { render: units },
    ],
  };
});
