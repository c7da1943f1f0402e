import { assert, pattern, TESTS } from "commonfabric";
import Board from "./board.tsx";

export default pattern(() => {
  const board = Board({});
  return {
    [TESTS]: [
      { assertion: assert(() => board.columns.length === 3 && board.total === 0) },
      { action: board.add, event: { title: "write" } },
      { action: board.add, event: { title: "read", column: 1 } },
      { assertion: assert(() => board.total === 2) },
      { action: board.move, event: { title: "write", to: 2 } },
      { assertion: assert(() => board.columns[0].cards.length === 0) },
      { assertion: assert(() => board.columns[2].cards[0].title === "write") },
      { action: board.move, event: { title: "nothing", to: 0 } },
      { action: board.move, event: { title: "read", to: 9 } },
      { assertion: assert(() => board.total === 2 && board.columns[1].cards.length === 1) },
      { render: board },
    ],
  };
});
