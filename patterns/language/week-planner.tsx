/** A week of appointments beside each other, those that repeat and those that collide. */
import {
  action,
  computed,
  type Default,
  handler,
  ifElse,
  lift,
  NAME,
  pattern,
  str,
  type Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import {
  addDays,
  clock,
  DAY_NAMES,
  type DayName,
  minutes,
  mondayOf,
  Span,
  weekday,
} from "./week-planner/dates.ts";

export type Color = "blue" | "green" | "red";
export interface Appointment {
  id: string;
  title: string;
  date: string;
  start: string;
  end: string;
  color: Color;
  repeat?: "daily" | "weekly" | null;
}
interface Input {
  events: Writable<Appointment[] | Default<[]>>;
  today: string;
  startHour?: number | Default<8>;
  endHour?: number | Default<18>;
}
interface Placed {
  event: Appointment;
  lane: number;
  lanes: number;
  top: number;
  height: number;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  events: Appointment[];
  weekStart: string;
  days: { date: string; name: DayName; isToday: boolean }[];
  byDay: Record<string, Placed[]>;
  conflicts: [string, string][];
  busyMinutes: number;
  selected: Appointment | null;
  range: string;
  add: Stream<Omit<Appointment, "id" | "color"> & { color?: Color }>;
  move: Stream<{ id: string; days: number; minutes?: number }>;
  remove: Stream<{ id: string }>;
  next: Stream<void>;
  prev: Stream<void>;
  goToday: Stream<void>;
  select: Stream<{ id: string | null }>;
  filter: Stream<{ color: Color; on: boolean }>;
}

function layout(events: readonly Appointment[], startHour: number): Placed[] {
  const sorted = [...events].sort((a, b) =>
    minutes(a.start) - minutes(b.start) || a.id.localeCompare(b.id)
  );
  const lanes: number[] = [];
  const out: Placed[] = [];
  for (const event of sorted) {
    const span = Span.of(event.start, event.end);
    let lane = lanes.findIndex((end) => end <= span.start);
    if (lane === -1) lane = lanes.push(0) - 1;
    lanes[lane] = span.end;
    out.push({ event, lane, lanes: 0, top: span.start - startHour * 60, height: span.length });
  }
  return out.map((p) => ({ ...p, lanes: lanes.length }));
}
const occursOn = (e: Appointment, date: string): boolean =>
  e.date === date || (e.repeat === "daily" && e.date <= date) ||
  (e.repeat === "weekly" && e.date <= date && weekday(e.date) === weekday(date));

const header = lift(({ weekStart, count }: { weekStart: string; count: number }) =>
  `${weekStart} – ${addDays(weekStart, 6)}${count ? ` (${count})` : ""}`
);
const removeEvent = handler<
  { id: string },
  { events: Writable<Appointment[]>; selectedId: Writable<string | null> }
>(({ id }, { events, selectedId }) => {
  const e = events.get().find((x) => x.id === id);
  if (e) events.remove(e);
  if (selectedId.get() === id) selectedId.set(null);
});

const Block = ({ placed, onPick }: { placed: Placed; onPick: Stream<{ id: string | null }> }) => (
  <div
    class={`event ${placed.event.color}`}
    style={{
      top: `${placed.top}px`,
      height: `${placed.height}px`,
      left: `${(placed.lane / placed.lanes) * 100}%`,
    }}
    onClick={() => onPick.send({ id: placed.event.id })}
  >
    {placed.event.title} {placed.event.start}–{placed.event.end}
  </div>
);

export default pattern<Input, Output>(({ events, today, startHour, endHour }) => {
  const weekStart = Writable.of<string>("");
  const selectedId = Writable.of<string | null>(null);
  const shownColors = Writable.of<Record<Color, boolean>>({ blue: true, green: true, red: true });
  const monday = computed(() => weekStart.get() || mondayOf(today));
  const days = computed(() =>
    DAY_NAMES.map((name, i) => {
      const date = addDays(monday, i);
      return { date, name, isToday: date === today };
    })
  );
  const visible = computed(() => events.get().filter((e) => shownColors.get()[e.color]));
  const byDay = computed(() => {
    const out: Record<string, Placed[]> = {};
    for (const { date } of days) {
      out[date] = layout(visible.filter((e) => occursOn(e, date)), startHour ?? 8);
    }
    return out;
  });
  const conflicts = computed(() => {
    const found: [string, string][] = [];
    days.forEach(({ date }) => {
      const list = byDay[date] ?? [];
      for (let i = 0; i < list.length; i++) {
        for (let j = i + 1; j < list.length; j++) {
          if (
            Span.of(list[i].event.start, list[i].event.end).overlaps(
              Span.of(list[j].event.start, list[j].event.end),
            )
          ) found.push([list[i].event.title, list[j].event.title]);
        }
      }
    });
    return found;
  });
  const busyMinutes = computed(() =>
    Object.values(byDay).flat().reduce((sum, { height }) => sum + height, 0)
  );
  const selected = computed(() => events.get().find((e) => e.id === selectedId.get()) ?? null);
  const add = action((e: Omit<Appointment, "id" | "color"> & { color?: Color }) => {
    if (minutes(e.end) <= minutes(e.start)) return;
    const { color = "blue", ...rest } = e;
    events.push({ ...rest, color, id: `e${events.get().length + 1}` });
  });
  const move = action(
    ({ id, days: by, minutes: shift = 0 }: { id: string; days: number; minutes?: number }) => {
      const i = events.get().findIndex((e) => e.id === id);
      if (i < 0) return;
      const e = events.get()[i];
      events.key(i).update({
        date: addDays(e.date, by),
        start: clock(minutes(e.start) + shift),
        end: clock(minutes(e.end) + shift),
      });
    },
  );
  const select = action(({ id }: { id: string | null }) => selectedId.set(id));
  const hours = computed(() =>
    Array.from({ length: (endHour ?? 18) - (startHour ?? 8) }, (_, i) => i + (startHour ?? 8))
  );
  const range = header({ weekStart: monday, count: computed(() => events.get().length) });
  return {
    [NAME]: str`Week of ${monday}`,
    [UI]: (
      <div class="week">
        <header>
          <button onClick={() => weekStart.set(addDays(weekStart.get() || mondayOf(today), -7))}>
            ‹
          </button>
          <h2>{range}</h2>
        </header>
        <div class="hours">{hours.map((h) => <span>{h}:00</span>)}</div>
        {days.map((day) => (
          <section class={day.isToday ? "day today" : "day"}>
            <h4>{day.name} {day.date.slice(5)}</h4>
            {(byDay[day.date] ?? []).map((placed) => <Block placed={placed} onPick={select} />)}
            {ifElse((byDay[day.date] ?? []).length > 0, null, <i>free</i>)}
          </section>
        ))}
        {selected
          ? (
            <aside>
              <h3>{selected.title}</h3>
              <p>{selected.repeat ?? "once"}</p>
            </aside>
          )
          : <aside class="none" />}
      </div>
    ),
    events,
    weekStart: monday,
    days,
    byDay,
    conflicts,
    busyMinutes,
    selected,
    range,
    add,
    move,
    select,
    remove: removeEvent({ events, selectedId }),
    next: action(() => weekStart.set(addDays(weekStart.get() || mondayOf(today), 7))),
    prev: action(() => weekStart.set(addDays(weekStart.get() || mondayOf(today), -7))),
    goToday: action(() => weekStart.set("")),
    filter: action(({ color, on }: { color: Color; on: boolean }) =>
      shownColors.key(color).set(on)
    ),
  };
});
