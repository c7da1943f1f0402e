import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import Card, { Form } from "./untyped-results.tsx";

export default pattern(() => {
  const titles = new Writable(["a", "b"]);
  const cards = titles.map((title) => Card({ title }));
  const pair = [Card({ title: "p" }), Card({ title: "q" })];
  const form = Form({ title: "o" });
  const named = { x: Card({ title: "x" }) };
  return {
    [TESTS]: [
      { assertion: assert(() => cards[1].draft === "d" && cards[1].tags.length === 0) },
      {
        action: action(() => {
          pair[1].draft.set("2");
          named.x.draft.set("3");
          named.x.tags.push("z");
        }),
      },
      { assertion: assert(() => pair[1].draft.get() === "2" && named.x.draft.get() === "3") },
      { assertion: assert(() => named.x.tags.get().length === 1 && named.x.tags[0] === "z") },
      {
        action: action(() => {
          cards[1].draft.set("4");
          cards[0].tags.push("y");
        }),
      },
      { assertion: assert(() => cards.map((card) => card.draft.get()).join() === "d,4") },
      { assertion: assert(() => cards[1].draft === "4" && cards[0].tags.join() === "y") },
      {
        action: action(() => {
          for (const card of cards) card.draft.set("5");
          cards.find((card) => card.title === "b").draft.set("6");
        }),
      },
      { assertion: assert(() => cards.map((card) => card.draft).join() === "5,6") },
      { action: action(() => cards[0].shout.send()) },
      { assertion: assert(() => cards[0].draft.get() === "5!") },
      { action: form.send },
      { assertion: assert(() => form.sent === 1) },
    ],
  };
});
