/** Splits what a group spent: rows of a database, sums by SQL, and who pays whom to be even. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Balance {
  name: string;
  /** What the person paid beyond an even share, in cents. */
  cents: number;
}

interface Payment {
  from: string;
  to: string;
  cents: number;
}

interface Input {
  people: Writable<string[] | Default<[]>>;
  draft?: PerSession<
    Writable<
      | { what: string; amount: string; payer: string }
      | Default<
        { what: ""; amount: ""; payer: "" }
      >
    >
  >;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  people: string[];
  totalCents: number;
  balances: Balance[];
  payments: Payment[];
  join: Stream<{ name: string }>;
  spend: Stream<{ payer: string; what: string; amount: number }>;
  undo: Stream<{ id: number }>;
}

const euros = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });
const money = (cents: number) => euros.format(cents / 100);

/** The fewest obvious payments: the one who owes most pays the one who is owed most. */
function settle(balances: readonly Balance[]): Payment[] {
  const open = balances.map((balance) => ({ ...balance }));
  const payments: Payment[] = [];
  while (true) {
    open.sort((a, b) => a.cents - b.cents);
    const debtor = open[0];
    const creditor = open.at(-1);
    if (debtor === undefined || creditor === undefined) return payments;
    const cents = Math.min(-debtor.cents, creditor.cents);
    if (cents <= 0) return payments;
    payments.push({ from: debtor.name, to: creditor.name, cents });
    debtor.cents += cents;
    creditor.cents -= cents;
  }
}

export default pattern<Input, Output>(({ people, draft }) => {
  const db = sqliteDatabase({
    tables: {
      expenses: table(
        {
          id: "integer primary key",
          payer: "text not null",
          what: "text not null",
          cents: "integer not null",
        },
        undefined,
        { indexes: ["payer"], check: "cents > 0" },
      ),
    },
  });
  const rows = db.query<{ id: number; payer: string; what: string; cents: number }>(
    "SELECT id, payer, what, cents FROM expenses ORDER BY id DESC",
    { reactOn: db },
  );
  const paid = db.query<{ payer: string; cents: number; times: number }>(
    "SELECT payer, sum(cents) AS cents, count(*) AS times FROM expenses GROUP BY payer",
    { reactOn: db },
  );

  const totalCents = computed(() => (paid.result ?? []).reduce((sum, row) => sum + row.cents, 0));
  const balances = computed(() => {
    const names = people.get();
    const share = Math.floor(totalCents / Math.max(1, names.length));
    const rest = totalCents - share * names.length;
    return names.map((name, index) => {
      const own = paid.result?.find((row) => row.payer === name)?.cents ?? 0;
      return { name, cents: own - share - (index < rest ? 1 : 0) };
    });
  });
  const payments = computed(() => settle(balances));

  const join = action(({ name }: { name: string }) => {
    if (name.trim() !== "") people.addUnique(name.trim());
  });
  const spend = action(
    ({ payer, what, amount }: { payer: string; what: string; amount: number }) => {
      const cents = Math.round(amount * 100);
      if (!(cents > 0) || payer === "") return;
      people.addUnique(payer);
      db.exec("INSERT INTO expenses (payer, what, cents) VALUES (:payer, :what, :cents)", {
        payer,
        what: what.trim() || "Something",
        cents,
      });
      draft!.update({ what: "", amount: "" });
    },
  );
  const undo = action(({ id }: { id: number }) => {
    db.exec("DELETE FROM expenses WHERE id = ?", [id]);
  });
  const submit = action(() => {
    const { payer, what, amount } = draft!.get();
    spend.send({ payer: payer.trim(), what, amount: Number(amount.replace(",", ".")) });
  });

  return {
    [NAME]: computed(() => `Expenses: ${money(totalCents)}`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="4">
          <cf-grid minWidth="10rem" gap="2" align="end">
            <cf-autocomplete
              label="Who paid"
              $value={draft!.key("payer")}
              items={people}
              allowCustom
            />
            <cf-input label="For what" $value={draft!.key("what")} placeholder="Train tickets" />
            <cf-input
              label="Amount"
              $value={draft!.key("amount")}
              inputmode="decimal"
              placeholder="12.50"
              oncf-submit={submit}
            />
            <cf-button variant="primary" onClick={submit}>Add</cf-button>
          </cf-grid>
          <cf-grid columns="repeat(auto-fit, minmax(min(18rem, 100%), 1fr))" gap="3">
            <cf-card>
              <cf-heading level="3">Balances</cf-heading>
              {balances.map(({ name, cents }) => (
                <cf-hstack justify="between">
                  <span>{name}</span>
                  <cf-text variant={cents < 0 ? "error" : "success"}>{money(cents)}</cf-text>
                </cf-hstack>
              ))}
            </cf-card>
            <cf-card>
              <cf-heading level="3">To be even</cf-heading>
              {payments.length === 0
                ? <cf-text variant="muted">Nobody owes anything.</cf-text>
                : payments.map((payment) => (
                  <p>
                    <b>{payment.from}</b> pays <b>{payment.to}</b> {money(payment.cents)}
                  </p>
                ))}
            </cf-card>
          </cf-grid>
          <cf-card>
            <cf-heading level="3">Spent</cf-heading>
            {rows.result === undefined
              ? <cf-loader />
              : rows.result.map((row) => (
                <cf-hstack justify="between" align="center">
                  <span>
                    {row.what} <cf-text variant="muted">by {row.payer}</cf-text>
                  </span>
                  <cf-hstack gap="2" align="center">
                    <span>{money(row.cents)}</span>
                    <cf-button
                      size="sm"
                      variant="ghost"
                      aria-label={`Remove ${row.what}`}
                      onClick={() => undo.send({ id: row.id })}
                    >
                      ✕
                    </cf-button>
                  </cf-hstack>
                </cf-hstack>
              ))}
          </cf-card>
        </cf-vstack>
      </cf-screen>
    ),
    people,
    totalCents,
    balances,
    payments,
    join,
    spend,
    undo,
  };
});
