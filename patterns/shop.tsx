/** A shop: carts of one's own over shared products, orders, and sales in rows. */
import {
  action,
  cfLink,
  computed,
  Default,
  equals,
  handler,
  NAME,
  pattern,
  PerSession,
  PerUser,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
interface Product {
  sku: string;
  name: string;
  price: number;
  stock: number;
}
interface Line {
  product: Product;
  count: number;
  note: string;
}
interface Order {
  number: number;
  by: string;
  lines: Line[];
  total: number;
  state: "new" | "paid" | "sent";
  gift?: { to: string; text: string };
}
interface Out {
  [NAME]: string;
  [UI]: VNode;
  products: Product[];
  cart: Line[];
  total: number;
  orders: Order[];
  mine: string[];
  saved: Line[][];
  savedSizes: number[];
  rows: string[];
  shared: Line[];
  sharedTotal: number;
  stock: number[];
  banner: string;
  stockUp: Stream<{ sku: string; name: string; price: number; stock: number }>;
  login: Stream<string>;
  add: Stream<{ sku: string; note?: string }>;
  drop: Stream<{ index: number }>;
  order: Stream<{ gift?: { to: string; text: string } }>;
  pay: Stream<{ number: number }>;
  save: Stream<void>;
  restore: Stream<{ index: number }>;
  reprice: Stream<{ sku: string; price: number }>;
  share: Stream<{ index: number }>;
  takeShared: Stream<{ index: number }>;
  more: Stream<{ index: number }>;
}
const addLine = handler<
  { sku: string; note?: string },
  { products: Writable<Product[]>; cart: Writable<Line[]> }
>(({ sku, note = "" }, { products, cart }) => {
  const product = products.get().find((p) => p.sku === sku);
  if (!product) return;
  const at = cart.get().findIndex((l) => equals(l.product, product));
  if (at >= 0) cart.key(at).key("count").increment(1);
  else cart.push({ product, count: 1, note });
});
export default pattern<
  {
    products?: Writable<Product[] | Default<[]>>;
    orders?: Writable<Order[] | Default<[]>>;
    shared?: Writable<Line[] | Default<[]>>;
    cart?: PerUser<Writable<Line[] | Default<[]>>>;
    me?: PerUser<Writable<string | Default<"">>>;
    saved?: PerUser<Writable<Line[][] | Default<[]>>>;
    banner?: PerSession<Writable<string | Default<"welcome">>>;
  },
  Out
>(({ products, orders, cart, me, saved, shared, banner }) => {
  const db = sqliteDatabase({
    tables: {
      sales: table({
        id: "integer primary key",
        sku: "text",
        count: "integer",
        by: "text",
        line_cf_link: cfLink<Line>(),
      }),
    },
  });
  const sales = db.query<{ sku: string; n: number }>(
    "SELECT sku, sum(count) AS n FROM sales GROUP BY sku ORDER BY sku",
    { reactOn: db },
  );
  const total = computed(() => cart.get().reduce((s, l) => s + l.count * l.product.price, 0));
  return {
    [NAME]: computed(() => `Shop (${cart.get().length})`),
    [UI]: (
      <cf-vstack>
        <p>{banner}</p>
        {products.map((p) => (
          <div>
            {p.name} {p.price} {p.stock > 0
              ? <button onClick={() => cart.push({ product: p, count: 1, note: "" })}>Add</button>
              : <i>sold out</i>}
          </div>
        ))}
        {cart.map((l, i) => (
          <div>
            <b>{l.product.name}</b> x{l.count} <cf-input $value={l.note} />
            <button onClick={() => cart.remove(l)}>x{i}</button>
          </div>
        ))}
        <p>Total {total}</p>
      </cf-vstack>
    ),
    products,
    cart,
    total,
    orders,
    saved,
    shared,
    banner,
    savedSizes: computed(() => saved.get().map((s) => s.length)),
    sharedTotal: computed(() => shared.get().reduce((s, l) => s + l.count * l.product.price, 0)),
    stock: products.map((p) => p.stock),
    mine: computed(() =>
      orders.get().filter((o) => o.by === me.get()).map((o) =>
        `${o.number}:${o.state}:${o.total}:${o.lines.map((l) => l.product.sku + l.count).join("+")}`
      )
    ),
    rows: computed(() => sales.result?.map((r) => `${r.sku}${r.n}`) ?? []),
    stockUp: action((p: Product) => products.push(p)),
    login: action((n: string) => me.set(n)),
    add: addLine({ products, cart }),
    drop: action(({ index }: { index: number }) => cart.remove(cart.get()[index])),
    more: action(({ index }: { index: number }) => shared.key(index).key("count").increment(1)),
    order: action(({ gift }: { gift?: { to: string; text: string } }) => {
      const lines = cart.get();
      if (lines.length === 0) return;
      for (const l of lines) {
        const at = products.get().findIndex((p) => equals(p, l.product));
        if (products.get()[at].stock < l.count) {
          banner.set(`no ${l.product.name}`);
          return;
        }
        products.key(at).key("stock").increment(-l.count);
      }
      orders.push({
        number: orders.get().length + 1,
        by: me.get(),
        lines,
        total: lines.reduce((s, l) => s + l.count * l.product.price, 0),
        state: "new",
        ...(gift ? { gift } : {}),
      });
      db.execMany(
        "INSERT INTO sales (sku, count, by, line_cf_link) VALUES (?, ?, ?, ?)",
        lines.map((l) => [l.product.sku, l.count, me.get(), l]),
      );
      cart.set([]);
      banner.set("thanks");
    }),
    pay: action(({ number }: { number: number }) => {
      const at = orders.get().findIndex((o) => o.number === number && o.by === me.get());
      if (at >= 0) orders.key(at).key("state").set("paid");
    }),
    save: action(() => {
      saved.push(cart.get());
      cart.set([]);
    }),
    restore: action(({ index }: { index: number }) => {
      cart.set(saved.get()[index]);
      saved.set(saved.get().toSpliced(index, 1));
    }),
    reprice: action(({ sku, price }: { sku: string; price: number }) => {
      products.key(products.get().findIndex((p) => p.sku === sku)).key("price").set(price);
    }),
    share: action(({ index }: { index: number }) => {
      const line = cart.get()[index];
      shared.push(line);
      cart.remove(line);
    }),
    takeShared: action(({ index }: { index: number }) => {
      const line = shared.get()[index];
      cart.push(line);
      shared.remove(line);
    }),
  };
});
