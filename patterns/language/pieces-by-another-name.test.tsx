import { assert, computed, ifElse, pattern, TESTS, Writable } from "commonfabric";
import { Declared, Inferred, type Shelf, Untyped } from "./pieces-by-another-name.tsx";

/** A cell in a result whose type says number is the number, wherever the piece was named. */
const isRead = (piece: Shelf) => [
  { assertion: assert(() => piece.count === 3 && piece.count + 1 === 4) },
  { assertion: assert(() => [...piece.rows].length === 2 && `${piece.count}` === "3") },
  { assertion: assert(() => piece.deep.count === 3 && [...piece.deep.rows][1].id === "b") },
];

export default pattern(() => {
  const flag = new Writable(true);
  const chosen = flag.get() ? Declared({}) : null;
  const other = flag.get() ? Untyped({}) : null;
  const called = ifElse(flag, Untyped({}), Declared({}));
  const again = computed(() => chosen!);
  const declared = new Writable([1]).map(() => Declared({}));
  const untyped = new Writable([1]).map(() => Untyped({}));
  const [first] = [Inferred({})];
  const shown = <Declared /> as unknown as Shelf;
  const more = shown.count + 1;
  return {
    [TESTS]: [
      ...isRead(chosen!),
      ...isRead(other!),
      ...isRead(called),
      ...isRead(again),
      ...isRead(declared[0]!),
      ...isRead(untyped[0]!),
      ...isRead(first),
      ...isRead(shown),
      { assertion: assert(() => more === 4) },
    ],
  };
});
