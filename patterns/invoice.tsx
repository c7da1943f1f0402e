/** An invoice: line items, taxes and totals, and the letter that goes with it. */
import {
  action,
  computed,
  Default,
  lift,
  NAME,
  pattern,
  str,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Line {
  what: string | Default<"">;
  quantity: number | Default<1>;
  /** In cents. */
  price: number | Default<0>;
  /** In percent. */
  tax: number | Default<19>;
}

interface Input {
  number: string | Default<"2026-001">;
  customer: Writable<string | Default<"">>;
  currency: "EUR" | "USD" | Default<"EUR">;
  lines: Writable<Line[] | Default<[]>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  lines: Line[];
  netCents: number;
  taxes: { rate: number; cents: number }[];
  grossCents: number;
  letter: string;
  add: Stream<Partial<Line>>;
  change: Stream<{ index: number } & Partial<Line>>;
  remove: Stream<{ index: number }>;
}

const net = (line: Line) => line.quantity * line.price;

const money = lift(({ cents, currency }: { cents: number; currency: string }) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).format(cents / 100)
);

export default pattern<Input, Output>(({ number, customer, currency, lines }) => {
  const netCents = computed(() => lines.get().reduce((sum, line) => sum + net(line), 0));
  const taxes = computed(() => {
    const byRate = Object.groupBy(lines.get(), (line) => String(line.tax));
    return Object.entries(byRate).map(([rate, group]) => ({
      rate: Number(rate),
      cents: Math.round((group ?? []).reduce((sum, line) => sum + net(line) * line.tax, 0) / 100),
    }));
  });
  const grossCents = computed(() => taxes.reduce((sum, { cents }) => sum + cents, netCents));
  const total = money({ cents: grossCents, currency });

  const add = action((line: Partial<Line>) => {
    lines.push({ what: "", quantity: 1, price: 0, tax: 19, ...line });
  });
  const change = action(({ index, ...values }: { index: number } & Partial<Line>) =>
    lines.key(index).update(values)
  );
  const remove = action(({ index }: { index: number }) => {
    const line = lines.get()[index];
    if (line !== undefined) lines.remove(line);
  });

  return {
    [NAME]: str`Invoice ${number}`,
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-heading level="1">Invoice {number}</cf-heading>
          <cf-input label="Customer" $value={customer} />
          {lines.map((line) => (
            <cf-card>
              <cf-input label="What" $value={line.what} />
              <cf-grid columns="1fr 1fr auto auto" gap="2" align="end">
                <cf-input label="Quantity" type="number" min="0" $value={line.quantity} />
                <cf-input label="Cents each" type="number" $value={line.price} />
                <cf-text>{money({ cents: line.quantity * line.price, currency })}</cf-text>
                <cf-button variant="ghost" label="Remove" onClick={() => lines.remove(line)}>
                  ✕
                </cf-button>
              </cf-grid>
            </cf-card>
          ))}
          <cf-button onClick={() => add.send({})}>Add a line</cf-button>
          <cf-separator />
          <cf-vstack gap="1" align="end">
            <cf-text>Net {money({ cents: netCents, currency })}</cf-text>
            {taxes.map(({ rate, cents }) => (
              <cf-text variant="muted">{rate} % tax {money({ cents, currency })}</cf-text>
            ))}
            <cf-text weight="bold" size="lg">Total {total}</cf-text>
          </cf-vstack>
        </cf-vstack>
      </cf-screen>
    ),
    lines,
    netCents,
    taxes,
    grossCents,
    letter: str`Dear ${customer}, please pay ${total} for invoice ${number}.`,
    add,
    change,
    remove,
  };
});
