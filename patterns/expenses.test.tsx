import { assert, NAME, pattern, TESTS } from "commonfabric";
import Expenses from "./expenses.tsx";

export default pattern(() => {
  const group = Expenses({ people: ["Ada", "Bob", "Cyd"] });
  return {
    [TESTS]: [
      { assertion: assert(() => group.totalCents === 0 && group.payments.length === 0) },
      { action: group.spend, event: { payer: "Ada", what: "Hotel", amount: 90 } },
      { action: group.spend, event: { payer: "Bob", what: " ", amount: 30.3 } },
      { action: group.spend, event: { payer: "Cyd", what: "Nothing", amount: -3 } },
      { assertion: assert(() => group.totalCents === 12030) },
      { assertion: assert(() => group[NAME] === "Expenses: €120.30") },
      {
        assertion: assert(() =>
          group.balances.map(({ cents }) => cents).join() === "4990,-980,-4010"
        ),
      },
      {
        assertion: assert(() =>
          group.payments.map(({ from, to, cents }) => `${from}>${to}:${cents}`).join() ===
            "Cyd>Ada:4010,Bob>Ada:980"
        ),
      },
      { render: group },
      { action: group.join, event: { name: "Dan" } },
      { action: group.join, event: { name: "Ada" } },
      { assertion: assert(() => group.people.length === 4) },
      {
        assertion: assert(() =>
          group.balances.every(({ name, cents }) => name !== "Dan" || cents === -3007)
        ),
      },
      { action: group.undo, event: { id: 1 } },
      { assertion: assert(() => group.totalCents === 3030 && group.balances[1].cents === 2272) },
      { assertion: assert(() => group.balances.reduce((sum, b) => sum + b.cents, 0) === 0) },
      { render: group },
    ],
  };
});
