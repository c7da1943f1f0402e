import { assert, equals, pattern, TESTS } from "commonfabric";
import TodoList from "./todo-list.tsx";

export default pattern(() => {
  const list = TodoList({});
  return {
    [TESTS]: [
      { assertion: assert(() => list.todos.length === 0 && list.open === 0) },
      { action: list.add, event: { title: "milk" } },
      { action: list.add, event: { title: " bread " } },
      { action: list.add, event: { title: " " } },
      { assertion: assert(() => list.open === 2 && list.todos[1].title === "bread") },
      { action: list.toggle, event: { index: 0 } },
      { assertion: assert(() => list.open === 1 && list.todos[0].done === true) },
      { action: list.show, event: "done" },
      { assertion: assert(() => list.visible.length === 1) },
      { assertion: assert(() => equals(list.visible[0], list.todos[0])) },
      { action: list.show, event: "open" },
      { assertion: assert(() => list.visible[0].title === "bread") },
      { action: list.clearDone },
      { assertion: assert(() => list.todos.length === 1 && list.todos[0].title === "bread") },
      { render: list },
    ],
  };
});
