import { assert, NAME, pattern, TESTS } from "commonfabric";
import Inventory from "./inventory.tsx";

export default pattern(() => {
  const room = Inventory({});
  return {
    [TESTS]: [
      { action: room.create, event: { name: "Screws", shelf: "A1", minimum: 5 } },
      { action: room.create, event: { name: "nails", shelf: "A2" } },
      { action: room.create, event: { name: "nails", shelf: "B9" } },
      {
        assertion: assert(() =>
          room.articles.map((a) => a.name + a.shelf).join() === "nailsA2,ScrewsA1"
        ),
      },
      { assertion: assert(() => room.low.join() === "nails,Screws") },
      {
        action: room.deliver,
        event: { items: [{ name: "Screws", by: 7 }, { name: "nails", by: 2 }] },
      },
      { assertion: assert(() => room.low.length === 0 && room[NAME] === "Inventory") },
      { action: room.move, event: { name: "Screws", by: -3 } },
      { action: room.move, event: { name: "nothing", by: 1 } },
      { assertion: assert(() => room.articles[1].stock === 4 && room.low.join() === "Screws") },
      { assertion: assert(() => room[NAME] === "Inventory: 1 low") },
      { render: room },
      { action: room.discard, event: { name: "Screws" } },
      { assertion: assert(() => room.articles.length === 1) },
      // The movements went with the article, so that a new one of that name begins at nothing.
      { action: room.create, event: { name: "Screws", shelf: "A1" } },
      { assertion: assert(() => room.articles[1].stock === 0) },
      { render: room },
    ],
  };
});
