import { assert, NAME, pattern, TESTS } from "commonfabric";
import ShoppingList from "./shopping-list.tsx";

export default pattern(() => {
  const list = ShoppingList({});
  return {
    [TESTS]: [
      { assertion: assert(() => list.sections.length === 0 && list[NAME] === "Shopping list") },
      { action: list.add, event: { name: " milk " } },
      { action: list.add, event: { name: "apples", aisle: "Produce", quantity: 3 } },
      { action: list.add, event: { name: "soap", aisle: "Household" } },
      { action: list.add, event: { name: "" } },
      { assertion: assert(() => list[NAME] === "Shopping list: 3 to buy") },
      {
        assertion: assert(() =>
          list.sections.map((section) => section.aisle).join() === "Produce,Dairy,Household"
        ),
      },
      { render: list },
      { action: list.add, event: { name: "milk", quantity: 2 } },
      { assertion: assert(() => list.items.length === 3 && list.items[0].quantity === 3) },
      { action: list.add, event: { name: "butter", aisle: "Dairy" } },
      { action: list.buy, event: { name: "butter" } },
      { assertion: assert(() => list.open === 3) },
      { assertion: assert(() => list.sections[1].items[0].name === "milk") },
      { assertion: assert(() => list.sections[1].open === 1) },
      // A known thing finds its aisle again, and a bought one is not counted up.
      { action: list.add, event: { name: "butter" } },
      { assertion: assert(() => list.sections[1].items.length === 3) },
      { action: list.clearBought },
      {
        assertion: assert(() =>
          list.items.map((item) => item.name).join() === "milk,apples,soap,butter"
        ),
      },
      { render: list },
    ],
  };
});
