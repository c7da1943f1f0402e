/**
 * What an event, a handler's state or a lift's input leaves out has its declared default. What a
 * change (`Partial`) leaves out stays absent, so that it touches only what it names.
 */
import { action, Default, handler, lift, pattern, Stream, Writable } from "commonfabric";

interface Change {
  by: number | Default<10>;
  options?: { twice: boolean | Default<true>; tags: string[] | Default<[]> };
  steps?: { size: number | Default<1> }[];
}

const change = handler<Change, { value: Writable<number>; extra: number | Default<2> }>(
  ({ by, options, steps }, { value, extra }) => {
    const times = options === undefined ? 1 : options.twice ? 2 + options.tags.length : 0;
    const stepped = (steps ?? []).reduce((sum, { size }) => sum + size, 0);
    value.set(value.get() + by * times + extra + stepped);
  },
);

/** Beside `void` an event is plain data, and it may be left out. */
const stepOrReset = handler<Partial<Change> | void, { value: Writable<number> }>(
  (event, { value }) => value.set(event ? value.get() + Object.keys(event).length : 0),
);

const sum = lift(({ a, b }: { a: number | Default<7>; b: number }) => a + b);

interface Output {
  value: number;
  seen: string;
  lifted: number;
  change: Stream<Change>;
  log: Stream<Partial<Change>>;
  logWhole: Stream<Change>;
  stepOrReset: Stream<Partial<Change> | void>;
  set: Stream<{ to: number | Default<5> }>;
}

export default pattern<{ value: Writable<number | Default<0>> }, Output>(({ value }) => {
  const seen = new Writable("");
  return {
    value,
    seen,
    lifted: sum({ b: 1 }),
    change: change({ value }),
    stepOrReset: stepOrReset({ value }),
    set: action(({ to }: { to: number | Default<5> }) => value.set(to)),
    log: action((event: Partial<Change>) => seen.set(Object.keys(event).sort().join())),
    logWhole: action((event: Change) => seen.set(Object.keys(event).sort().join())),
  };
});
