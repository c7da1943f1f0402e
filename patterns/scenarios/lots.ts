/** Stock by lots: records that appear with their first delivery and are used up in an order. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
interface Lot {
  lot: string;
  qty: number;
  cost: number;
  received: number;
}
interface Product {
  sku: string;
  reorderAt: number;
  lots: Lot[];
}
interface Args {
  products: Default<Record<string, Product>, {}>;
  method: Default<"fifo" | "lifo", "fifo">;
}
type Ctx = {
  products: Cell<Record<string, Product>>;
  log: Cell<{ sku: string; change: number; cost: number }[]>;
  method: "fifo" | "lifo";
};
const receive = handler(
  (
    e: { sku?: string; qty?: number; cost?: number; reorderAt?: number } | undefined,
    { products, log }: Ctx,
  ) => {
    const sku = e?.sku?.toUpperCase();
    const qty = Math.trunc(e?.qty ?? 0);
    if (!sku || qty <= 0) return;
    const existing = products.key(sku).get();
    const lots = existing?.lots ?? [];
    const lot = {
      lot: `${sku}-${lots.length + 1}`,
      qty,
      cost: e?.cost ?? 0,
      received: log.get().length,
    };
    if (existing === undefined) {
      products.key(sku).set({ sku, reorderAt: e?.reorderAt ?? 1, lots: [lot] });
    } else products.key(sku).key("lots").push(lot);
    log.push({ sku, change: qty, cost: qty * lot.cost });
  },
);
const ship = handler((e: { sku: string; qty: number }, { products, log, method }: Ctx) => {
  const sku = e.sku.toUpperCase();
  const product = products.get()[sku];
  if (!product) return;
  const onHand = product.lots.reduce((s, l) => s + l.qty, 0);
  if (e.qty > onHand) {
    log.push({ sku, change: 0, cost: 0 });
    return;
  }
  let left = e.qty, cost = 0;
  const order = product.lots.map((l, i) => ({ l, i }));
  if (method === "lifo") order.reverse();
  const used = new Map<number, number>();
  for (const { l, i } of order) {
    const take = Math.min(left, l.qty);
    if (take > 0) {
      used.set(i, take);
      cost += take * l.cost;
      left -= take;
    }
  }
  products.key(sku).key("lots").set(
    product.lots.map((l, i) => ({ ...l, qty: l.qty - (used.get(i) ?? 0) })).filter((l) =>
      l.qty > 0
    ),
  );
  log.push({ sku, change: -e.qty, cost: -cost });
});
const setMethod = handler((
  e: { method: "fifo" | "lifo" },
  { method }: { method: Cell<"fifo" | "lifo"> },
) => method.set(e.method));
export const lotInventory = pattern<Args>(({ products, method }) => {
  const log = cell<{ sku: string; change: number; cost: number }[]>([]);
  const rows = lift((ps: Record<string, Product>) =>
    Object.values(ps).map((p) => {
      const qty = p.lots.reduce((s, l) => s + l.qty, 0);
      return {
        sku: p.sku,
        qty,
        value: p.lots.reduce((s, l) => s + l.qty * l.cost, 0),
        low: qty <= p.reorderAt,
      };
    }).sort((a, b) => a.sku.localeCompare(b.sku))
  )(products);
  const low = rows.filter((r) => r.low);
  const value = lift((rs: { value: number }[]) => rs.reduce((s, r) => s + r.value, 0))(rows);
  const ctx = { products, log, method };
  return {
    products,
    rows,
    low,
    value,
    log,
    headline: str`Value ${value} (${method})`,
    receive: receive(ctx),
    ship: ship(ctx),
    setMethod: setMethod({ method }),
  };
});
