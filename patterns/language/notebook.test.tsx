import { assert, pattern, TESTS, UI } from "commonfabric";
import Notebook from "./notebook.tsx";

export default pattern(() => {
  const book = Notebook({});
  return {
    allowRuntimeErrors: true,
    [TESTS]: [
      { assertion: assert(() => book.count === 0 && book.best === "none") },
      { action: book.add, event: { body: "one" } },
      { action: book.add, event: { body: "two", stars: 3 } },
      { action: book.addMany, event: { bodies: ["three", "four"] } },
      {
        assertion: assert(() => book.bodies.join() === "one,two,three,four" && book.best === "two"),
      },
      { action: book.rename, event: "work" },
      { assertion: assert(() => book.topics.join() === "work,work,work,work") },
      { action: book.star, event: { id: 1 } },
      { action: book.drop, event: { body: "two" } },
      { assertion: assert(() => book.count === 3 && book.best === "none") },
      { action: book.star, event: { id: 1 } },
      { assertion: assert(() => book.best === "one") },
      { assertion: assert(() => JSON.stringify(book[UI]).includes("three")) },
      { action: book.wrong },
      { assertion: assert(() => book.count === 3 && book.topics[0] === "work") },
      { render: book },
    ],
  };
});
