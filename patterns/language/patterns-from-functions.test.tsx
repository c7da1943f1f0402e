/** Several patterns that one function makes, of which pieces are kept in a list. */
import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";

interface Made {
  text: string;
}

const sized = (unit: string) =>
  pattern<{ size: number }, Made>(({ size }) => ({ text: computed(() => `${size}${unit}`) }));

const Metres = sized("m");
const Feet = sized("ft");
const [Grams, Pounds] = ["g", "lb"].map(sized);

export default pattern(() => {
  const kept = new Writable<Made[]>([]);
  const here = [Metres({ size: 1 }), Pounds!({ size: 2 })];
  return {
    [TESTS]: [
      { assertion: assert(() => here.map(({ text }) => text).join() === "1m,2lb") },
      {
        action: action(() => {
          kept.push(Metres({ size: 3 }), Feet({ size: 4 }));
          kept.push(Grams!({ size: 5 }), Pounds!({ size: 6 }));
        }),
      },
      { assertion: assert(() => kept.get().map(({ text }) => text).join() === "3m,4ft,5g,6lb") },
    ],
    kept,
  };
});
