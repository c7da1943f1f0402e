/** A car park: spots, a queue of those who wait, and what they pay by the hours they stayed. */

import { type Cell, Default, handler, lift, pattern } from "commonfabric";
interface Spot {
  id: string;
  kind: "car" | "ev";
  by?: { plate: string; since: string } | null;
}
const minutes = (a: string, b: string) => Math.round((Date.parse(b) - Date.parse(a)) / 60000);
const enter = handler(
  (
    e: { plate: string; at: string; ev?: boolean },
    { spots, queue }: { spots: Cell<Spot[]>; queue: Cell<{ plate: string; ev: boolean }[]> },
  ) => {
    if (spots.get().some((s) => s.by?.plate === e.plate)) return;
    const i = spots.get().findIndex((s) => !s.by && (e.ev ? s.kind === "ev" : s.kind === "car"));
    if (i < 0) queue.push({ plate: e.plate, ev: e.ev ?? false });
    else spots.key(i).key("by").set({ plate: e.plate, since: e.at });
  },
);
const leave = handler(
  (
    e: { plate: string; at: string },
    { spots, queue, income, rate }: {
      spots: Cell<Spot[]>;
      queue: Cell<{ plate: string; ev: boolean }[]>;
      income: Cell<number>;
      rate: number;
    },
  ) => {
    const i = spots.get().findIndex((s) => s.by?.plate === e.plate);
    if (i === -1) {
      queue.set(queue.get().filter((q) => q.plate !== e.plate));
      return;
    }
    const spot = spots.get()[i];
    income.set(income.get() + Math.ceil(minutes(spot.by!.since, e.at) / 60) * rate);
    const next = queue.get().find((q) => q.ev === (spot.kind === "ev"));
    spots.key(i).key("by").set(next ? { plate: next.plate, since: e.at } : null);
    if (next) queue.remove(next);
  },
);
export const parking = pattern<
  {
    spots: Default<Spot[], [{ id: "1"; kind: "car" }, { id: "2"; kind: "ev"; by: null }]>;
    queue: Default<{ plate: string; ev: boolean }[], []>;
    income: Default<number, 0>;
    rate: Default<number, 3>;
  }
>(({ spots, queue, income, rate }) => ({
  spots,
  queue,
  income,
  free: lift((s: Spot[]) => s.filter((x) => !x.by).map((x) => x.id))(spots),
  plates: lift((s: Spot[]) => s.map((x) => x.by?.plate ?? "-"))(spots),
  enter: enter({ spots, queue }),
  leave: leave({ spots, queue, income, rate }),
}));
