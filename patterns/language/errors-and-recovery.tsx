/** A computation that fails shows its error where it is read, and recovers when its input changes. */
import { action, computed, pattern, Writable } from "commonfabric";

export default pattern<{ text: string }>(({ text }) => {
  const source = new Writable(text);
  const parsed = computed(() => JSON.parse(source.get()) as { n: number });
  const double = computed(() => parsed.n * 2);
  const log = new Writable<string[]>([]);
  return {
    double,
    safe: computed(() => {
      try {
        return `n is ${JSON.parse(source.get()).n}`;
      } catch {
        return "no number";
      }
    }),
    log,
    write: action((next: string) => source.set(next)),
    failing: action(() => {
      log.push("before");
      throw new Error("refused");
    }),
  };
});
