/** Adds items and counts the open ones. */

import { assert, pattern, TESTS } from "commonfabric";
import Todo from "./main.tsx";

export default pattern(() => {
  const todo = Todo({ items: [{ title: "Milk", done: true }] });
  return {
    [TESTS]: [
      { assertion: assert(() => todo.open === 0) },
      { action: todo.add, event: { title: " Bread " } },
      { assertion: assert(() => todo.items.length === 2) },
      { assertion: assert(() => todo.items[1].title === "Bread") },
      { assertion: assert(() => todo.open === 1) },
      { action: todo.add, event: { title: "  " } },
      { assertion: assert(() => todo.items.length === 2) },
    ],
  };
});
