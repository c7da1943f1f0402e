/** What debugging shows: values and cells as text, nodes by name, cells whatever their kind. */
import {
  action,
  type AnyCell,
  byRef,
  type CellConstructor,
  computed,
  createNodeFactory,
  Default,
  type ElementOf,
  handler,
  lift,
  type LiftBuilder,
  type LiftedFunction,
  type OpaqueCell,
  pattern,
  type Reactive,
  type ReadValue,
  type ScopedCellConstructor,
  Stream,
  toCompactDebugString,
  toIndentedDebugString,
  Writable,
} from "commonfabric";

type Readings = { sensor: string; value: number }[];
type Reading = ElementOf<Readings>;

/** Any cell can be described, whatever may be done with it. */
function described(cell: AnyCell<unknown>): string {
  return toCompactDebugString(cell).replace(/of:\w+/, "of:…");
}

/** The highest of what a cell held when it was read. */
function highest(readings: ReadValue<Readings>): Reading | undefined {
  return [...readings].sort((a, b) => b.value - a.value)[0];
}

const makeLift: LiftBuilder = lift;

const average: LiftedFunction<{ readings: Readings }, number> = makeLift(
  ({ readings }: { readings: Readings }) =>
    readings.length === 0
      ? 0
      : readings.reduce((sum, { value }) => sum + value, 0) / readings.length,
);

/** A reference goes in, a reference comes out. */
function rounded(value: Reactive<number>): Reactive<number> {
  return computed(() => Math.round(value));
}

/** Nodes that no builder makes: from a function, and by a name that the runtime knows. */
const difference = createNodeFactory({
  type: "javascript",
  implementation: ({ from, to }: { from: number; to: number }) => to - from,
});
const wishFor = byRef<{ query: string }, { result?: number }>("wish");

const makeCell: CellConstructor = Writable;
const makeMine: ScopedCellConstructor = Writable.perUser;

/** A handler that may hand a cell on, and nothing else. */
const remember = handler<
  void,
  { latest: OpaqueCell<Reading>; seen: Writable<OpaqueCell<Reading>[]> }
>(
  (_, { latest, seen }) => seen.push(latest),
);

interface Output {
  compact: string;
  indented: string;
  cell: string;
  highest: string;
  average: number;
  spread: number;
  ticking: boolean;
  count: number;
  mine: string;
  seen: number;
  read: Stream<Reading>;
  remember: Stream<void>;
}

export default pattern<{ readings: Writable<Readings | Default<[]>> }, Output>(({ readings }) => {
  const count = makeCell.of(0);
  const mine = new makeMine("nobody");
  const seen = new Writable<OpaqueCell<Reading>[]>([]);
  const mean = average({ readings });
  const now = wishFor({ query: "#now" });
  return {
    compact: computed(() => toCompactDebugString(readings.get())),
    indented: computed(() => toIndentedDebugString({ last: readings.get().at(-1) })),
    cell: computed(() => described(count)),
    highest: computed(() => highest(readings.get())?.sensor ?? "none"),
    average: rounded(mean),
    spread: difference({ from: mean, to: computed(() => highest(readings.get())?.value ?? 0) }),
    ticking: computed(() => (now.result ?? 0) > 0),
    count,
    mine,
    seen: computed(() => seen.get().length),
    read: action((reading: Reading) => {
      readings.push(reading);
      count.increment();
      mine.set(reading.sensor);
    }),
    remember: remember({ latest: readings.key(0), seen }),
  };
});
