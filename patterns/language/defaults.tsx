/** Defaults of every form: in types, beside cells, in parameters; none is stored until written. */
import { action, computed, Default, lift, pattern, Writable } from "commonfabric";

const LIMITS = { low: 1, high: 9 };

enum Level {
  Low = "low",
  High = "high",
}

interface Input {
  title: Default<string, "untitled">;
  count: number | Default<3>;
  flag: boolean | Default<true>;
  tags: Writable<string[] | Default<["x", "y"]>>;
  limits: typeof LIMITS | Default<typeof LIMITS>;
  bag: Writable<Record<string, number> | Default<Record<string, never>>>;
  level: Level | Default<Level.Low>;
  maybe?: string;
  nothing: string | null | Default<null>;
  nested: { a: Default<number, 7>; b?: { c: Default<string, "deep"> } };
}

const spread = lift(({ low, high }: { low: number; high: number }) => high - low);

export default pattern<Input>(
  ({ title, count, flag, tags, limits, bag, level, maybe = "none", nothing, nested: { a, b } }) => {
    const addTag = action((tag: string) => tags.push(tag));
    const put = action(({ key, value }: { key: string; value?: number }) =>
      bag.key(key).set(value as number)
    );
    const summary = computed(() => [title, count, flag, level, maybe, nothing, a, b?.c].join("|"));
    return {
      summary,
      title,
      tags,
      bag,
      keys: computed(() => Object.keys(bag.get()).sort().join()),
      spread: spread(limits),
      maybe,
      nothing,
      addTag,
      put,
    };
  },
);
