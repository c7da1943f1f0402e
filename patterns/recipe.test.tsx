import { assert, NAME, pattern, TESTS } from "commonfabric";
import Recipe from "./recipe.tsx";

export default pattern(() => {
  const recipe = Recipe({ steps: ["Mix.", "Bake."] });
  const cake = Recipe({
    title: "Cake",
    serves: 10,
    ingredients: [{ name: "sugar", amount: 600, unit: "g" }],
  });
  return {
    [TESTS]: [
      { assertion: assert(() => recipe[NAME] === "Pancakes for 4" && recipe.factor === 1) },
      {
        assertion: assert(() => recipe.lines.join() === "250 g flour,500 ml milk,3 egg,½ tsp salt"),
      },
      { action: recipe.setGuests, event: { guests: 9 } },
      {
        assertion: assert(() =>
          recipe.lines.join() === "563 g flour,1.13 l milk,6¾ egg,1¼ tsp salt"
        ),
      },
      { assertion: assert(() => recipe[NAME] === "Pancakes for 9") },
      { action: recipe.setGuests, event: { guests: -2 } },
      { assertion: assert(() => recipe.factor === 0.25 && recipe.lines[2] === "¾ egg") },
      // Each instance has its own number of guests.
      { assertion: assert(() => cake.lines.join() === "240 g sugar") },
      { render: recipe },
    ],
  };
});
