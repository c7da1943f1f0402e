/** Defaults hold for every reader: a lift, a handler or a child whose own types do not name them. */
import { Default, handler, lift, pattern, str, Writable } from "commonfabric";

interface Oven {
  degrees: Default<number, 180>;
  racks: Default<string[], ["middle"]>;
  timer: Default<{ minutes: Default<number, 25>; bell?: string }, { minutes: 25 }>;
}

/** The same without defaults, as helpers declare it. */
interface PlainOven {
  degrees: number;
  racks: string[];
  timer: { minutes: number; bell?: string };
}

const textOf = ({ degrees, racks, timer }: PlainOven) =>
  `${degrees}° ${racks.join("+")} ${timer.minutes}min ${timer.bell ?? "silent"}`;

const describe = lift(textOf);

const note = handler<void, { oven: PlainOven; said: Writable<string> }>((_, { oven, said }) => {
  said.set(textOf(oven));
});

const noteCell = handler<void, { oven: Writable<PlainOven>; said: Writable<string> }>(
  (_, { oven, said }) => said.set(textOf(oven.get())),
);

const ring = handler<{ bell: string }, { oven: Writable<PlainOven> }>(({ bell }, { oven }) => {
  oven.key("timer").key("bell").set(bell);
});

const heat = handler<{ by: number }, { degrees: Writable<number> }>(
  ({ by }, state) => state.degrees.set(state.degrees.get() + by),
);

const Panel = pattern<{ oven: PlainOven }>(({ oven }) => ({
  text: describe(oven),
  degrees: str`${oven.degrees}°`,
}));

/** Takes the oven's properties as its own input. */
export const Controls = pattern<PlainOven>((oven) => ({
  text: describe(oven),
  heat: heat(oven),
}));

/** The argument is the oven itself; nothing need be given. */
export const Root = pattern<Oven>((oven) => {
  const said = new Writable("");
  return {
    text: describe(oven),
    panel: Panel({ oven }),
    controls: Controls(oven),
    note: note({ oven, said }),
    noteCell: noteCell({ oven, said }),
    ring: ring({ oven }),
    said,
  };
});

/** The oven is a property that is always there, although nobody writes it. */
export default pattern<{ oven: Oven }>(({ oven }) => {
  const said = new Writable("");
  return {
    oven,
    text: describe(oven),
    panel: Panel({ oven }),
    controls: Controls(oven),
    note: note({ oven, said }),
    noteCell: noteCell({ oven, said }),
    ring: ring({ oven }),
    said,
  };
});
