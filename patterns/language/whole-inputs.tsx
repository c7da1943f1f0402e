/** An input need not be an object: a list or a single value is given as a whole. */
import { action, computed, pattern, Stream, Writable } from "commonfabric";

interface Counted {
  count: number;
  first: string;
}
export const Count = pattern<string[], Counted>((items) => ({
  count: items.length,
  first: computed(() => items[0] ?? "none"),
}));

export const Growing = pattern<
  Writable<string[]>,
  { all: string[]; add: Stream<{ name: string }> }
>((items) => ({
  all: items,
  add: action(({ name }: { name: string }) => items.push(name)),
}));

export const Twice = pattern<number, { value: number }>((amount) => ({ value: amount * 2 }));

export default pattern<
  { names: Writable<string[]> },
  { made: Counted[]; count: Stream<{ names: string[] }>; link: Stream<void> }
>(({ names }) => {
  const made = new Writable<Counted[]>([]);
  return {
    made,
    count: action(({ names }: { names: string[] }) => made.push(Count(names))),
    link: action(() => made.push(Count(names))),
  };
});
