/** Two people keep journals with one piece; neither sees the other's. */
import { assert, multiUserTest, pattern, TESTS } from "commonfabric";
import Journal from "./journal.tsx";

type JournalPiece = ReturnType<typeof Journal>;

const setup = pattern(() => ({ journal: Journal({}) }));

const Eve = pattern<{ journal: JournalPiece }>(({ journal }) => ({
  [TESTS]: [
    { action: journal.write, event: { body: "Sun", mood: "😀" } },
    { action: journal.write, event: { body: " Rain " } },
    { action: journal.write, event: { body: "" } },
    { assertion: assert(() => journal.entries.map((e) => e.body).join() === "Rain,Sun") },
    { label: "eve wrote" },
    { await: "kim wrote" },
    { assertion: assert(() => journal.entries.length === 2) },
    { assertion: assert(() => journal.moods.map((m) => `${m.mood}${m.n}`).join() === "😀1,🙂1") },
    { render: journal },
    { action: journal.erase, event: { id: 1 } },
    { assertion: assert(() => journal.entries.length === 1 && journal.entries[0].mood === "🙂") },
    { assertion: assert(() => /^\d{4}-\d\d-\d\d$/.test(journal.entries[0].day)) },
  ],
}));

const Kim = pattern<{ journal: JournalPiece }>(({ journal }) => ({
  [TESTS]: [
    { await: "eve wrote" },
    { assertion: assert(() => journal.entries.length === 0) },
    { action: journal.write, event: { body: "Mine", mood: "😐" } },
    { assertion: assert(() => journal.entries.length === 1 && journal.entries[0].id === 1) },
    { label: "kim wrote" },
    { render: journal },
  ],
}));

export default multiUserTest({ setup, participants: { eve: Eve, kim: Kim } });
