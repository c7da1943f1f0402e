import { assert, NAME, pattern, TESTS } from "commonfabric";
import Invoice from "./invoice.tsx";

export default pattern(() => {
  const invoice = Invoice({ customer: "Ms Byron", currency: "USD" });
  return {
    [TESTS]: [
      { assertion: assert(() => invoice[NAME] === "Invoice 2026-001" && invoice.grossCents === 0) },
      { action: invoice.add, event: { what: "Engine", quantity: 2, price: 1000 } },
      { action: invoice.add, event: { what: "Book", price: 999, tax: 7 } },
      { action: invoice.add, event: {} },
      { assertion: assert(() => invoice.lines.length === 3 && invoice.lines[2].quantity === 1) },
      { assertion: assert(() => invoice.netCents === 2999) },
      {
        assertion: assert(() =>
          invoice.taxes.map(({ rate, cents }) => `${rate}:${cents}`).join() === "7:70,19:380"
        ),
      },
      {
        assertion: assert(() =>
          invoice.letter === "Dear Ms Byron, please pay $34.49 for invoice 2026-001."
        ),
      },
      { render: invoice },
      { action: invoice.change, event: { index: 0, quantity: 1 } },
      { action: invoice.remove, event: { index: 2 } },
      { assertion: assert(() => invoice.lines.length === 2 && invoice.grossCents === 2259) },
      { assertion: assert(() => invoice.lines[0].what === "Engine") },
      { render: invoice },
    ],
  };
});
