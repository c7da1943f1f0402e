import { action, assert, NAME, pattern, TESTS, UI } from "commonfabric";
import Basket from "./basket.tsx";
import { Kind } from "./shop/line.tsx";

export default pattern(() => {
  const basket = Basket({});
  const gift = action(() => basket.lines[1].toggle.send());
  const nested = action(() => basket.actions.add.send({ name: "nut" }));
  return {
    [TESTS]: [
      { assertion: assert(() => basket.total === "0.00 €" && basket.food === 0) },
      { action: basket.add, event: { name: "egg", cents: 25, kind: Kind.Food } },
      { action: basket.add, event: {} },
      { assertion: assert(() => basket.total === "0.27 €" && basket.food === 1) },
      { assertion: assert(() => basket.lines[1][NAME] === "thing × 2") },
      { action: gift },
      { assertion: assert(() => basket.total === "1.27 €" && basket[NAME] === "Basket: 1.27 €") },
      { action: nested },
      { assertion: assert(() => basket.counts.other === 2 && basket.actions.first.cents === 25) },
      { assertion: assert(() => JSON.stringify(basket[UI]).includes("egg")) },
      { render: basket },
    ],
  };
});
