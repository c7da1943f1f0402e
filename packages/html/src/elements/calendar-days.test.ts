import assert from "node:assert/strict";
import { addDays, addMonths, dayOf, weeksOf } from "./calendar-days.ts";

Deno.test("dayOf() takes days and times, and nothing that is no day", () => {
  assert.equal(dayOf("2024-02-29"), "2024-02-29");
  assert.equal(dayOf("2024-02-29T10:00:00Z"), "2024-02-29");
  assert.equal(dayOf(Date.UTC(2024, 0, 2)), "2024-01-02");
  for (const wrong of ["2023-02-29", "today", "", undefined, null, NaN, {}]) {
    assert.equal(dayOf(wrong), undefined, String(wrong));
  }
});

Deno.test("addDays() and addMonths() cross months, years and leap days", () => {
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
  assert.equal(addDays("2024-01-01", -1), "2023-12-31");
  assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
  assert.equal(addMonths("2024-01-31", -2), "2023-11-30");
  assert.equal(addMonths("2024-12-05", 1), "2025-01-05");
});

Deno.test("weeksOf() holds each day of the month once, in whole weeks from Monday", () => {
  for (const month of ["2024-02", "2021-02", "2023-10", "2024-12"]) {
    const weeks = weeksOf(`${month}-15`);
    const days = weeks.flat();
    assert.ok(weeks.every((week) => week.length === 7));
    assert.equal(new Date(days[0]!).getUTCDay(), 1);
    const inside = days.filter((day) => day.startsWith(month));
    const [year, number] = month.split("-").map(Number);
    assert.equal(inside.length, new Date(Date.UTC(year!, number!, 0)).getUTCDate());
    assert.equal(new Set(days).size, days.length);
  }
});
