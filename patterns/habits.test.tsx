import { assert, pattern, TESTS } from "commonfabric";
import Habits from "./habits.tsx";

export default pattern(() => {
  const tracker = Habits({});
  const day = (id: number, day: string) => ({ action: tracker.toggle, event: { id, day } });
  return {
    [TESTS]: [
      { assertion: assert(() => tracker.habits.length === 0) },
      { action: tracker.create, event: { name: "Run" } },
      { action: tracker.create, event: { name: "Read" } },
      { action: tracker.create, event: { name: " Run " } },
      { assertion: assert(() => tracker.habits.map(({ name }) => name).join() === "Read,Run") },
      day(1, "2026-02-27"),
      day(1, "2026-02-28"),
      day(1, "2026-03-01"),
      day(1, "2026-03-03"),
      day(2, "2026-03-02"),
      { assertion: assert(() => tracker.habits[1].best === 3 && tracker.habits[1].days === 4) },
      { assertion: assert(() => tracker.habits[0].best === 1) },
      // A second press takes the mark away, and the run is cut.
      day(1, "2026-02-28"),
      { assertion: assert(() => tracker.habits[1].best === 1 && tracker.habits[1].days === 3) },
      { render: tracker },
      { action: tracker.toggle, event: { id: 2 } },
      { assertion: assert(() => tracker.habits[0].days === 2) },
      { action: tracker.remove, event: { id: 1 } },
      { assertion: assert(() => tracker.habits.length === 1 && tracker.habits[0].name === "Read") },
      { render: tracker },
    ],
  };
});
