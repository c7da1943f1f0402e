import { action, assert, NAME, pattern, TESTS, Writable } from "commonfabric";
import Pomodoro from "./pomodoro.tsx";

export default pattern(() => {
  const startedAt = new Writable<number | null>(null);
  const timer = Pomodoro({ startedAt });
  return {
    [TESTS]: [
      { assertion: assert(() => !timer.running && timer[NAME] === "Pomodoro") },
      { assertion: assert(() => timer.secondsLeft === 1500) },
      { action: timer.finish },
      { assertion: assert(() => timer.finished.length === 0) },
      { action: timer.start, event: { task: "Write" } },
      { assertion: assert(() => timer.running && timer.secondsLeft > 1490) },
      { render: timer },
      // Half an hour ago: nothing is left.
      { action: action(() => startedAt.set(Date.now() - 30 * 60_000)) },
      { assertion: assert(() => timer[NAME] === "🍅 0:00") },
      { action: timer.finish },
      { assertion: assert(() => timer.finished.join() === "Write" && !timer.running) },
      { action: timer.start, event: { task: "Read" } },
      { action: timer.cancel },
      { assertion: assert(() => timer.finished.length === 1 && startedAt.get() === null) },
      { render: timer },
    ],
  };
});
