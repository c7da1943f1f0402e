// What is chosen may be nothing, an object of its own, or one of several: `equals` follows all.

import {
  action,
  assert,
  computed,
  type Default,
  equals,
  pattern,
  type Stream,
  TESTS,
  Writable,
} from "commonfabric";

interface Town {
  name: string;
}

interface Guide {
  /** A digit for each town, and one for the visited: 1 for the chosen one. */
  chosen: string;
  /** The same, where the choice is given to a part. */
  given: string;
  /** The same, where the choice is a property. */
  held: string;
  choose: Stream<{ at: number }>;
  invent: Stream<Town>;
  forget: Stream<void>;
}

const digits = (towns: readonly Town[], chosen: unknown) =>
  towns.map((town) => equals(town, chosen) ? "1" : "0").join("");

const Marks = pattern<{ towns: Town[]; chosen: Writable<Town | undefined> }, { text: string }>(
  ({ towns, chosen }) => ({ text: computed(() => digits(towns, chosen)) }),
);

const TownPiece = pattern<Town, Town>(({ name }) => ({ name }));

const Guide = pattern<{ towns: Writable<Town[] | Default<[]>> }, Guide>(({ towns }) => {
  const chosen = new Writable<Town | undefined>(undefined);
  const state = new Writable<{ chosen?: Town }>({});
  const choose = (town: Town | undefined) => {
    chosen.set(town);
    state.key("chosen").set(town);
  };
  return {
    chosen: computed(() => digits(towns.get(), chosen)),
    given: Marks({ towns, chosen }).text,
    held: computed(() => digits(towns.get(), state.key("chosen"))),
    choose: action(({ at }: { at: number }) => {
      if (towns.get().length === 0) {
        towns.push({ name: "Ulm" }, TownPiece({ name: "Bonn" }), { name: "Trier" });
      }
      choose(towns.get()[at]);
    }),
    invent: action((town: Town) => choose(town)),
    forget: action(() => choose(undefined)),
  };
});

export default pattern(() => {
  const guide = Guide({});
  const seen = computed(() => `${guide.chosen} ${guide.given} ${guide.held}`);
  return {
    [TESTS]: [
      { action: guide.choose, event: { at: 1 } },
      { assertion: assert(() => seen === "010 010 010") },
      { action: guide.invent, event: { name: "Bonn" } },
      { assertion: assert(() => seen === "000 000 000") },
      { action: guide.choose, event: { at: 1 } },
      { assertion: assert(() => seen === "010 010 010") },
      { action: guide.invent, event: { name: "Ulm" } },
      { assertion: assert(() => seen === "000 000 000") },
      { action: guide.choose, event: { at: 2 } },
      { assertion: assert(() => seen === "001 001 001") },
      { action: guide.forget },
      { assertion: assert(() => seen === "000 000 000") },
      { action: guide.choose, event: { at: 0 } },
      { assertion: assert(() => seen === "100 100 100") },
    ],
  };
});
