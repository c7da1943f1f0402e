/** Double-entry bookkeeping: what does not balance is refused, what was wrong is reversed. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
type Side = "debit" | "credit";
interface Entry {
  account: string;
  side: Side;
  amount: number;
}
interface Tx {
  id: number;
  memo: string;
  entries: Entry[];
}
const cents = (n: unknown) => Math.round(Number(n) * 100);
const balanced = (entries: Entry[]) =>
  entries.reduce((s, e) => s + (e.side === "debit" ? 1 : -1) * cents(e.amount), 0) === 0;
const post = handler(
  (
    event: { memo?: string; entries?: Partial<Entry>[] } | undefined,
    { txs, errors, accounts }: {
      txs: Cell<Tx[]>;
      errors: Cell<string[]>;
      accounts: readonly string[];
    },
  ) => {
    const entries: Entry[] = [];
    for (const raw of event?.entries ?? []) {
      if (!raw.account || !accounts.includes(raw.account)) {
        errors.push(`account ${raw.account ?? "?"}`);
        return;
      }
      if (raw.side !== "debit" && raw.side !== "credit") {
        errors.push("side");
        return;
      }
      if (!(Number(raw.amount) > 0)) {
        errors.push("amount");
        return;
      }
      entries.push({ account: raw.account, side: raw.side, amount: cents(raw.amount) / 100 });
    }
    if (entries.length < 2 || !balanced(entries)) {
      errors.push("unbalanced");
      return;
    }
    txs.push({ id: txs.get().length + 1, memo: event?.memo ?? "", entries });
  },
);
const reverse = handler(({ id }: { id: number }, { txs }: { txs: Cell<Tx[]> }) => {
  const tx = txs.get().find((t) => t.id === id);
  if (!tx) return;
  txs.push({
    id: txs.get().length + 1,
    memo: `reverse ${tx.memo}`,
    entries: tx.entries.map((e) => ({
      ...e,
      side: e.side === "debit" ? "credit" as const : "debit" as const,
    })),
  });
});
const balances = lift(({ txs, accounts }: { txs: Tx[]; accounts: string[] }) => {
  const result = Object.fromEntries(accounts.map((a) => [a, 0]));
  for (const { entries } of txs) {
    for (const e of entries) result[e.account] += (e.side === "debit" ? 1 : -1) * e.amount;
  }
  return Object.fromEntries(Object.entries(result).map(([k, v]) => [k, Math.round(v * 100) / 100]));
});
export const ledger = pattern<
  { accounts: Default<string[], ["cash", "sales", "rent"]>; txs: Default<Tx[], []> }
>(({ accounts, txs }) => {
  const errors = cell<string[]>([]);
  const b = balances({ txs, accounts });
  const trial = lift((b: Record<string, number>) => Object.values(b).reduce((a, x) => a + x, 0))(b);
  return {
    txs,
    errors,
    balances: b,
    trial,
    cash: b.cash,
    status: str`cash ${b.cash}, ${errors.get().length} errors`,
    post: post({ txs, errors, accounts }),
    reverse: reverse({ txs }),
  };
});
