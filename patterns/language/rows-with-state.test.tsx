import { assert, pattern, TESTS } from "commonfabric";
import Playlist from "./rows-with-state.tsx";

export default pattern(() => {
  const list = Playlist({ songs: [{ title: "b" }, { title: "a" }] });
  const shown = () => list.rows.map((row) => `${row.title}${row.plays}`).join(" ");
  return {
    [TESTS]: [
      { assertion: assert(() => shown() === "b0 a0") },
      { action: list.playAt, event: 0 },
      { action: list.playAt, event: 0 },
      { action: list.playAt, event: 1 },
      { assertion: assert(() => shown() === "b2 a1") },
      { action: list.reverse },
      { assertion: assert(() => shown() === "a1 b2") },
      { action: list.add, event: { title: "c" } },
      { action: list.add, event: { title: "0", at: 0 } },
      { assertion: assert(() => shown() === "00 a1 b2 c0") },
      { action: list.playAt, event: 3 },
      { action: list.rename, event: { index: 1, title: "z" } },
      { action: list.sort },
      { assertion: assert(() => shown() === "00 b2 c1 z1") },
      { action: list.removeFirst },
      { assertion: assert(() => shown() === "b2 c1 z1") },
      { render: list },
    ],
  };
});
