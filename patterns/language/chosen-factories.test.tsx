import { action, assert, pattern, TESTS, UI } from "commonfabric";
import Gauges, { type Kind } from "./chosen-factories.tsx";

interface Shown {
  children?: unknown;
  [UI]?: unknown;
}

/** What a view says; a piece says what its own view says. */
function said(view: unknown): string {
  if (Array.isArray(view)) return view.map(said).join(" ").trim();
  if (view === null || view === undefined || typeof view === "boolean") return "";
  if (typeof view !== "object") return String(view);
  const { children, [UI]: own } = view as Shown;
  return said(own ?? children);
}

export default pattern(() => {
  const gauges = Gauges({});
  const choose = (kind: Kind) => action(() => gauges.kind.set(kind));
  const chooseTally = choose("tally");
  const chooseDial = choose("dial");
  const raise = action(() => {
    gauges.named.raise.send();
    gauges.made.raise.send();
  });
  const raiseSecond = action(() => gauges.byKey[1].raise.send());
  const reorder = action(() => gauges.kinds.set(["tally", "dial", "tally"]));
  const offer = action(() => gauges.other.set("tally"));

  return {
    [TESTS]: [
      { assertion: assert(() => gauges.named.kind === "dial" && gauges.named.level === 4) },
      { assertion: assert(() => gauges.ternary.kind === "dial" && gauges.made.level === 7) },
      { assertion: assert(() => gauges.optional === null && gauges.called === undefined) },
      { assertion: assert(() => gauges.words === "at 4") },
      { assertion: assert(() => gauges.promised === "nothing" && gauges.promisedOrNot === 0) },
      { assertion: assert(() => !gauges.isPromised) },
      { assertion: assert(() => said(gauges[UI]) === "8  9 ||||||||| 1") },
      { action: raise },
      { assertion: assert(() => gauges.level.get() === 5 && gauges.made.level === 8) },
      { action: raiseSecond },
      { assertion: assert(() => gauges.byKey.map((one) => one.level).join() === "1,11") },

      // Another one is chosen: what was given is the same, what is its own is not.
      { action: chooseTally },
      { assertion: assert(() => gauges.named.kind === "tally" && gauges.named.level === 5) },
      { assertion: assert(() => gauges.ternary.kind === "tally" && gauges.made.level === 7) },
      { assertion: assert(() => gauges.words === "5 strokes") },
      { assertion: assert(() => said(gauges[UI]) === "||||||||  9 ||||||||| |") },
      { action: raise },
      { assertion: assert(() => gauges.level.get() === 15 && gauges.made.level === 17) },
      { action: gauges.spawn },
      { assertion: assert(() => gauges.spawned.get()[0].kind === "tally") },
      { assertion: assert(() => gauges.spawned.get()[0].level === 100) },
      { action: gauges.reset },
      { assertion: assert(() => gauges.named.level === -1) },
      { action: chooseDial },
      { action: gauges.reset },
      { assertion: assert(() => gauges.level.get() === 0 && gauges.made.level === 8) },

      { action: offer },
      { assertion: assert(() => gauges.optional?.kind === "tally") },
      { assertion: assert(() => gauges.called?.level === 3) },
      { assertion: assert(() => gauges.promised === 12 && gauges.promisedOrNot === 13) },
      { assertion: assert(() => gauges.isPromised && gauges.spawned.get().length === 1) },
      { action: gauges.spawn },
      { assertion: assert(() => gauges.spawned.get()[2].level === 200) },
      { assertion: assert(() => said(gauges[UI]) === "8 |||||| 9 ||||||||| 1") },
      { action: reorder },
      { assertion: assert(() => gauges.byKey.map((g) => g.kind).join() === "tally,dial,tally") },
      { assertion: assert(() => gauges.bySearch.map((g) => g?.level).join() === "5,5,5") },
    ],
  };
});
