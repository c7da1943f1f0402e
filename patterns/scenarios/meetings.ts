/** A meeting that suits everybody: slots that people offer, their intersection, one that is picked. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
interface Slot {
  day: string;
  start: number;
  end: number;
}
interface Participant {
  name: string;
  slots: Slot[];
}
const MINUTES = 60;
const parse = (t: unknown): number | undefined => {
  if (typeof t !== "string") return undefined;
  const m = /^(\d{1,2}):(\d{2})$/.exec(t.trim());
  if (!m) return undefined;
  const [, h, min] = m;
  const v = Number(h) * MINUTES + Number(min);
  return v <= 24 * MINUTES ? v : undefined;
};
const fmt = (m: number) =>
  `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
const intersect = (a: Slot[], b: Slot[]): Slot[] =>
  a.flatMap((x) =>
    b.filter((y) => y.day === x.day).map((y) => ({
      day: x.day,
      start: Math.max(x.start, y.start),
      end: Math.min(x.end, y.end),
    }))
  ).filter((s) => s.end > s.start);
const common = lift(({ people, minutes }: { people: Participant[]; minutes: number }) => {
  if (people.length === 0) return [];
  const [first, ...rest] = people;
  return rest.reduce((slots, p) => intersect(slots, p.slots), [...first.slots]).filter((s) =>
    s.end - s.start >= minutes
  ).sort((a, b) => a.day.localeCompare(b.day) || a.start - b.start);
});
const offer = handler(
  (
    e: { name?: string; day?: string; from?: string; to?: string } | undefined,
    { people, rejected }: { people: Cell<Participant[]>; rejected: Cell<number> },
  ) => {
    const start = parse(e?.from), end = parse(e?.to);
    const name = e?.name?.trim();
    if (!name || !e?.day || start === undefined || end === undefined || end <= start) {
      return rejected.set(rejected.get() + 1);
    }
    const list = people.get();
    const i = list.findIndex((p) => p.name.toLowerCase() === name.toLowerCase());
    const slot = { day: e.day, start, end };
    if (i >= 0) people.key(i).key("slots").push(slot);
    else people.push({ name, slots: [slot] });
  },
);
const pick = handler(
  (
    { index = 0 }: { index?: number },
    { options, chosen }: { options: Slot[]; chosen: Cell<Slot | null> },
  ) => {
    chosen.set(options[index] ?? null);
  },
);
const shift = handler((e: { iso: string; days: number }, { date }: { date: Cell<string> }) => {
  const d = new Date(e.iso);
  d.setUTCDate(d.getUTCDate() + e.days);
  date.set(d.toISOString().slice(0, 10));
});
export const scheduler = pattern<
  { people: Default<Participant[], []>; minutes: Default<number, 30> }
>(({ people, minutes }) => {
  const rejected = cell(0);
  const chosen = cell<Slot | null>(null);
  const date = cell("");
  const options = common({ people, minutes });
  return {
    people,
    options,
    rejected,
    chosen,
    date,
    optionLabels: lift((o: Slot[]) => o.map((s) => `${s.day} ${fmt(s.start)}-${fmt(s.end)}`))(
      options,
    ),
    chosenLabel: lift((s: Slot | null) => s ? `${s.day} at ${fmt(s.start)}` : "unscheduled")(
      chosen,
    ),
    headline: str`${
      lift((p: Participant[]) => p.map((x) => x.name).join(" & "))(people)
    }: ${options.length} option(s)`,
    offer: offer({ people, rejected }),
    pick: pick({ options, chosen }),
    shift: shift({ date }),
  };
});
