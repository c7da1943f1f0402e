/** No type arguments at all: parameters say what goes in, results follow; scopes are chosen late. */
import { action, computed, pattern, Writable } from "commonfabric";

const Meter = pattern(({ start, unit }: { start: number; unit?: string }) => {
  const level = new Writable(start).for("level");
  const raise = action(({ by }: { by: number }) => level.set(level.get() + by));
  return { level, raise, text: computed(() => `${level.get()}${unit ?? ""}`) };
});

/** Its parameter has no type at all, and what it gives has one. */
const Log = pattern((_) => {
  const lines = new Writable<string[]>([]);
  return { lines, add: action((line: string) => lines.push(line)) };
});

export default pattern(() => {
  const log = Log({});
  const left = Meter({ start: 1, unit: "kg" });
  const right = Meter.asScope("user")({ start: 2 });
  const draft = new Writable("").asScope("session");
  const later = computed(() => left.text + right.text);
  return {
    left,
    right,
    later,
    draft,
    level: left.key("level"),
    lines: computed(() => log.lines.get().length),
    note: log.add,
    write: action((text: string) => draft.set(text)),
    raiseBoth: action((by: number) => {
      left.raise.send({ by });
      right.raise.send({ by });
    }),
  };
});
