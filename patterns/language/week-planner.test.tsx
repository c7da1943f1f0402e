import { action, assert, computed, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Weekly, { type Appointment } from "./week-planner.tsx";
import { addDays, mondayOf, Span, weekday } from "./week-planner/dates.ts";
const find = (x: any, p: (x: any) => boolean): any[] =>
  !x || typeof x !== "object"
    ? []
    : Array.isArray(x)
    ? x.flatMap((c) => find(c, p))
    : [...(p(x) ? [x] : []), ...find(x.children, p)];
const text = (x: any): string =>
  x == null || typeof x === "boolean"
    ? ""
    : Array.isArray(x)
    ? x.map(text).join("")
    : typeof x === "object"
    ? text(x.children)
    : String(x);
export default pattern(() => {
  const events = Writable.of<Appointment[]>([{
    id: "e1",
    title: "Standup",
    date: "2025-03-03",
    start: "09:00",
    end: "09:15",
    color: "green",
    repeat: "daily",
  }]);
  const cal = Weekly({ events, today: "2025-03-05" });
  const blocks = computed(() => find(cal[UI], (x) => x.props?.class?.startsWith("event ")));
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          weekday("2025-03-05") === 2 && mondayOf("2025-03-01") === "2025-02-24" &&
          addDays("2024-02-28", 2) === "2024-03-01" && addDays("2025-01-01", -1) === "2024-12-31"
        ),
      },
      {
        assertion: assert(() =>
          Span.of("9:30", "10").length === 30 &&
          Span.of("9:00", "10").overlaps(Span.of("9:59", "11"))
        ),
      },
      {
        assertion: assert(() =>
          cal.weekStart === "2025-03-03" && cal[NAME] === "Week of 2025-03-03" &&
          cal.range === "2025-03-03 – 2025-03-09 (1)"
        ),
      },
      {
        assertion: assert(() =>
          cal.days.length === 7 && cal.days[2].isToday && cal.days[6].name === "Sun"
        ),
      },
      { assertion: assert(() => cal.busyMinutes === 7 * 15) },
      { assertion: assert(() => blocks.length === 7 && blocks[0].props.style.top === "60px") },
      {
        action: cal.add,
        event: { title: "Review", date: "2025-03-04", start: "09:10", end: "10:00" },
      },
      {
        action: cal.add,
        event: { title: "Broken", date: "2025-03-04", start: "10:00", end: "09:00" },
      },
      {
        assertion: assert(() =>
          cal.events.length === 2 && cal.events[1].color === "blue" && cal.events[1].id === "e2"
        ),
      },
      { assertion: assert(() => JSON.stringify(cal.conflicts) === '[["Standup","Review"]]') },
      {
        assertion: assert(() =>
          cal.byDay["2025-03-04"].map((p) => `${p.event.title}@${p.lane}/${p.lanes}`).join() ===
            "Standup@0/2,Review@1/2"
        ),
      },
      { action: cal.move, event: { id: "e2", days: 0, minutes: 5 } },
      { assertion: assert(() => cal.conflicts.length === 0 && cal.events[1].start === "09:15") },
      { action: cal.filter, event: { color: "green", on: false } },
      { assertion: assert(() => blocks.length === 1 && text(blocks[0]) === "Review 09:15–10:05") },
      { assertion: assert(() => find(cal[UI], (x) => x.name === "i").length === 6) },
      { action: action(() => blocks[0].props.onClick.send({})) },
      {
        assertion: assert(() =>
          cal.selected?.title === "Review" &&
          text(find(cal[UI], (x) => x.name === "aside")) === "Reviewonce"
        ),
      },
      { action: cal.next },
      {
        assertion: assert(() =>
          cal.weekStart === "2025-03-10" && blocks.length === 0 && !cal.days.some((d) => d.isToday)
        ),
      },
      { action: cal.goToday },
      { action: action(() => find(cal[UI], (x) => x.name === "button")[0].props.onClick.send()) },
      { assertion: assert(() => cal.weekStart === "2025-02-24") },
      { action: cal.remove, event: { id: "e2" } },
      { assertion: assert(() => cal.selected === null && events.get().length === 1) },
      { render: cal[UI] },
    ],
    cal,
  };
});
